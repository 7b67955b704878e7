#include "input/text_source.h"

#include "assay/text.h"

#include "input/marks.h"
#include "input/text_store.h"
#include "input/unescape.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace assay {
namespace {

bool contains(std::string_view bytes, char wanted) {
  return !bytes.empty() && std::memchr(bytes.data(), wanted, bytes.size()) != nullptr;
}

/// right_strip() with a short way for the usual line, which ends in a visible ASCII character.
std::string_view stripped(std::string_view line) {
  if (line.empty()) return line;
  const auto last = static_cast<unsigned char>(line.back());
  return last > 0x20 && last < 0x80 ? line : right_strip(line);
}

}  // namespace

void TextSource::read(std::string& storage, Segments& out) {
  const ByteFacts facts = byte_facts(lines().bytes());
  const bool is_valid = check_utf8(facts.is_utf8);
  look_for_oddities(facts);
  out.clear();
  if (is_valid && !options().unescape && options().normalize.empty()) {
    read_as_is(storage, out);
  } else {
    rewrite(is_valid, storage, out);
  }
}

void TextSource::read_as_is(std::string& storage, Segments& out) {
  const char* const bytes = lines().give(storage);
  out.are_lines = options().newline == '\n';
  out.texts.resize(lines().size());
  std::string_view* next = out.texts.data();
  for (const Span& span : lines().spans()) {
    *next++ = stripped({bytes + span.begin, span.end - span.begin});
  }
}

void TextSource::rewrite(bool is_valid, std::string& storage, Segments& out) {
  TextStore store(storage, options().normalize);
  for (std::size_t i = 0; i < lines().size(); ++i) {
    std::string repaired;
    std::string_view text = lines()[i];
    if (!is_valid) text = repaired = repair(text, lines().number(i));
    text = stripped(text);
    store.append(options().unescape ? unescape(text) : text);
  }
  store.view(out.texts);
}

void TextSource::look_for_oddities(const ByteFacts& facts) {
  if (nul_line_ == 0 && facts.has_nul) find_nul();
  if (inner_mark_line_ == 0) find_inner_mark();
  if (options().newline == '\n' && facts.has_carriage_return) count_carriage_returns();
}

void TextSource::find_nul() {
  std::size_t i = 0;
  while (!contains(lines()[i], '\0')) ++i;
  nul_line_ = lines().number(i);
}

void TextSource::find_inner_mark() {
  for (std::size_t i = 0; i < lines().size(); ++i) {
    const std::string_view line = lines()[i];
    if (line.empty() || line.front() != kByteOrderMark.front()) continue;
    if (!line.starts_with(kByteOrderMark) || lines().number(i) == 1) continue;
    inner_mark_line_ = lines().number(i);
    return;
  }
}

/// A carriage return at the end of a line is dropped with other white space and not counted.
void TextSource::count_carriage_returns() {
  for (std::size_t i = 0; i < lines().size(); ++i) {
    const std::string_view line = lines()[i];
    if (!contains(line, '\r')) continue;
    has_crlf_ = has_crlf_ || line.ends_with('\r');
    const std::size_t end = line.find_last_not_of("\r \t") + 1;
    const auto count = std::ranges::count(line.substr(0, end), '\r');
    if (count > 0 && carriage_returns_ == 0) carriage_return_line_ = lines().number(i);
    carriage_returns_ += static_cast<std::uint64_t>(count);
  }
}

std::vector<Warning> TextSource::warnings() const {
  std::vector<Warning> warnings = SegmentSource::warnings();
  if (inner_mark_line_ > 0) {
    warnings.push_back(warning("W-BOM-INNER", inner_mark_line_,
                               "a byte order mark inside the file was kept as U+FEFF; were files "
                               "joined that each begin with one?"));
  }
  if (nul_line_ > 0) {
    warnings.push_back(warning("W-NUL", nul_line_, "a NUL byte was kept; is this a text file?"));
  }
  if (carriage_returns_ > 0) {
    warnings.push_back(warning(
        "W-CR", carriage_return_line_,
        fmt::format("{} lone carriage {} inside lines {} kept as white space, the first of them "
                    "here",
                    carriage_returns_, carriage_returns_ == 1 ? "return" : "returns",
                    carriage_returns_ == 1 ? "was" : "were")));
  }
  return warnings;
}

}  // namespace assay
