#include "assay/error.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view kErrorCode = "E-TOKENIZER";

/// "did you mean 'x'? the KIND are a, b".
std::string naming_hint(std::string_view kind, std::string_view word,
                        const std::vector<std::string>& names) {
  std::string hint = fmt::format("{}the {} are ", did_you_mean(word, names), kind);
  for (const std::string& name : names) {
    if (&name != &names.front()) hint += ", ";
    hint += name;
  }
  return hint;
}

const NormalizerInfo* find_normalizer(std::string_view name, std::string_view spec) {
  if (const NormalizerInfo* info = find_named(normalizers(), name)) return info;
  if (find_named(tokenizers(), name) != nullptr) {
    throw usage_error(std::string(kErrorCode),
                      fmt::format("'{}' is a tokenizer with more after it in '{}'", name, spec),
                      "put normalizers first and one tokenizer last, as in nfkc+lower+13a");
  }
  throw usage_error(std::string(kErrorCode),
                    fmt::format("unknown normalizer '{}' in '{}'", name, spec),
                    naming_hint("normalizers", name, names_of(normalizers())));
}

const TokenizerInfo* find_tokenizer(std::string_view name, std::string_view spec) {
  if (const TokenizerInfo* info = find_named(tokenizers(), name)) return info;
  if (find_named(normalizers(), name) != nullptr) {
    throw usage_error(std::string(kErrorCode), fmt::format("no tokenizer in '{}'", spec),
                      fmt::format("add one at the end, as in {}+13a", spec));
  }
  throw usage_error(std::string(kErrorCode), fmt::format("unknown tokenizer '{}'", name),
                    naming_hint("tokenizers", name, names_of(tokenizers())));
}

}  // namespace

TextPipeline::TextPipeline(std::string_view spec) {
  std::string_view rest = spec;
  for (std::size_t plus = rest.find('+'); plus != std::string_view::npos; plus = rest.find('+')) {
    normalizers_.push_back(find_normalizer(rest.substr(0, plus), spec));
    rest.remove_prefix(plus + 1);
  }
  tokenizer_info_ = find_tokenizer(rest, spec);
  tokenizer_ = tokenizer_info_->make();
}

void TextPipeline::operator()(std::string_view text, Tokens& tokens) const {
  for (const NormalizerInfo* normalizer : normalizers_) {
    normalizer->apply(text, tokens.storage);
    tokens.storage.swap(tokens.normalized);
    text = tokens.normalized;
  }
  (*tokenizer_)(text, tokens);
}

std::string TextPipeline::signature() const {
  std::string text;
  for (const NormalizerInfo* normalizer : normalizers_) {
    text += normalizer->name;
    text += '+';
  }
  return text + tokenizer_info_->signature();
}

}  // namespace assay
