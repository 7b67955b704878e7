#include "input/text_store.h"

#include "assay/text.h"

namespace assay {

TextStore::TextStore(std::string& storage, const std::string& normalize)
    : storage_(storage), normalize_(normalize) {
  storage_.clear();
}

void TextStore::append(std::string_view text) {
  const std::size_t begin = storage_.size();
  if (normalize_.empty()) {
    storage_ += text;
  } else {
    normalize_ == "nfc" ? normalize_nfc(text, normalized_) : normalize_nfkc(text, normalized_);
    storage_ += normalized_;
  }
  spans_.push_back({begin, storage_.size()});
}

std::string_view TextStore::operator[](std::size_t i) const {
  return std::string_view(storage_).substr(spans_[i].begin, spans_[i].end - spans_[i].begin);
}

void TextStore::view(std::vector<std::string_view>& views) const {
  views.clear();
  for (std::size_t i = 0; i < spans_.size(); ++i) views.push_back((*this)[i]);
}

}  // namespace assay
