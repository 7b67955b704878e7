#include "assay/evaluate.h"

#include "assay/embeddings.h"
#include "assay/version.h"

#include "documents.h"
#include "embeddings/text_hashes.h"
#include "parallel.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

/// Rows of several threads wait until those of this many blocks for each are there, since they are
/// kept in order.
constexpr std::size_t kBlocksPerThread = 64;

/// A metric of the run: for the corpus, and with its options for single segments.
struct Entry {
  const MetricSpec* spec = nullptr;
  std::shared_ptr<Metric> metric;
  std::unique_ptr<Metric> segment_metric;
};

Entry make_entry(const MetricSpec& spec, FormSet& forms) {
  return {&spec, spec.info->make(*spec.info, spec.options, forms),
          spec.info->make(*spec.info, spec.segment_options(), forms)};
}

/// What is reported for each segment: the score, then those details that are single numbers.
std::vector<std::string> segment_fields(const Metric& metric) {
  std::vector<std::string> fields = {"score"};
  const std::vector<double> zeros(metric.columns().size());
  for (const Detail& detail : metric.details(zeros)) {
    if (!detail.is_list) fields.push_back(detail.name);
  }
  return fields;
}

void append_fields(const Metric& metric, Row row, std::vector<double>& cells) {
  cells.push_back(metric.score(row));
  for (const Detail& detail : metric.details(row)) {
    if (!detail.is_list) cells.push_back(detail.values.front());
  }
}

/// The rows of a block, per metric and system: [metric * systems + system].
using BlockRows = std::vector<std::vector<double>>;

/// What is kept of a block.
struct KeptBlock {
  BlockRows rows;
  std::vector<std::string> ids;
  std::vector<std::string> groups;
};

/// One thread's share: scratch memory, and what it has added up so far.
class Worker {
 public:
  Worker(const FormSet& forms, const std::vector<Entry>& entries, std::size_t systems)
      : entries_(entries), segment_(forms) {
    for (const Entry& entry : entries) {
      measurers_.push_back(entry.metric->measurer());
      totals_.insert(totals_.end(), systems, Totals(entry.metric->columns()));
      cells_.emplace_back(systems * entry.metric->columns().size());
    }
  }

  /// Adds the segments of a block, and keeps their rows if there is a place for them.
  void measure(const Block& block, BlockRows* kept) {
    if (kept != nullptr) clear(*kept);
    for (std::size_t i = 0; i < block.segments; ++i) {
      segment_.prepare(block, i);
      for (std::size_t m = 0; m < entries_.size(); ++m) measure_metric(m, block.systems, kept);
    }
  }

  /// The totals of system s and metric m are at [m * systems + s].
  const std::vector<Totals>& totals() const { return totals_; }

 private:
  void clear(BlockRows& kept) const {
    kept.resize(totals_.size());
    for (std::vector<double>& rows : kept) rows.clear();
  }

  void measure_metric(std::size_t m, std::size_t systems, BlockRows* kept) {
    const std::size_t width = entries_[m].metric->columns().size();
    rows_.clear();
    for (std::size_t s = 0; s < systems; ++s) {
      rows_.push_back(MutableRow(cells_[m]).subspan(s * width, width));
    }
    measurers_[m]->measure(segment_, rows_);
    for (std::size_t s = 0; s < systems; ++s) {
      totals_[m * systems + s] += rows_[s];
      if (kept == nullptr) continue;
      std::vector<double>& rows = (*kept)[m * systems + s];
      rows.insert(rows.end(), rows_[s].begin(), rows_[s].end());
    }
  }

  const std::vector<Entry>& entries_;
  SegmentForms segment_;
  std::vector<std::unique_ptr<Measurer>> measurers_;
  std::vector<Totals> totals_;
  std::vector<std::vector<double>> cells_;
  std::vector<MutableRow> rows_;
};

