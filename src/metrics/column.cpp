#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/metric.h"
#include "assay/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

// Scores that another program or a person gave, one per segment: COMET, ratings. The file has one
// line per segment; with several systems a first line names them, and tabs part the columns.

namespace assay {
namespace {

enum Cell : std::size_t { kSegments, kSum };

constexpr std::array<Column, 2> kColumns = {{{"segments"}, {"score", false}}};

/// The columns of a file, by system.
struct ScoreFile {
  std::vector<std::string> names;           ///< Empty: the file has no header and one column.
  std::vector<std::vector<double>> scores;  ///< [column][segment]
  std::vector<Warning> warnings;
};

std::vector<std::string_view> split_at_tabs(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    cells.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return cells;
}

/// Scores beyond this would make sums of squares overflow, and no one has such scores.
constexpr double kLargest = 1e100;
constexpr std::size_t kPathLimit = 4096;

bool parse_number(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::abs(value) <= kLargest;
}

class ScoreFileReader {
 public:
  explicit ScoreFileReader(std::string path) : path_(std::move(path)) {}

  ScoreFile operator()() {
    file_.warnings = read_lines(path_, {}, [this](std::string_view line, std::uint64_t number) {
      line_number_ = number;
      const auto cells = split_at_tabs(line);
      double ignored = 0;
      if (number == 1 && !parse_number(cells.front(), ignored)) {
        set_names(cells);
      } else {
        add(cells);
      }
    });
    if (!file_.scores.empty()) return std::move(file_);
    throw input_error("E-EMPTY", shown() + ": no scores", kHint);
  }

 private:
  static constexpr const char* kHint = "give one number per segment and system, with tabs between";

  void set_names(const std::vector<std::string_view>& cells) {
    for (const std::string_view cell : cells) {
      if (std::ranges::find(file_.names, cell) != file_.names.end()) {
        fail("E-HEADER", fmt::format("two columns are called '{}'", escape(cell)));
      }
      file_.names.emplace_back(cell);
    }
    file_.scores.resize(cells.size());
  }

  void add(const std::vector<std::string_view>& cells) {
    if (file_.scores.empty()) file_.scores.resize(1);
    if (cells.size() != file_.scores.size()) {
      fail("E-COLUMNS", fmt::format("{} columns instead of {}", cells.size(), file_.scores.size()));
    }
    for (std::size_t c = 0; c < cells.size(); ++c) {
      double value = 0;
      if (!parse_number(cells[c], value)) {
        fail("E-NUMBER", fmt::format("'{}' is not a score", escape(cells[c])));
      }
      file_.scores[c].push_back(value);
    }
  }

  std::string shown() const { return escape(path_, kPathLimit); }

  [[noreturn]] void fail(const std::string& code, const std::string& what) const {
    throw input_error(code, fmt::format("{}:{}: {}", shown(), line_number_, what), kHint);
  }

  std::string path_;
  std::uint64_t line_number_ = 0;
  ScoreFile file_;
};

Error wrong_count(const std::string& path, std::size_t scores, std::uint64_t segments) {
  return input_error(
      "E-COUNT",
      fmt::format("{}: {} scores for {} segments", escape(path, kPathLimit), scores, segments),
      "give one line per segment");
}

class ScoreColumn : public Metric {
 public:
  explicit ScoreColumn(const Options& options) : path_(options["file"]) {
    if (path_.empty()) {
      throw usage_error("E-VALUE", "column needs a file of scores", "write column:file=SCORES.tsv");
    }
    file_ = ScoreFileReader(path_)();
  }

  std::span<const assay::Column> columns() const override { return kColumns; }
  std::unique_ptr<Measurer> measurer() const override;

  double score(Row totals) const override {
    return totals[kSegments] > 0 ? totals[kSum] / totals[kSegments] : 0;
  }

  std::vector<Detail> details(Row /*totals*/) const override { return {}; }

  std::vector<Warning> warnings(Row /*totals*/) const override { return file_.warnings; }

  void check_segments(std::uint64_t segments) const override {
    const std::size_t scores = file_.scores.front().size();
    if (scores != segments) throw wrong_count(path_, scores, segments);
  }

  /// The scores of a system, by its name; a file without a header serves a single system.
  std::span<const double> scores_of(std::string_view system, std::size_t systems) const {
    if (file_.names.empty() && systems == 1 && file_.scores.size() == 1) return file_.scores[0];
    const auto found = std::ranges::find(file_.names, system);
    if (found != file_.names.end()) {
      return file_.scores[static_cast<std::size_t>(found - file_.names.begin())];
    }
    throw input_error("E-HEADER",
                      fmt::format("{}: no column '{}'", escape(path_, kPathLimit), escape(system)),
                      "name the systems in the first line, with tabs between");
  }

  double at(std::span<const double> scores, std::uint64_t segment) const {
    if (segment >= scores.size()) throw wrong_count(path_, scores.size(), segment + 1);
    return scores[segment];
  }

 private:
  std::string path_;
  ScoreFile file_;
};

class ScoreColumnMeasurer : public Measurer {
 public:
  explicit ScoreColumnMeasurer(const ScoreColumn& metric) : metric_(metric) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    for (std::size_t h = scores_.size(); h < rows.size(); ++h) {
      scores_.push_back(metric_.scores_of(segment.system_name(h), rows.size()));
    }
    for (std::size_t h = 0; h < rows.size(); ++h) {
      rows[h][kSegments] = 1;
      rows[h][kSum] = metric_.at(scores_[h], segment.index());
    }
  }

 private:
  const ScoreColumn& metric_;
  std::vector<std::span<const double>> scores_;  ///< [system]
};

std::unique_ptr<Measurer> ScoreColumn::measurer() const {
  return std::make_unique<ScoreColumnMeasurer>(*this);
}

std::string canonical_better(std::string_view value) {
  static const std::vector<std::string> choices = {"higher", "lower"};
  return canonical_choice(value, choices);
}

constexpr std::array<OptionInfo, 2> kOptions = {{
    {"file", "", "one score per segment; with several systems tabs and a header of their names",
     &canonical_path},
    {"better", "higher", "higher or lower: which scores are better", &canonical_better},
}};

}  // namespace

extern constinit const MetricInfo kColumn = {
    .name = "column",
    .title = "column",
    .summary = "scores from elsewhere, one per segment: their mean",
    .scale = Scale::kOne,
    .better = Better::kHigher,
    .options = kOptions,
    .needs_file = true,
    .equals = [](const Options& /*options*/) -> std::string { return ""; },
    .make = [](const MetricInfo& /*info*/, const Options& options, FormSet& /*forms*/)
        -> std::unique_ptr<Metric> { return std::make_unique<ScoreColumn>(options); },
};

}  // namespace assay
