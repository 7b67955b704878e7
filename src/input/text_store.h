#pragma once

#include "input/line_cutter.h"

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Collects texts in one string. They can be seen once all are there, since the string may move.
class TextStore {
 public:
  /// Replaces what `storage` holds. `normalize` is "", "nfc" or "nfkc", applied to every text.
  TextStore(std::string& storage, const std::string& normalize);

  void append(std::string_view text);

  /// Replaces `views` by all the texts, in the order in which they came.
  void view(std::vector<std::string_view>& views) const;

  /// Text `i`; valid until the next one comes.
  std::string_view operator[](std::size_t i) const;
  std::size_t size() const { return spans_.size(); }

 private:
  std::string& storage_;
  const std::string& normalize_;
  std::string normalized_;
  std::vector<Span> spans_;
};

}  // namespace assay