std::shared_ptr<const EmbeddingCorpus> open_embeddings(const CorpusFiles& files) {
  if (files.embeddings.empty() && files.has_texts) return nullptr;
  return std::make_shared<const EmbeddingCorpus>(files.embeddings);
}

TextlessCorpus textless(const CorpusFiles& files, const EmbeddingCorpus& embeddings) {
  TextlessCorpus corpus = embeddings.textless();
  for (const InputFile& file : files.systems) corpus.system_names.push_back(file.name);
  return corpus;
}

/// Reads, measures and adds up.
class Run {
 public:
  Run(const CorpusFiles& files, const InputOptions& input, std::span<const MetricSpec> specs,
      const EvaluateOptions& options)
      : files_(files),
        options_(options),
        group_field_(input.group_field),
        documents_(input.documents),
        embeddings_(open_embeddings(files)),
        reader_(files.has_texts ? CorpusReader(files, input)
                                : CorpusReader(textless(files, *embeddings_))),
        forms_(embeddings_) {
    if (embeddings_ != nullptr && files.has_texts) hashes_.emplace(*embeddings_);
    for (const MetricSpec& spec : specs) entries_.push_back(make_entry(spec, forms_));
    const std::size_t threads = std::max<std::size_t>(options.threads, 1);
    for (std::size_t t = 0; t < threads; ++t) {
      workers_.push_back(std::make_unique<Worker>(forms_, entries_, files.systems.size()));
    }
    for (const Entry& entry : entries_) {
      tables_.insert(tables_.end(), files.systems.size(), StatsTable(entry.metric->columns()));
    }
    blocks_.resize(threads);
    for (const Entry& entry : entries_) prepare(*entry.metric, threads);
  }

  Evaluation operator()() {
    while (measure_blocks()) {
    }
    for (const Entry& entry : entries_) {
      entry.metric->check_segments(reader_.summary().segments);
    }
    if (hashes_) hashes_->check();
    if (scores_documents()) make_documents();
    fill_report();
    return {std::move(report_), score_functions(),
            std::move(scores_documents() ? document_tables_ : tables_), lacked_threads_,
            references_digest()};
  }

 private:
  /// Other documents of the same segments are other references.
  std::uint64_t references_digest() const {
    const std::uint64_t digest = reader_.summary().references_digest;
    return digest == 0 || !scores_documents() ? digest : runs_.digest(digest);
  }

  void prepare(Metric& metric, std::size_t threads) {
    for (Warning& warning : metric.prepare(threads)) prepared_.push_back(std::move(warning));
  }

  bool scores_documents() const { return documents_ == Documents::kAggregate; }

  std::vector<ScoreFunction> score_functions() const {
    std::vector<ScoreFunction> functions;
    for (const Entry& entry : entries_) {
      if (scores_documents()) {
        functions.emplace_back(&document_mean);
      } else {
        functions.emplace_back([metric = entry.metric](Row row) { return metric->score(row); });
      }
    }
    return functions;
  }

