#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What is wrong with a record of CSV, and where.
class CsvFault : public std::runtime_error {
 public:
  /// `line` is 0 in the first line of the record; `column` is a 1-based byte within the line.
  CsvFault(std::uint64_t line, std::size_t column, const char* what)
      : std::runtime_error(what), line_(line), column_(column) {}

  std::uint64_t line() const noexcept { return line_; }
  std::size_t column() const noexcept { return column_; }

 private:
  std::uint64_t line_;
  std::size_t column_;
};

/// Replaces `cells` by those of a record without the line end behind it: RFC 4180, with a line feed
/// or CR LF as the end of a line. Throws CsvFault.
void split_csv_record(std::string_view record, std::vector<std::string>& cells);

}  // namespace assay
