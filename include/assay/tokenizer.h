#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Bytes [begin, end) of a text.
struct TextSpan {
  std::uint32_t begin;
  std::uint32_t end;

  /// Without values: buffers of spans grow without being cleared.
  TextSpan() {}  // NOLINT(cppcoreguidelines-pro-type-member-init,modernize-use-equals-default)
  TextSpan(std::uint32_t first, std::uint32_t last) : begin(first), end(last) {}

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

/// Some tokens of a text that stand next to each other.
struct TokenRun {
  const Tokens* tokens = nullptr;
  std::size_t first = 0;
  std::size_t size = 0;

  std::string_view operator[](std::size_t i) const { return (*tokens)[first + i]; }
};

/// The tokens of texts that stand in memory as lines do: one after the other, with one line feed
/// and perhaps other white space between, and no line feed within.
struct LineTokens {
  Tokens tokens;          ///< Of all of them.
  std::size_t lines = 0;  ///< How many there are.

  /// [line]: how many tokens there are before its end. Behind those of the lines stand others.
  std::vector<std::uint32_t> ends;

  /// Where in the text, in order, something is that has to be rewritten first. The tokens of those
  /// lines are wrong; each has to be cut by itself.
  std::vector<std::uint32_t> to_rewrite;
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

  /// Cuts many texts at once, faster than one by one. False, with anything in `tokens`, if this
  /// tokenizer cannot.
  virtual bool cut_lines(std::string_view /*lines*/, LineTokens& /*tokens*/) const { return false; }
};

/// A tokenizer that rests on a dictionary or model, and what is known only once that is read.
struct LoadedTokenizer {
  std::unique_ptr<Tokenizer> tokenizer;
  std::string signature;
  bool in_sacrebleu = false;
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

  /// Instead of the three above, where data has to be read: from the path after "NAME=", or from
  /// the usual place for "". Throws an input Error (E-DICTIONARY, E-MODEL) if it is not there, a
  /// usage Error (E-UNAVAILABLE) if this assay was built without the library.
  LoadedTokenizer (*load)(std::string_view path) = nullptr;
  /// What stands after "NAME=": "FILE" or "DIR"; empty without `load`.
  std::string_view path_kind = {};
  bool needs_path = false;
};

/// A step before the tokenizer: text to text.
struct NormalizerInfo {
  std::string_view name;
  std::string_view summary;
  void (*apply)(std::string_view text, std::string& out) = nullptr;
};

/// Tokens of up to this many bytes are not stemmed: both stemmers of the field leave them alone.
inline constexpr std::size_t kLongestUnstemmed = 3;

/// Rewrites one lower-case token in place; it never becomes empty.
struct StemmerInfo {
  std::string_view name;
  std::string_view summary;
  void (*apply)(std::string& token) = nullptr;
};

std::span<const TokenizerInfo* const> tokenizers();
std::span<const NormalizerInfo* const> normalizers();
std::span<const StemmerInfo* const> stemmers();

/// The parts of a pipeline's spec: of "nfkc+spm=a+b.model" they are "nfkc+", "spm" and "a+b.model".
/// The path is all that follows the first '=', with or without double quotes around it.
struct PipelineParts {
  std::string_view normalizers;  ///< Each with its '+'.
  std::string_view tokenizer;
  std::optional<std::string_view> path;
};

PipelineParts split_pipeline(std::string_view spec);

/// Normalizers and then one tokenizer, from text such as "nfkc+lower+13a" or "ja-mecab=DIR".
class TextPipeline {
 public:
  /// Throws a usage Error (E-TOKENIZER) with the nearest name for an unknown part, and what
  /// TokenizerInfo::load throws.
  explicit TextPipeline(std::string_view spec);

  /// Replaces `tokens`; as Tokenizer's.
  void operator()(std::string_view text, Tokens& tokens) const;

  /// As Tokenizer::cut_lines().
  bool cut_lines(std::string_view lines, LineTokens& tokens) const {
    return normalizers_.empty() && loaded_.tokenizer->cut_lines(lines, tokens);
  }

  /// The spec with data versions: "nfc+icu-72".
  std::string signature() const;

  const TokenizerInfo& tokenizer() const { return *tokenizer_info_; }
  bool has_normalizers() const { return !normalizers_.empty(); }

  /// True if sacreBLEU has a tokenizer that gives the same tokens.
  bool is_in_sacrebleu() const { return normalizers_.empty() && loaded_.in_sacrebleu; }

 private:
  std::vector<const NormalizerInfo*> normalizers_;
  const TokenizerInfo* tokenizer_info_ = nullptr;
  LoadedTokenizer loaded_;
};

}  // namespace assay
