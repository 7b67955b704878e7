#include "input/csv_record.h"

#include <algorithm>

namespace assay {
namespace {

CsvFault fault_at(std::string_view record, std::size_t offset, const char* what) {
  const std::string_view before = record.substr(0, offset);
  const auto lines = static_cast<std::uint64_t>(std::ranges::count(before, '\n'));
  const std::size_t newline = before.rfind('\n');
  return {lines, newline == std::string_view::npos ? offset + 1 : offset - newline, what};
}

/// Takes the quoted cell that begins at `offset`; what is behind its last quote.
std::size_t take_quoted(std::string_view record, std::size_t offset, std::string& cell) {
  const std::size_t open = offset++;
  while (true) {
    const std::size_t quote = record.find('"', offset);
    if (quote == std::string_view::npos) {
      throw fault_at(record, open, "a quotation mark is opened here and never closed");
    }
    cell += record.substr(offset, quote - offset);
    offset = quote + 1;
    if (offset == record.size() || record[offset] != '"') return offset;
    cell += '"';
    ++offset;
  }
}

std::size_t take_plain(std::string_view record, std::size_t offset, std::string& cell) {
  const std::size_t end = std::min(record.find(',', offset), record.size());
  cell = record.substr(offset, end - offset);
  const std::size_t quote = cell.find('"');
  if (quote != std::string::npos) {
    throw fault_at(record, offset + quote, "a quotation mark inside a text without quotes");
  }
  return end;
}

}  // namespace

void split_csv_record(std::string_view record, std::vector<std::string>& cells) {
  if (record.ends_with('\r')) record.remove_suffix(1);
  cells.clear();
  std::size_t offset = 0;
  while (true) {
    std::string cell;
    const bool is_quoted = offset < record.size() && record[offset] == '"';
    offset = is_quoted ? take_quoted(record, offset, cell) : take_plain(record, offset, cell);
    cells.push_back(std::move(cell));
    if (offset == record.size()) return;
    if (record[offset] != ',') {
      throw fault_at(record, offset, "text behind a closing quotation mark");
    }
    ++offset;
  }
}

}  // namespace assay
