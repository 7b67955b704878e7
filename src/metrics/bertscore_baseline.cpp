#include "metrics/bertscore_baseline.h"

#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/text.h"

#include "modules/sha256.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kPathLimit = 4096;
constexpr std::string_view kHeader = "LAYER,P,R,F";

[[noreturn]] void fail(const std::string& path, std::size_t line, const std::string& what) {
  throw input_error("E-RESCALE", fmt::format("{}:{}: {}", escape(path, kPathLimit), line, what),
                    "give a table of bert_score: LAYER,P,R,F and one line per layer");
}

/// Four numbers with commas between.
std::array<double, 4> parse_row(const std::string& path, std::size_t number,
                                std::string_view line) {
  std::array<double, 4> cells{};
  const char* place = line.data();
  const char* end = place + line.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto [stop, error] = std::from_chars(place, end, cells[i]);
    const bool is_last = i + 1 == cells.size();
    const bool ends_well = is_last ? stop == end : stop != end && *stop == ',';
    if (error != std::errc() || !ends_well || !std::isfinite(cells[i])) {
      fail(path, number, fmt::format("'{}' is not four numbers", escape(line)));
    }
    place = stop + (is_last ? 0 : 1);
  }
  return cells;
}

BaselineScores baseline_of(const std::string& path, int layer, std::size_t number,
                           const std::array<double, 4>& cells) {
  BaselineScores baseline{{cells[1], cells[2], cells[3]}, {}};
  for (const double value : baseline.values) {
    if (value >= 1) fail(path, number, "a baseline of 1 or more leaves no scale");
  }
  if (cells[0] != layer) {
    baseline.warnings.push_back(
        {.code = "W-BASELINE",
         .file = path,
         .line = number,
         .message = fmt::format("row {} is used for layer {}, as bert_score does, but says {}",
                                layer, layer, cells[0])});
  }
  return baseline;
}

}  // namespace

BaselineScores read_baseline(const std::string& path, int layer) {
  std::optional<BaselineScores> found;
  std::uint64_t lines = 0;
  std::vector<Warning> warnings =
      read_lines(path, {}, [&](std::string_view line, std::uint64_t number) {
        lines = number;
        if (number == 1 && line != kHeader) fail(path, 1, "the header is not LAYER,P,R,F");
        if (number == 1 || found) return;
        const std::array<double, 4> cells = parse_row(path, number, line);
        if (number != static_cast<std::uint64_t>(layer) + 2) return;
        found = baseline_of(path, layer, number, cells);
      });
  if (!found) fail(path, lines, fmt::format("there is no row for layer {}", layer));
  std::ranges::move(warnings, std::back_inserter(found->warnings));
  return *found;
}

std::string digest_of(const BaselineScores& baseline) {
  Sha256 digest;
  for (const double value : baseline.values) digest.add(fmt::format("{}\n", value));
  return digest.abbreviated();
}

}  // namespace assay
