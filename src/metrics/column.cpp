#include "assay/error.h"
#include "assay/metric.h"
#include "assay/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>

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

bool parse_number(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

class ScoreFileReader {
 public:
  explicit ScoreFileReader(const std::string& path) : path_(path), stream_(path) {
    if (stream_) return;
    throw input_error("E-NOENT", fmt::format("cannot open {}", escape(path, kPathLimit)));
  }

  ScoreFile operator()() {
    for (std::string line; std::getline(stream_, line);) {
      ++line_number_;
      if (line.ends_with('\r')) line.pop_back();
      const auto cells = split_at_tabs(line);
      double ignored = 0;
      if (line_number_ == 1 && !parse_number(cells.front(), ignored)) {
        file_.names.assign(cells.begin(), cells.end());
        file_.scores.resize(cells.size());
      } else {
        add(cells);
      }
    }
    return std::move(file_);
  }

 private:
  static constexpr std::size_t kPathLimit = 4096;

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

  [[noreturn]] void fail(const std::string& code, const std::string& what) const {
    throw input_error(code, fmt::format("{}:{}: {}", escape(path_, kPathLimit), line_number_, what),
                      "give one finite number per segment and system, with tabs between");
  }

  std::string path_;
  std::ifstream stream_;
  std::size_t line_number_ = 0;
  ScoreFile file_;
};

Error wrong_count(const std::string& path, std::size_t scores, std::uint64_t segments) {
  return input_error(
      "E-COUNT", fmt::format("{} has {} scores for {} segments", escape(path), scores, segments),
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

  void check_segments(std::uint64_t segments) const override {
    const std::size_t scores = file_.scores.empty() ? 0 : file_.scores.front().size();
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
                      fmt::format("{} has no column '{}'", escape(path_), escape(system)),
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

std::string canonical_path(std::string_view value) {
  return std::string(value);
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
