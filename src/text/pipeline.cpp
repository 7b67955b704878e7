#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"
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
    throw usage_error(
        std::string(kErrorCode),
        fmt::format("'{}' is a tokenizer with more after it in '{}'", name, escape(spec)),
        "put normalizers first and one tokenizer last, as in nfkc+lower+13a");
  }
  throw usage_error(std::string(kErrorCode),
                    fmt::format("unknown normalizer '{}' in '{}'", escape(name), escape(spec)),
                    naming_hint("normalizers", name, names_of(normalizers())));
}

const TokenizerInfo* find_tokenizer(std::string_view name, std::string_view spec) {
  if (const TokenizerInfo* info = find_named(tokenizers(), name)) return info;
  if (find_named(normalizers(), name) != nullptr) {
    throw usage_error(std::string(kErrorCode), fmt::format("no tokenizer in '{}'", escape(spec)),
                      fmt::format("add one at the end, as in {}+13a", escape(spec)));
  }
  throw usage_error(std::string(kErrorCode), fmt::format("unknown tokenizer '{}'", escape(name)),
                    naming_hint("tokenizers", name, names_of(tokenizers())));
}

void check_path(const TokenizerInfo& info, std::optional<std::string_view> path) {
  if (info.load == nullptr && path) {
    throw usage_error(std::string(kErrorCode), fmt::format("nothing comes after '{}'", info.name),
                      fmt::format("write {} without the =", info.name));
  }
  if (info.load == nullptr || (path ? !path->empty() : !info.needs_path)) return;
  throw usage_error(std::string(kErrorCode),
                    fmt::format("'{}' lacks its {}", info.name, info.path_kind),
                    fmt::format("write {}={}", info.name, info.path_kind));
}

LoadedTokenizer load(const TokenizerInfo& info, std::optional<std::string_view> path) {
  check_path(info, path);
  if (info.load != nullptr) return info.load(path.value_or(""));
  return {info.make(), info.signature(), info.in_sacrebleu};
}

std::string_view unquote(std::string_view path) {
  const bool is_quoted = path.size() >= 2 && path.front() == '"' && path.back() == '"';
  return is_quoted ? path.substr(1, path.size() - 2) : path;
}

}  // namespace

PipelineParts split_pipeline(std::string_view spec) {
  PipelineParts parts;
  const std::size_t equals = spec.find('=');
  if (equals != std::string_view::npos) parts.path = unquote(spec.substr(equals + 1));
  const std::string_view names = spec.substr(0, equals);
  const std::size_t plus = names.rfind('+');
  const std::size_t name_begin = plus == std::string_view::npos ? 0 : plus + 1;
  parts.normalizers = names.substr(0, name_begin);
  parts.tokenizer = names.substr(name_begin);
  return parts;
}

TextPipeline::TextPipeline(std::string_view spec) {
  const PipelineParts parts = split_pipeline(spec);
  for (std::string_view rest = parts.normalizers; !rest.empty();) {
    const std::size_t plus = rest.find('+');
    normalizers_.push_back(find_normalizer(rest.substr(0, plus), spec));
    rest.remove_prefix(plus + 1);
  }
  tokenizer_info_ = find_tokenizer(parts.tokenizer, spec);
  loaded_ = load(*tokenizer_info_, parts.path);
}

void TextPipeline::operator()(std::string_view text, Tokens& tokens) const {
  for (const NormalizerInfo* normalizer : normalizers_) {
    normalizer->apply(text, tokens.storage);
    tokens.storage.swap(tokens.normalized);
    text = tokens.normalized;
  }
  (*loaded_.tokenizer)(text, tokens);
}

std::string TextPipeline::signature() const {
  std::string text;
  for (const NormalizerInfo* normalizer : normalizers_) {
    text += normalizer->name;
    text += '+';
  }
  return text + loaded_.signature;
}

}  // namespace assay
