#include "rouge155/run.h"

#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

using Averaging = Rouge155Options::Averaging;

/// The text of a peer or a model.
std::string read_for(const Rouge155Evaluation& evaluation, const std::string& path) {
  try {
    return read_file(path);
  } catch (const Error& error) {
    Problem problem = error.problem();
    if (problem.detail.empty()) {
      problem.detail = fmt::format("needed by evaluation {}", escape(evaluation.id));
    }
    throw Error(error.exit_code(), std::move(problem));
  }
}

/// Scores evaluation after evaluation.
class Run {
 public:
  Run(std::shared_ptr<const WordLists> lists, const Rouge155Options& options,
      std::vector<std::string> systems)
      : options_(options), cutter_(std::move(lists), options.cutting) {
    for (std::string& name : systems) result_.systems.push_back({.name = std::move(name)});
  }

  void add(const Rouge155Evaluation& evaluation) {
    cutter_.clear_if_large();
    read_models(evaluation);
    for (Rouge155System& system : result_.systems) {
      const auto peer = std::ranges::find(evaluation.peers, system.name, &Rouge155Peer::system);
      if (peer != evaluation.peers.end()) {
        const Rouge155Text text = read(peer->path, evaluation, options_.stems_peers);
        system.documents.push_back(
            {fmt::format("{}.{}", evaluation.id, system.name), values_of(text)});
      } else {
        warn("W-PEER", fmt::format("system {} has no text for evaluation {}, which its averages "
                                   "leave out",
                                   escape(system.name), escape(evaluation.id)));
      }
    }
  }

  Rouge155Result finish() {
    for (Rouge155System& system : result_.systems) {
      std::ranges::sort(system.documents, {}, &Rouge155Document::key);
    }
    if (options_.averaging != Averaging::kSums) add_averages();
    return std::move(result_);
  }

 private:
  Rouge155Text read(const std::string& path, const Rouge155Evaluation& evaluation, bool stems) {
    const std::string bytes = read_for(evaluation, path);
    return cutter_(sentences_of(bytes, evaluation.format), stems);
  }

  void read_models(const Rouge155Evaluation& evaluation) {
    plain_models_.clear();
    stemmed_models_.clear();
    const bool differs = options_.stems_models && !options_.stems_peers;
    for (const std::string& path : evaluation.models) {
      plain_models_.push_back(read(path, evaluation, options_.stems_peers));
      if (differs) stemmed_models_.push_back(read(path, evaluation, true));
      if (weighs_runs() && plain_models_.back().tokens.empty()) {
        warn("W-MODEL", fmt::format("{} has no tokens, so ROUGE-W is 0 for it; ROUGE-1.5.5 would "
                                    "divide by zero and stop",
                                    escape(path)));
      }
    }
  }

  bool weighs_runs() const {
    return std::ranges::any_of(options_.columns, [](const Rouge155Options::Column& column) {
      return column.kind.unit == Rouge155Kind::Unit::kWeightedLcs;
    });
  }

  Rouge155Model model(std::size_t m) const {
    return {&plain_models_[m], stemmed_models_.empty() ? &plain_models_[m] : &stemmed_models_[m]};
  }

  std::vector<Triple> values_of(const Rouge155Text& peer) {
    std::vector<Triple> values;
    std::vector<Rouge155Counts> counts(plain_models_.size());
    for (const Rouge155Options::Column& column : options_.columns) {
      for (std::size_t m = 0; m < counts.size(); ++m) {
        counts[m] = counter_(column.kind, peer, model(m), cutter_.vocabulary_size());
      }
      values.push_back(value_of(column.kind, combine(counts, options_.choice)));
    }
    return values;
  }

  Triple value_of(const Rouge155Kind& kind, const Rouge155Counts& counts) const {
    if (options_.averaging != Averaging::kScores) return {counts.model, counts.peer, counts.hits};
    const Rouge155Score score = score_of(kind, counts, options_.alpha);
    return {score.recall, score.precision, score.f};
  }

  Triple sample_value(const Triple& sum, std::size_t documents) const {
    if (options_.averaging == Averaging::kScores) {
      const auto n = static_cast<double>(documents);
      return {sum[0] / n, sum[1] / n, sum[2] / n};
    }
    const auto [model, peer, hits] = sum;
    const double recall = model > 0 ? hits / model : 0;
    const double precision = peer > 0 ? hits / peer : 0;
    return {recall, precision, f_of(precision, recall, options_.alpha)};
  }

  /// Systems with as many documents share the samples.
  void add_averages() {
    std::map<std::size_t, std::vector<Rouge155System*>> by_size;
    for (Rouge155System& system : result_.systems) {
      by_size[system.documents.size()].push_back(&system);
    }
    for (const auto& [size, systems] : by_size) {
      std::vector<std::vector<Triple>> tables;
      for (const Rouge155System* system : systems) append_tables(*system, tables);
      const auto averages = rouge155_averages(
          tables, [this](const Triple& sum, std::size_t n) { return sample_value(sum, n); },
          options_.resampling);
      auto next = averages.begin();
      for (Rouge155System* system : systems) {
        const auto end = next + static_cast<std::ptrdiff_t>(options_.columns.size());
        system->averages.assign(next, end);
        next = end;
      }
    }
  }

  void append_tables(const Rouge155System& system, std::vector<std::vector<Triple>>& tables) const {
    for (std::size_t c = 0; c < options_.columns.size(); ++c) {
      std::vector<Triple>& table = tables.emplace_back();
      for (const Rouge155Document& document : system.documents) table.push_back(document.values[c]);
    }
  }

  void warn(std::string code, std::string message) {
    result_.warnings.push_back({std::move(code), "", 0, std::move(message)});
  }

  const Rouge155Options& options_;
  Rouge155Cutter cutter_;
  Rouge155Counter counter_;
  std::vector<Rouge155Text> plain_models_;
  std::vector<Rouge155Text> stemmed_models_;  ///< Empty unless they differ from those.
  Rouge155Result result_;
};

std::vector<std::string> systems_of(const Rouge155Evaluations& evaluations,
                                    const Rouge155Options& options) {
  std::set<std::string> found;
  for (const Rouge155Evaluation& evaluation : evaluations) {
    for (const Rouge155Peer& peer : evaluation.peers) found.insert(peer.system);
  }
  std::vector<std::string> names(found.begin(), found.end());
  if (!options.system) return names;
  if (found.contains(*options.system)) return {*options.system};
  throw usage_error("E-NO-SYSTEM",
                    fmt::format("no evaluation has a system '{}'", escape(*options.system)),
                    fmt::format("{}the systems are: {}", did_you_mean(*options.system, names),
                                escape(fmt::format("{}", fmt::join(names, ", ")))));
}

}  // namespace

Rouge155Result run_rouge155(const Rouge155Evaluations& evaluations,
                            std::shared_ptr<const WordLists> lists,
                            const Rouge155Options& options) {
  Run run(std::move(lists), options, systems_of(evaluations, options));
  for (const Rouge155Evaluation& evaluation : evaluations) run.add(evaluation);
  return run.finish();
}

}  // namespace assay
