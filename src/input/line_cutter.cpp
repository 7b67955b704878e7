#include "input/line_cutter.h"

#include "assay/error.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace assay {

LineCutter::LineCutter(const std::string& path, const InputOptions& options)
    : source_(path, options.max_window_log),
      newline_(options.newline),
      max_line_(options.max_line),
      chunk_(std::max<std::size_t>(options.chunk_bytes, 1)) {}

/// What is left of the file, and a byte more to find its end, needs no buffer of a chunk.
std::size_t LineCutter::next_chunk() const {
  const std::uint64_t size = source_.size_guess();
  if (size == 0 || read_ > size) return chunk_;
  return static_cast<std::size_t>(std::min<std::uint64_t>(chunk_, size + 1 - read_));
}

std::string_view LineCutter::peek(std::size_t most) {
  while (filled_ < most && read_more()) {
  }
  return {data(), std::min(most, filled_)};
}

void LineCutter::skip(std::size_t bytes) {
  block_ += bytes;
  filled_ -= bytes;
}

void LineCutter::forget() {
  lines_before_ += lines_.size();
  lines_.clear();
  numbers_.clear();
  block_ += consumed_;
  filled_ -= consumed_;
  scanned_ = 0;
  consumed_ = 0;
}

std::size_t LineCutter::cut(std::size_t most_lines, std::size_t most_bytes) {
  forget();
  const auto is_full = [this, most_lines, most_bytes] {
    return lines_.size() >= most_lines || (!lines_.empty() && consumed_ >= most_bytes);
  };
  while (!is_full()) {
    heeds_quotes_ ? cut_quoted(is_full) : cut_plain(is_full);
    if (is_full()) break;
    refuse_long_line(filled_ - consumed_);
    if (read_more()) continue;
    take_last_line();
    break;
  }
  return lines_.size();
}

/// Cuts the lines that end in what has been read.
template <typename IsFull>
void LineCutter::cut_plain(const IsFull& is_full) {
  while (scanned_ < filled_) {
    const std::size_t end = std::min(filled_, scanned_ + NewlineFinder::kStretch);
    for (const std::size_t newline : newlines_({data(), filled_}, newline_, scanned_)) {
      add_line(newline);
      if (is_full()) return;
    }
    scanned_ = end;
  }
}

template <typename IsFull>
void LineCutter::cut_quoted(const IsFull& is_full) {
  while (!is_full()) {
    const char* const newline = find_newline();
    if (newline == nullptr) return;
    add_line(static_cast<std::size_t>(newline - data()));
  }
}

/// The next newline that is not quoted; nullptr, and all is scanned, if there is none.
const char* LineCutter::find_newline() {
  while (true) {
    const char* const from = data() + scanned_;
    const void* const found = std::memchr(from, newline_, filled_ - scanned_);
    const char* const end = found == nullptr ? data() + filled_ : static_cast<const char*>(found);
    if (std::count(from, end, '"') % 2 != 0) is_quoted_ = !is_quoted_;
    scanned_ = static_cast<std::size_t>(end - data());
    if (found == nullptr || !is_quoted_) return found == nullptr ? nullptr : end;
    ++quoted_ends_;
    ++scanned_;
  }
}

void LineCutter::add_line(std::size_t end) {
  refuse_long_line(end - consumed_);
  lines_.push_back({consumed_, end});
  count_line();
  consumed_ = scanned_ = end + 1;
}

void LineCutter::count_line() {
  if (!heeds_quotes_) return;
  numbers_.push_back(next_number_);
  next_number_ += 1 + std::exchange(quoted_ends_, 0);
  is_quoted_ = false;
}

void LineCutter::take_last_line() {
  if (filled_ == consumed_) return;
  const Span line{consumed_, filled_};
  if (lines_before_ == 0 && lines_.empty()) refuse_lone_cr({data() + line.begin, line.end});
  lines_.push_back(line);
  count_line();
  consumed_ = scanned_ = filled_;
}

const char* LineCutter::give(std::string& storage) {
  const std::size_t tail = filled_ - consumed_;
  if (consumed_ <= tail) {
    if (storage.size() < consumed_) storage.resize(consumed_);
    std::memcpy(storage.data(), data(), consumed_);
    return storage.data();
  }
  const std::size_t begin = block_;
  const std::size_t needed = tail + next_chunk() + kPadding;
  if (storage.size() < needed) storage.resize(needed);
  std::memcpy(storage.data(), data() + consumed_, tail);
  buffer_.swap(storage);
  block_ = consumed_ = scanned_ = 0;
  filled_ = tail;
  return storage.data() + begin;
}

bool LineCutter::read_more() {
  const std::size_t chunk = next_chunk();
  make_room(chunk);
  const std::size_t count = source_.read(buffer_.data() + block_ + filled_, chunk);
  filled_ += count;
  read_ += count;
  return count != 0;
}

/// Makes the buffer large enough for one more chunk.
void LineCutter::make_room(std::size_t chunk) {
  const std::size_t needed = filled_ + chunk + kPadding;
  if (block_ + needed <= buffer_.size()) return;
  if (block_ > 0) std::memmove(buffer_.data(), data(), filled_);
  block_ = 0;
  if (needed > buffer_.size()) buffer_.resize(std::max(needed, 2 * filled_));
}

void LineCutter::refuse_long() const {
  if (lines_before_ == 0 && lines_.empty()) refuse_lone_cr({data(), filled_});
  throw input_error("E-LINE-TOO-LONG",
                    fmt::format("{}:{}: the line has more than {} bytes",
                                shown_path(source_.path()), number(lines_.size()), max_line_),
                    "is this a text file? `--max-line` sets the limit");
}

/// Refuses the only line of a file when carriage returns seem to end its lines.
void LineCutter::refuse_lone_cr(std::string_view line) const {
  if (newline_ != '\n' || line.find('\n') != std::string_view::npos) return;
  const std::size_t inside = line.find('\r');
  if (inside == std::string_view::npos) return;
  if (line.find_first_not_of("\r \t", inside) == std::string_view::npos) return;
  throw input_error("E-CR",
                    shown_path(source_.path()) + ": carriage returns end the lines, not line feeds",
                    "use `--newline cr`");
}

}  // namespace assay
