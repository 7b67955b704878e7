#include "input/column_source.h"

#include "assay/registry.h"
#include "assay/text.h"

#include "input/csv_record.h"
#include "input/unescape.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

void split_at_tabs(std::string_view record, std::vector<std::string>& cells) {
  if (record.ends_with('\r')) record.remove_suffix(1);
  cells.clear();
  while (true) {
    const std::size_t tab = record.find('\t');
    cells.emplace_back(record.substr(0, tab));
    if (tab == std::string_view::npos) return;
    record.remove_prefix(tab + 1);
  }
}

std::string counted(std::size_t columns) {
  return fmt::format("{} column{}", columns, columns == 1 ? "" : "s");
}

}  // namespace

ColumnSource::ColumnSource(const InputFile& file, const InputOptions& options, Dialect dialect,
                           const std::vector<std::string>& hyp_columns, References references)
    : SegmentSource(file, options), dialect_(dialect) {
  if (dialect == Dialect::kCsv) lines().heed_quotes();
  if (cut_header(1) == 0) return;
  read_header();
  for (const std::string& name : hyp_columns) hypotheses_.push_back(column(name));
  const auto& wanted = options.ref_fields;
  const bool are_there = std::ranges::all_of(wanted, [this](const std::string& name) {
    return std::ranges::find(header_, name) != header_.end();
  });
  has_references_ = references != References::kIgnored;
  if (references == References::kRequired || (has_references_ && are_there)) {
    for (const std::string& name : wanted) references_.push_back(column(name));
  }
  if (!options.id_field.empty()) id_ = column(options.id_field);
  if (!options.group_field.empty()) group_ = column(options.group_field);
}

void ColumnSource::read_header() {
  const bool is_valid = check_utf8();
  split(is_valid ? std::string(lines()[0]) : repair(lines()[0], 1), 1);
  header_ = cells_;
}

void ColumnSource::split(std::string_view record, std::uint64_t number) {
  if (dialect_ == Dialect::kTsv) {
    split_at_tabs(record, cells_);
    const bool has_quote =
        std::ranges::any_of(cells_, [](const std::string& cell) { return cell.starts_with('"'); });
    if (has_quote && quote_line_ == 0) quote_line_ = number;
  } else {
    try {
      split_csv_record(record, cells_);
    } catch (const CsvFault& fault) {
      throw input_error(
          "E-CSV",
          fmt::format("{}:{}:{}: {}", shown(), number + fault.line(), fault.column(), fault.what()),
          "quote a text with commas, quotes or line ends, and double the quotes in it");
    }
  }
}

std::size_t ColumnSource::column(const std::string& name) const {
  const auto count = std::ranges::count(header_, name);
  if (count > 1) throw header_error(name, "stands twice in the header");
  if (count == 0) throw header_error(name, "is not in the header");
  return static_cast<std::size_t>(std::ranges::find(header_, name) - header_.begin());
}

Error ColumnSource::header_error(const std::string& name, const std::string& what) const {
  std::string seen;
  for (const std::string& cell : header_) seen += (seen.empty() ? "'" : ", '") + escape(cell) + "'";
  std::string hint = did_you_mean(name, header_);
  const std::string_view others = dialect_ == Dialect::kTsv ? ",;" : ";\t";
  if (header_.size() == 1 && header_[0].find_first_of(others) != std::string::npos) {
    hint += "is the separator another one? ";
  }
  return {ExitCode::kInput,
          {"E-HEADER", fmt::format("{}:1: column '{}' {}", shown(), escape(name), what),
           "columns: " + seen,
           hint + "the first line names the columns; --hyp-field and --ref-field choose them"}};
}

void ColumnSource::check_columns(std::uint64_t number, const TellPlace& place) const {
  if (cells_.size() == header_.size()) return;
  const bool is_blank = cells_.size() == 1 && cells_[0].empty();
  throw input_error("E-COLUMNS",
                    fmt::format("{}: {} here but {} in the header", place(), counted(cells_.size()),
                                header_.size()),
                    is_blank && number > 1 ? "remove the blank line"
                                           : "see whether a text has a "
                                             "separator in it");
}

void ColumnSource::read(std::string& storage, Segments& out) {
  const bool is_valid = check_utf8();
  out.clear();
  TextStore store(storage, options().normalize);
  CollectedTexts texts(store);
  const bool unescapes = dialect_ == Dialect::kTsv && options().unescape;
  const auto text = [&](std::size_t c) { return unescapes ? unescape(cells_[c]) : cells_[c]; };
  for (std::size_t i = 0; i < lines().size(); ++i) {
    const std::uint64_t number = lines().number(i);
    const auto here = [this, i] { return place(i); };
    split(is_valid ? std::string(lines()[i]) : repair(lines()[i], number), number);
    check_columns(number, here);
    for (const std::size_t c : hypotheses_) texts.add_hypothesis(text(c));
    for (const std::size_t c : references_) texts.add_reference(text(c));
    texts.end_segment();
    if (group_ != kNoColumn) out.groups.push_back(cells_[group_]);
    if (id_ == kNoColumn) continue;
    ids_.add(cells_[id_], here, number);
    out.ids.push_back(cells_[id_]);
  }
  texts.give(has_references_, out);
}

std::vector<Warning> ColumnSource::warnings() const {
  std::vector<Warning> warnings = SegmentSource::warnings();
  if (quote_line_ > 0) {
    warnings.push_back(warning("W-TSV-QUOTE", quote_line_,
                               "a cell begins with a quotation mark, which is text in TSV; is this "
                               "CSV with tabs?"));
  }
  return warnings;
}

}  // namespace assay