  /// The rows of segments become those of documents.
  void make_documents() {
    const std::size_t systems = files_.systems.size();
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      const Entry& entry = entries_[t / systems];
      tables_[t] = runs_.sums(tables_[t]);
      document_tables_.push_back(
          document_scores(tables_[t], [&entry](Row row) { return entry.metric->score(row); }));
    }
    report_.segment_scores.ids = runs_.names();
  }

  bool keeps_rows() const {
    const bool needs_groups = !group_field_.empty() && documents_ != Documents::kConcat;
    return options_.keep_rows || options_.segment_scores || needs_groups;
  }

  bool read_block(Block& block) {
    if (!reader_.next(block, options_.block_segments)) return false;
    if (hashes_) hashes_->add(block);
    if (options_.on_progress) options_.on_progress(reader_.progress());
    return true;
  }

  /// One thread reads a block while the others measure theirs. False at the end.
  bool measure_blocks() {
    const std::size_t threads = workers_.size();
    const std::size_t most = threads == 1 ? 1 : threads * kBlocksPerThread;
    if (keeps_rows()) kept_.resize(most);
    std::size_t taken = 0;
    const auto take = [&](std::size_t thread, std::size_t i) {
      if (!read_block(blocks_[thread])) return false;
      taken = i + 1;
      return true;
    };
    const auto work = [&](std::size_t thread, std::size_t i) {
      measure(*workers_[thread], blocks_[thread], kept_.empty() ? nullptr : &kept_[i]);
    };
    lacked_threads_ = !parallel_for(threads, most, take, work) || lacked_threads_;
    for (std::size_t i = 0; i < std::min(kept_.size(), taken); ++i) keep(kept_[i]);
    return taken == most;
  }

  static void measure(Worker& worker, Block& block, KeptBlock* kept) {
    worker.measure(block, kept == nullptr ? nullptr : &kept->rows);
    if (kept == nullptr) return;
    kept->ids.swap(block.ids);
    kept->groups.swap(block.groups);
  }

  void keep(const KeptBlock& block) {
    std::vector<std::string>& ids = report_.segment_scores.ids;
    for (std::size_t t = 0; t < tables_.size(); ++t) tables_[t].append(block.rows[t]);
    ids.insert(ids.end(), block.ids.begin(), block.ids.end());
    for (const std::string& group : block.groups) add_to_group(group);
  }

  void add_to_group(const std::string& name) {
    if (scores_documents()) {
      runs_.add(name);
    } else {
      groups_.push_back(group_index(name));
    }
  }

  void fill_report() {
    const CorpusSummary& summary = reader_.summary();
    report_.version = version();
    report_.segments = scores_documents() ? runs_.names().size() : summary.segments;
    report_.empty_references = summary.empty_references;
    report_.warnings = summary.warnings;
    for (const Warning& warning : prepared_) add_warning(warning);
    for (const InputFile& file : files_.references) report_.references.push_back(file.path);
    add_metrics(summary);
    for (std::size_t s = 0; s < files_.systems.size(); ++s) add_system(s, summary);
    if (options_.segment_scores) add_segment_scores();
    if (documents_ != Documents::kNone) {
      report_.documents = scores_documents() ? "aggregate" : "concat";
      report_.document_field = group_field_;
    } else if (!group_field_.empty()) {
      add_groups();
    }
  }

  std::size_t group_index(const std::string& name) {
    const auto [found, is_new] = group_indices_.try_emplace(name, report_.groups.size());
    if (is_new) report_.groups.push_back({.name = name});
    return found->second;
  }

  void add_groups() {
    const std::size_t systems = files_.systems.size();
    report_.group_field = group_field_;
    for (const std::size_t group : groups_) ++report_.groups[group].segments;
    for (GroupResult& group : report_.groups) group.scores.resize(systems);
    for (std::size_t s = 0; s < systems; ++s) {
      for (std::size_t m = 0; m < entries_.size(); ++m) add_group_scores(m, s);
    }
    if (group_field_ != kGroupByLength) return;
    std::ranges::sort(report_.groups, {}, [](const GroupResult& group) {
      return std::strtoul(group.name.c_str(), nullptr, 10);
    });
  }

  void add_group_scores(std::size_t m, std::size_t s) {
    const Metric& metric = *entries_[m].metric;
    const StatsTable& table = tables_[m * files_.systems.size() + s];
    std::vector<Totals> totals(report_.groups.size(), Totals(metric.columns()));
    for (std::size_t i = 0; i < groups_.size(); ++i) totals[groups_[i]] += table[i];
    for (std::size_t g = 0; g < totals.size(); ++g) {
      const std::vector<double> row = totals[g].row();
      report_.groups[g].scores[s].push_back(score_of(metric, row));
    }
  }

  std::string reference_count(const CorpusSummary& summary) const {
    if (summary.segments == 0) return fmt::format("{}", files_.references.size());
    if (summary.fewest_references != summary.most_references) return "var";
    return fmt::format("{}", summary.most_references);
  }

  /// The same trouble with several metrics is said once.
  void add_warning(Warning warning) {
    auto& all = report_.warnings;
    if (std::ranges::find(all, warning) == all.end()) all.push_back(std::move(warning));
  }

  void add_metrics(const CorpusSummary& summary) {
    const std::string references = reference_count(summary);
    for (const Entry& entry : entries_) {
      const MetricSpec& spec = *entry.spec;
      const std::string facts = entry.metric->facts();
      report_.metrics.push_back({.key = spec.key,
                                 .info = spec.info,
                                 .better = spec.better(),
                                 .signature = spec.signature(references, facts),
                                 .segment_signature = spec.segment_signature(references, facts),
                                 .segment_fields = segment_fields(*entry.segment_metric),
                                 .equals = spec.equals(references),
                                 .peer_signature = entry.metric->peer_signature()});
    }
  }

  static Score score_of(const Metric& metric, Row row) {
    return {.value = metric.score(row), .details = metric.details(row)};
  }

  Score document_score(std::size_t m, std::size_t s) const {
    const StatsTable& table = document_tables_[m * files_.systems.size() + s];
    return {.value = document_mean(table.total().row())};
  }

  void add_system(std::size_t s, const CorpusSummary& summary) {
    SystemResult result{files_.systems[s].name, files_.systems[s].path,
                        summary.empty_hypotheses[s]};
    for (std::size_t m = 0; m < entries_.size(); ++m) {
      const Metric& metric = *entries_[m].metric;
      const std::vector<double> row = total(m, s);
      if (summary.segments == 0) {
        result.scores.push_back({.missing_reason = "no segments"});
        continue;
      }
      result.scores.push_back(scores_documents() ? document_score(m, s) : score_of(metric, row));
      for (Warning& warning : metric.warnings(row)) {
        if (warning.file.empty()) warning.file = result.file;
        add_warning(std::move(warning));
      }
    }
    report_.systems.push_back(std::move(result));
  }

  void add_segment_scores() {
    const std::size_t systems = files_.systems.size();
    for (std::size_t segment = 0; segment < report_.segments; ++segment) {
      for (std::size_t s = 0; s < systems; ++s) {
        for (std::size_t m = 0; m < entries_.size(); ++m) {
          append_fields(*entries_[m].segment_metric, tables_[m * systems + s][segment],
                        report_.segment_scores.cells);
        }
      }
    }
  }

  std::vector<double> total(std::size_t m, std::size_t s) const {
    Totals total(entries_[m].metric->columns());
    for (const auto& worker : workers_) total += worker->totals()[m * files_.systems.size() + s];
    return total.row();
  }

  const CorpusFiles& files_;
  const EvaluateOptions& options_;
  std::string group_field_;
  Documents documents_;
  std::shared_ptr<const EmbeddingCorpus> embeddings_;
  CorpusReader reader_;
  FormSet forms_;
  std::optional<TextHashes> hashes_;
  std::vector<Warning> prepared_;  ///< What metrics found odd about their own files.
  std::vector<Entry> entries_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<Block> blocks_;       ///< [thread]
  std::vector<KeptBlock> kept_;     ///< Reused, as blocks_ are.
  std::vector<StatsTable> tables_;  ///< [metric * systems + system]
  DocumentRuns runs_;
  std::vector<StatsTable> document_tables_;  ///< With scores_documents(): as tables_.
  std::vector<std::size_t> groups_;          ///< [segment], indices into Report::groups.
  std::unordered_map<std::string, std::size_t> group_indices_;
  Report report_;
  bool lacked_threads_ = false;
};

}  // namespace

Evaluation measure(const CorpusFiles& files, const InputOptions& input,
                   std::span<const MetricSpec> specs, const EvaluateOptions& options) {
  return Run(files, input, specs, options)();
}

Report evaluate(const CorpusFiles& files, const InputOptions& input,
                std::span<const MetricSpec> specs, const EvaluateOptions& options) {
  return measure(files, input, specs, options).report;
}

}  // namespace assay
