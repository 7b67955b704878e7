#include "metrics/tokenizer_choice.h"

#include "assay/tokenizer.h"

namespace assay {

std::string lower_if(bool lower, std::string_view tokenizer) {
  std::string spec(tokenizer);
  return lower ? spec.insert(split_pipeline(tokenizer).normalizers.size(), "lower+") : spec;
}

std::string words_only(std::string_view tokenizer) {
  const std::string spec(tokenizer);
  return split_pipeline(tokenizer).tokenizer == "icu" ? spec + "-words" : spec;
}

bool is_in_sacrebleu(std::string_view tokenizer) {
  return TextPipeline(tokenizer).is_in_sacrebleu();
}

}  // namespace assay
