#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Bytes [begin, end) of a text.
struct TextSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool operator==(const TextSpan&) const = default;
};

/// The tokens of one text: spans of `text`, which is the tokenizer's input or, where it had to be
/// rewritten, `storage`. Reused from call to call, so that nothing is allocated per segment.
struct Tokens {
  std::string_view text;
  std::vector<TextSpan> spans;
  std::string storage;
  std::string normalized;  ///< What a pipeline's normalizers made of the text.

  std::string_view operator[](std::size_t i) const {
    return text.substr(spans[i].begin, spans[i].end - spans[i].begin);
  }
  std::size_t size() const { return spans.size(); }
};

/// Cuts text into tokens. Immutable, safe to call from several threads (each with its own Tokens).
class Tokenizer {
 public:
  Tokenizer() = default;
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;
  virtual ~Tokenizer() = default;

  /// Replaces `tokens`. Expects valid UTF-8 of less than 4 GiB; no token is empty or holds white
  /// space at either end. `text` must outlive `tokens`.
  virtual void operator()(std::string_view text, Tokens& tokens) const = 0;
};

/// A table entry: all that help, listings and signatures know of a tokenizer.
struct TokenizerInfo {
  std::string_view name;
  std::string_view summary;
  /// True where sacreBLEU has a tokenizer of this name that gives the same tokens.
  bool in_sacrebleu = false;
  /// The name that a signature shows; it names the data version where one matters ("icu-72").
  std::string (*signature)() = nullptr;
  std::unique_ptr<Tokenizer> (*make)() = nullptr;
};

/// A step before the tokenizer: text to text.
struct NormalizerInfo {
  std::string_view name;
  std::string_view summary;
  void (*apply)(std::string_view text, std::string& out) = nullptr;
};

/// Rewrites one lower-case token in place; it never becomes empty.
struct StemmerInfo {
  std::string_view name;
  std::string_view summary;
  void (*apply)(std::string& token) = nullptr;
};

std::span<const TokenizerInfo* const> tokenizers();
std::span<const NormalizerInfo* const> normalizers();
std::span<const StemmerInfo* const> stemmers();

/// Normalizers and then one tokenizer, from text such as "nfkc+lower+13a".
class TextPipeline {
 public:
  /// Throws a usage Error (E-TOKENIZER) with the nearest name for an unknown part.
  explicit TextPipeline(std::string_view spec);

  /// Replaces `tokens`; as Tokenizer's.
  void operator()(std::string_view text, Tokens& tokens) const;

  /// The spec with data versions: "nfc+icu-72".
  std::string signature() const;

  const TokenizerInfo& tokenizer() const { return *tokenizer_info_; }
  bool has_normalizers() const { return !normalizers_.empty(); }

 private:
  std::vector<const NormalizerInfo*> normalizers_;
  const TokenizerInfo* tokenizer_info_ = nullptr;
  std::unique_ptr<Tokenizer> tokenizer_;
};

}  // namespace assay
