#pragma once

#include "assay/evaluate.h"

#include "unit/temp_files.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

/// Scoring texts that a test holds in memory, through the files that users give.
namespace assay::testing {

using Texts = std::vector<std::string>;

/// Several references for every segment, from streams as files have them: [reference][segment].
inline std::vector<Texts> by_segment(const std::vector<Texts>& streams) {
  std::vector<Texts> references(streams.front().size());
  for (const Texts& stream : streams) {
    for (std::size_t i = 0; i < stream.size(); ++i) references[i].push_back(stream[i]);
  }
  return references;
}

/// JSONL files that live as long as the object: one per system, the first with the references.
class TextCorpus {
 public:
  /// `systems` are [system][segment], `references` are [segment][reference].
  TextCorpus(const std::vector<Texts>& systems, const std::vector<Texts>& references) {
    for (std::size_t s = 0; s < systems.size(); ++s) {
      std::string lines;
      for (std::size_t i = 0; i < systems[s].size(); ++i) {
        nlohmann::json line = {{"prediction", systems[s][i]}};
        if (s == 0) line["references"] = references.at(i);
        lines += line.dump() + "\n";
      }
      const std::string name = "system" + std::to_string(s);
      files_.systems.push_back({folder_.write(name + ".jsonl", lines), name});
    }
    input_.var_refs = true;
  }

  const CorpusFiles& files() const { return files_; }
  const InputOptions& input() const { return input_; }

  Report report(const std::vector<std::string>& specs, const EvaluateOptions& options = {}) const {
    std::vector<MetricSpec> parsed;
    for (const std::string& spec : specs) parsed.push_back(MetricSpec::parse(spec));
    return evaluate(files_, input_, parsed, options);
  }

  /// The score of the first system.
  Score score(const std::string& spec) const { return report({spec}).systems[0].scores[0]; }

 private:
  TempFolder folder_;
  CorpusFiles files_;
  InputOptions input_;
};

/// The values of a detail; none if there is no such detail.
inline std::vector<double> detail(const Score& score, std::string_view name) {
  const auto found = std::ranges::find(score.details, name, &Detail::name);
  return found == score.details.end() ? std::vector<double>() : found->values;
}

/// How many numbers each segment has for a system.
inline std::size_t width_of(const Report& report) {
  std::size_t width = 0;
  for (const MetricColumn& metric : report.metrics) width += metric.segment_fields.size();
  return width;
}

/// A cell of the segment scores: the first metric's first field is field 0.
inline double cell(const Report& report, std::size_t segment, std::size_t system,
                   std::size_t field) {
  const std::size_t row = segment * report.systems.size() + system;
  return report.segment_scores.cells.at(row * width_of(report) + field);
}

}  // namespace assay::testing
