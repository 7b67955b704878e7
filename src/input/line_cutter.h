#pragma once

#include "assay/corpus.h"

#include "input/byte_source.h"
#include "input/newlines.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A stretch of bytes, relative to the start of whatever holds them.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Cuts a file into lines, a block of lines at a time. One buffer is reused for all blocks; it
/// grows only to hold a block and the chunk read last.
class LineCutter {
 public:
  /// This many bytes behind the end of each line can be read (though they mean nothing).
  static constexpr std::size_t kPadding = 64;

  LineCutter(const std::string& path, const InputOptions& options);

  /// The first bytes of the file, up to `most` of them. Before the first cut only.
  std::string_view peek(std::size_t most);

  /// Drops bytes at the start of the file. Before the first cut only.
  void skip(std::size_t bytes);

  /// A line end between quotation marks ends no line, as in CSV. Before the first cut only.
  void heed_quotes() { heeds_quotes_ = true; }

  /// Forgets the lines it has and cuts the next: at most `most_lines`, and none after `most_bytes`
  /// bytes have been cut. Returns how many; fewer than asked for at the end of the file. Throws
  /// E-LINE-TOO-LONG and E-CR.
  std::size_t cut(std::size_t most_lines, std::size_t most_bytes);

  std::size_t size() const { return lines_.size(); }

  /// Line `i` of the block, without what ends it.
  std::string_view operator[](std::size_t i) const {
    return {data() + lines_[i].begin, lines_[i].end - lines_[i].begin};
  }

  /// Where the lines are within bytes().
  const std::vector<Span>& spans() const { return lines_; }

  /// All lines of the block with what ends them.
  std::string_view bytes() const { return {data(), consumed_}; }

  /// The 1-based number of line `i` of the block in the file; where quoted line ends are heeded, of
  /// the line of the file in which it begins.
  std::uint64_t number(std::size_t i) const {
    if (!heeds_quotes_) return lines_before_ + i + 1;
    return i < numbers_.size() ? numbers_[i] : next_number_;
  }

  /// How many lines were cut before this block.
  std::uint64_t before() const { return lines_before_; }

  /// Lets `storage` have bytes() and returns where they start in it. Takes the bytes of `storage`
  /// as its buffer when that saves copying.
  const char* give(std::string& storage);

  const ByteSource& source() const { return source_; }

 private:
  const char* data() const { return buffer_.data() + block_; }
  void forget();
  bool read_more();
  std::size_t next_chunk() const;
  void make_room(std::size_t chunk);
  template <typename IsFull>
  void cut_plain(const IsFull& is_full);
  template <typename IsFull>
  void cut_quoted(const IsFull& is_full);
  void add_line(std::size_t end);
  const char* find_newline();
  void count_line();
  void take_last_line();
  void refuse_long_line(std::size_t size) const {
    if (size > max_line_) refuse_long();
  }
  [[noreturn]] void refuse_long() const;
  void refuse_lone_cr(std::string_view line) const;

  ByteSource source_;
  const char newline_;
  const std::size_t max_line_;
  const std::size_t chunk_;
  NewlineFinder newlines_;
  std::string buffer_;
  std::size_t block_ = 0;     ///< Where the block starts in the buffer; the rest counts from there.
  std::size_t consumed_ = 0;  ///< Bytes in the lines that were cut.
  std::size_t scanned_ = 0;   ///< Bytes known to hold no further line end.
  std::size_t filled_ = 0;    ///< Bytes read of it and behind.
  std::uint64_t read_ = 0;    ///< Bytes read of the file.
  std::vector<Span> lines_;
  std::uint64_t lines_before_ = 0;
  bool heeds_quotes_ = false;
  bool is_quoted_ = false;              ///< At `scanned_`.
  std::uint64_t next_number_ = 1;       ///< Of the line of the file where the next line begins.
  std::uint64_t quoted_ends_ = 0;       ///< Line ends in the line that is being cut.
  std::vector<std::uint64_t> numbers_;  ///< Of the block's lines.
};

}  // namespace assay
