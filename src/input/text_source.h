#pragma once

#include "assay/text.h"

#include "input/segment_source.h"

namespace assay {

/// Plain text: line n is segment n, without the white space at its end.
class TextSource : public SegmentSource {
 public:
  using SegmentSource::SegmentSource;

  void read(std::string& storage, Segments& out) override;
  bool has_crlf() const override { return has_crlf_; }
  bool is_text() const override { return true; }
  std::vector<Warning> warnings() const override;

 private:
  void look_for_oddities(const ByteFacts& facts);
  void find_nul();
  void find_inner_mark();
  void count_carriage_returns();
  void read_as_is(std::string& storage, Segments& out);
  void rewrite(bool is_valid, std::string& storage, Segments& out);

  bool has_crlf_ = false;
  std::uint64_t carriage_returns_ = 0;
  std::uint64_t carriage_return_line_ = 0;
  std::uint64_t nul_line_ = 0;
  std::uint64_t inner_mark_line_ = 0;
};

}  // namespace assay
