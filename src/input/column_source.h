#pragma once

#include "assay/error.h"

#include "input/collected_texts.h"
#include "input/segment_checks.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A table with a header line: TSV, which has no quoting, or CSV by RFC 4180. One record is one
/// segment; columns are found by their names. Texts are passed on unchanged but for normalization
/// and, in TSV, --unescape.
class ColumnSource : public SegmentSource {
 public:
  enum class Dialect { kTsv, kCsv };

  /// Reads the header. `hyp_columns` are the systems of the file; none if it brings only
  /// references. Throws E-HEADER for columns that are missing or stand twice.
  ColumnSource(const InputFile& file, const InputOptions& options, Dialect dialect,
               const std::vector<std::string>& hyp_columns, References references);

  void read(std::string& storage, Segments& out) override;
  std::vector<Warning> warnings() const override;

 private:
  static constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

  void read_header();
  void split(std::string_view record, std::uint64_t number);
  std::size_t column(const std::string& name) const;
  Error header_error(const std::string& name, const std::string& what) const;
  void check_columns(std::uint64_t number, const TellPlace& place) const;

  Dialect dialect_;
  std::vector<std::string> header_;
  std::vector<std::string> cells_;  ///< Of the record being read.
  std::vector<std::size_t> hypotheses_;
  std::vector<std::size_t> references_;
  std::size_t id_ = kNoColumn;
  std::size_t group_ = kNoColumn;
  bool has_references_ = false;
  std::uint64_t quote_line_ = 0;  ///< The first line of TSV in which a cell begins with a quote.
  UniqueIds ids_;
};

}  // namespace assay
