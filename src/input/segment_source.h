#pragma once

#include "assay/corpus.h"
#include "assay/warning.h"

#include "input/line_cutter.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What one file says about the segments of a block. The views borrow from the block's storage.
struct Segments {
  /// One per segment and system of the file, unless it brings only references.
  std::vector<std::string_view> texts;
  std::vector<std::string_view> references;
  std::vector<std::uint32_t> reference_begin;  ///< Offsets into `references`, or empty.
  std::vector<std::string> ids;                ///< One per segment, or none.
  std::vector<std::string> groups;             ///< One per segment, or none.
  std::vector<std::string> places;             ///< Where each is, unless its source can tell.
  bool are_lines = false;                      ///< As Block::are_lines.

  void clear();
};

/// A file of segments. The reader first cuts a block of them, and when all files have the same
/// number of segments, asks for what they say.
class SegmentSource {
 public:
  /// Opens the file, looks at its first bytes and drops a byte order mark. Throws E-UTF16 and what
  /// opening throws.
  SegmentSource(const InputFile& file, const InputOptions& options);
  SegmentSource(const SegmentSource&) = delete;
  SegmentSource& operator=(const SegmentSource&) = delete;
  virtual ~SegmentSource() = default;

  LineCutter& lines() { return lines_; }
  const LineCutter& lines() const { return lines_; }
  const std::string& path() const { return lines_.source().path(); }
  std::string shown() const { return shown_path(path()); }

  /// Cuts the next block, as LineCutter::cut() does, and says how many segments it has.
  virtual std::size_t cut(std::size_t most_segments, std::size_t most_bytes) {
    return lines_.cut(most_segments, most_bytes);
  }

  /// How many segments the block has, and how many came before it.
  virtual std::size_t size() const { return lines_.size(); }
  virtual std::uint64_t before() const { return lines_.before() - header_lines_; }

  /// Where segment `i` of the block is, "FILE:LINE", and something of its text, for messages.
  virtual std::string place(std::size_t i) const;
  virtual std::string_view raw(std::size_t i) const { return lines_[i]; }

  /// Reads what was cut; the bytes behind the views go to `storage`.
  virtual void read(std::string& storage, Segments& out) = 0;

  /// Whether some lines ended in CR LF.
  virtual bool has_crlf() const { return false; }

  /// Whether white space at the end of lines, such as the CR of CR LF, is dropped.
  virtual bool is_text() const { return false; }

  /// Everything odd so far, in a fixed order whatever the size of the blocks.
  virtual std::vector<Warning> warnings() const;

 protected:
  const InputOptions& options() const { return options_; }

  /// Whether the block is well-formed UTF-8. If not, throws E-UTF8 unless it is to be replaced.
  bool check_utf8() const;

  /// The same where it is known already.
  bool check_utf8(bool is_well_formed) const;

  /// The line with U+FFFD for what is ill-formed, which is counted for W-UTF8.
  std::string repair(std::string_view line, std::uint64_t number);
  void count_replaced(std::uint64_t count, std::uint64_t number);

  /// Cuts the lines before the first segment, which are no segments.
  std::size_t cut_header(std::size_t most_lines) {
    header_lines_ = lines_.cut(most_lines, static_cast<std::size_t>(-1));
    return header_lines_;
  }

  Warning warning(std::string code, std::uint64_t line, std::string message) const;

 private:
  void look_at_first_bytes();
  bool is_misnamed() const;

  InputOptions options_;
  LineCutter lines_;
  std::size_t header_lines_ = 0;
  bool has_mark_ = false;
  std::uint64_t replaced_ = 0;
  std::uint64_t first_replaced_line_ = 0;
};

}  // namespace assay
