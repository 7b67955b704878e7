#pragma once

#include "assay/vocabulary.h"

#include "rouge155/word_lists.h"
#include "text/string_map.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

/// How ROUGE-1.5.5 sees texts. All of it is about bytes.
namespace assay {

/// How a file marks its sentences. kMarked are plain lines that pyrouge writes into SEE files as
/// they are: a '<' ends such a sentence.
enum class SentenceFormat { kLines, kMarked, kSee, kIsi };

/// The sentences of a file, none of them empty: views of `bytes`.
std::vector<std::string_view> sentences_of(std::string_view bytes, SentenceFormat format);

/// The length to which every text is cut.
struct LengthLimit {
  enum class Unit { kNone, kWords, kBytes };
  Unit unit = Unit::kNone;
  std::size_t count = 0;

  bool operator==(const LengthLimit&) const = default;
};

/// A text in tokens. With a limit of bytes `flat` is shorter than the sentences together.
struct Rouge155Text {
  std::vector<TokenId> flat;                 ///< The whole text.
  std::vector<TokenId> tokens;               ///< Sentence by sentence.
  std::vector<std::uint32_t> sentence_ends;  ///< The number of tokens before each end.
};

/// Cuts sentences to a length and into tokens: runs of ASCII letters and digits in lower case, less
/// stop words, stemmed. Equal tokens have equal ids for as long as the cutter is not cleared.
///
/// Holds scratch memory; one per thread.
class Rouge155Cutter {
 public:
  struct Options {
    bool removes_stop_words = false;
    LengthLimit limit;
  };

  Rouge155Cutter(std::shared_ptr<const WordLists> lists, const Options& options);

  Rouge155Text operator()(std::span<const std::string_view> sentences, bool stems);

  /// All ids given so far are below it.
  std::size_t vocabulary_size() const { return vocabulary_.size(); }

  /// Forgets all tokens if they have become many, so that memory stays bounded.
  void clear_if_large();

 private:
  void add_tokens(std::string_view text, bool stems, std::vector<TokenId>& tokens);
  std::uint32_t look_up(std::string_view token, bool stems);

  std::shared_ptr<const WordLists> lists_;
  Options options_;
  Vocabulary vocabulary_;
  std::array<StringMap<std::uint32_t>, 2> known_;  ///< [stems]: token to id, or kDropped.
  std::string token_;
};

}  // namespace assay
