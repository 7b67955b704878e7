#include "input/segment_source.h"

#include "assay/error.h"
#include "assay/text.h"

#include "input/foreign_format.h"
#include "input/marks.h"
#include "input/segment_format.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kLookedAt = 64;
constexpr std::size_t kFewestPairs = 4;
constexpr std::size_t kBytesShown = 8;

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at)) {
    at += part.size();
    ++count;
  }
  return count;
}

/// Whether nearly every other byte is NUL, as in the UTF-16 of a European language.
bool has_alternating_nuls(std::string_view bytes) {
  std::size_t even = 0;
  std::size_t odd = 0;
  const std::size_t pairs = bytes.size() / 2;
  for (std::size_t i = 0; i < pairs; ++i) {
    even += bytes[2 * i] == '\0' ? 1U : 0U;
    odd += bytes[2 * i + 1] == '\0' ? 1U : 0U;
  }
  return pairs >= kFewestPairs && std::max(even, odd) * 4 >= pairs * 3 && std::min(even, odd) == 0;
}

bool is_utf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ||
         has_alternating_nuls(bytes);
}

/// The first bytes in hexadecimal, with "…" when there are more.
std::string hexadecimal(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes.substr(0, kBytesShown)) {
    if (!text.empty()) text += ' ';
    text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  }
  return bytes.size() > kBytesShown ? text + " …" : text;
}

}  // namespace

void Segments::clear() {
  texts.clear();
  references.clear();
  reference_begin.clear();
  ids.clear();
  groups.clear();
  places.clear();
  are_lines = false;
}

SegmentSource::SegmentSource(const InputFile& file, const InputOptions& options)
    : options_(options), lines_(file.path, options) {
  look_at_first_bytes();
}

void SegmentSource::look_at_first_bytes() {
  const std::string_view bytes = lines_.peek(kForeignBytes);
  refuse_foreign_format(bytes, lines_.source().packing(), shown());
  if (is_utf16(bytes.substr(0, kLookedAt))) {
    const std::string file = lines_.source().path() == "-" ? "FILE" : shown();
    throw input_error("E-UTF16", shown() + ": is UTF-16, not UTF-8",
                      fmt::format("`iconv -f UTF-16 -t UTF-8 {}`", file));
  }
  has_mark_ = bytes.starts_with(kByteOrderMark);
  if (has_mark_) lines_.skip(kByteOrderMark.size());
}

std::string SegmentSource::place(std::size_t i) const {
  return fmt::format("{}:{}", shown(), lines_.number(i));
}

bool SegmentSource::check_utf8() const {
  return check_utf8(is_utf8(lines_.bytes()));
}

bool SegmentSource::check_utf8(bool is_well_formed) const {
  if (is_well_formed) return true;
  if (options_.replace_invalid) return false;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const std::string_view line = lines_[i];
    const std::size_t offset = find_invalid_utf8(line);
    if (offset == kNoOffset) continue;
    const bool behind_mark = has_mark_ && lines_.number(i) == 1;
    const std::size_t column = offset + 1 + (behind_mark ? kByteOrderMark.size() : 0);
    throw input_error("E-UTF8",
                      fmt::format("{}:{}: byte {} is not UTF-8: {}", shown(), lines_.number(i),
                                  column, hexadecimal(line.substr(offset))),
                      "convert the file with iconv, or use `--invalid replace`");
  }
  return true;
}

std::string SegmentSource::repair(std::string_view line, std::uint64_t number) {
  std::string repaired = replace_invalid_utf8(line);
  count_replaced(count_of(repaired, kReplacement) - count_of(line, kReplacement), number);
  return repaired;
}

void SegmentSource::count_replaced(std::uint64_t count, std::uint64_t number) {
  if (replaced_ == 0 && count > 0) first_replaced_line_ = number;
  replaced_ += count;
}

Warning SegmentSource::warning(std::string code, std::uint64_t line, std::string message) const {
  return {.code = std::move(code), .file = path(), .line = line, .message = std::move(message)};
}

/// Pipes and files without a usual suffix promise nothing.
bool SegmentSource::is_misnamed() const {
  const Packing promised = promised_packing(path());
  const bool is_promise = promised != Packing::kNone || path().ends_with(".txt") ||
                          format_of(path(), {}) != InputFormat::kText;
  return is_promise && promised != lines_.source().packing();
}

std::vector<Warning> SegmentSource::warnings() const {
  std::vector<Warning> warnings;
  if (is_misnamed()) {
    const std::string_view name = packing_name(lines_.source().packing());
    warnings.push_back(
        warning("W-EXT", 0, fmt::format("the file is {}, which its name does not tell", name)));
  }
  if (has_mark_) {
    warnings.push_back(warning("W-BOM", 1, "a byte order mark at the start was removed"));
  }
  if (replaced_ > 0) {
    warnings.push_back(
        warning("W-UTF8", first_replaced_line_,
                fmt::format("U+FFFD replaces {} ill-formed {}, the first of them here", replaced_,
                            replaced_ == 1 ? "sequence" : "sequences")));
  }
  return warnings;
}

}  // namespace assay
