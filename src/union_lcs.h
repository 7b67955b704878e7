#pragma once

#include "assay/alignment.h"
#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// A text cut into lines: the number of tokens before the end of each.
struct TokenLines {
  std::span<const TokenId> tokens;
  std::span<const std::uint32_t> ends;
};

/// Calls use(line) for the tokens of each line.
template <typename Use>
void for_each_token_line(const TokenLines& text, Use use) {
  std::size_t begin = 0;
  for (const std::uint32_t end : text.ends) {
    use(text.tokens.subspan(begin, end - begin));
    begin = end;
  }
}

/// How often each token of two texts may still count.
class TokenBudget {
 public:
  /// All ids are below `vocabulary_size`.
  void start(std::span<const TokenId> reference, std::span<const TokenId> hypothesis,
             std::size_t vocabulary_size);

  /// Takes one of `id` from both sides, if both have one left.
  bool take(TokenId id);

 private:
  std::vector<std::uint32_t> reference_;
  std::vector<std::uint32_t> hypothesis_;
  std::vector<TokenId> used_;  ///< Those whose counts are not zero.
};

/// Summary-level ROUGE-L. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004.
///
/// Holds scratch memory; one per thread.
class UnionLcs {
 public:
  /// Tokens of reference lines that lie on a common subsequence with any hypothesis line; a token
  /// counts at most as often as it stands in either of the two texts behind `budget`.
  std::size_t hits(const TokenLines& reference, const TokenLines& hypothesis,
                   std::size_t vocabulary_size, TokenBudget& budget);

 private:
  LcsMatcher lcs_;
  std::vector<std::uint8_t> is_marked_;
};

}  // namespace assay
