#include "metrics/tokenizer_choice.h"

#include "assay/registry.h"
#include "assay/tokenizer.h"

namespace assay {
namespace {

std::size_t name_begin(std::string_view tokenizer) {
  const std::size_t plus = tokenizer.rfind('+');
  return plus == std::string_view::npos ? 0 : plus + 1;
}

}  // namespace

std::string lower_if(bool lower, std::string_view tokenizer) {
  std::string spec(tokenizer);
  return lower ? spec.insert(name_begin(tokenizer), "lower+") : spec;
}

std::string words_only(std::string_view tokenizer) {
  std::string spec(tokenizer);
  return tokenizer.substr(name_begin(tokenizer)) == "icu" ? spec + "-words" : spec;
}

bool is_in_sacrebleu(std::string_view tokenizer) {
  const TokenizerInfo* info = find_named(tokenizers(), tokenizer);
  return info != nullptr && info->in_sacrebleu;
}

}  // namespace assay
