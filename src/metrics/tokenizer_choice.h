#pragma once

#include <string>
#include <string_view>

/// What metrics do with the value of their `tok` option.
namespace assay {

/// "nfc+13a" → "nfc+lower+13a" if asked: lower-casing comes right before the tokenizer.
std::string lower_if(bool lower, std::string_view tokenizer);

/// "icu" → "icu-words", the words of ICU without punctuation, as ROUGE wants them.
std::string words_only(std::string_view tokenizer);

/// True if sacreBLEU gives the same tokens for this name.
bool is_in_sacrebleu(std::string_view tokenizer);

}  // namespace assay
