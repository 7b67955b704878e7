#pragma once

#include "assay/error.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace assay {

inline void check_icu(UErrorCode status) {
  if (status > U_ZERO_ERROR) {
    throw system_error("E-ICU", std::string("ICU: ") + u_errorName(status));
  }
}

/// An iterator over the boundaries of UTF-8 text without a locale, reused from text to text. It
/// serves one thread and is dear to make.
class IcuBoundaries {
 public:
  using Make = icu::BreakIterator*(const icu::Locale&, UErrorCode&);

  /// `make` is BreakIterator::createWordInstance or the like.
  explicit IcuBoundaries(Make* make) {
    UErrorCode status = U_ZERO_ERROR;
    iterator_.reset(make(icu::Locale::getRoot(), status));
    check_icu(status);
  }
  IcuBoundaries(const IcuBoundaries&) = delete;
  IcuBoundaries& operator=(const IcuBoundaries&) = delete;
  ~IcuBoundaries() { utext_close(&text_); }

  /// The iterator at the start of `text`.
  icu::BreakIterator& start(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
    iterator_->setText(&text_, status);
    check_icu(status);
    iterator_->first();
    return *iterator_;
  }

 private:
  UText text_ = UTEXT_INITIALIZER;
  std::unique_ptr<icu::BreakIterator> iterator_;
};

}  // namespace assay
