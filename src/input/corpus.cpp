#include "assay/corpus.h"

#include "assay/error.h"
#include "assay/text.h"

#include "input/agreement.h"
#include "input/byte_source.h"
#include "input/documents.h"
#include "input/id_join.h"
#include "input/open_sources.h"
#include "input/same_files.h"
#include "input/suspicions.h"
#include "text/fnv.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

/// A block ends early when its first file has given about this much.
constexpr std::size_t kBlockBytes = std::size_t{64} << 10U;
constexpr std::size_t kUnlimited = static_cast<std::size_t>(-1);
constexpr std::size_t kSegmentsToJoin = 1024;

bool is_blank(std::string_view text) {
  if (text.empty()) return true;
  const auto first = static_cast<unsigned char>(text.front());
  if (first > 0x20 && first < 0x80) return false;
  return strip(text).empty();
}

/// FNV-1a over the bytes of a text and over its length, which keeps "ab", "c" apart from "a", "bc".
class Digest {
 public:
  explicit Digest(std::uint64_t value) : value_(value == 0 ? kFnvStart : value) {}

  void add(std::string_view text) {
    add_number(text.size());
    value_ = fnv1a(text, value_);
  }

  void add_number(std::uint64_t number) {
    std::array<char, 8> bytes{};
    for (char& byte : bytes) {
      byte = static_cast<char>(number & 0xFFU);
      number >>= 8U;
    }
    value_ = fnv1a({bytes.data(), bytes.size()}, value_);
  }

  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_;
};

/// "0-9" for less than ten words, and so on to "90-99" and "100+".
std::string length_group(std::string_view text) {
  constexpr std::size_t kStep = 10;
  constexpr std::size_t kMost = 100;
  std::size_t words = 0;
  bool in_word = false;
  for (const char byte : text) {
    const bool is_blank = byte == ' ' || (byte >= '\t' && byte <= '\r');
    words += !is_blank && !in_word ? 1U : 0U;
    in_word = !is_blank;
  }
  if (words >= kMost) return fmt::format("{}+", kMost);
  const std::size_t low = words / kStep * kStep;
  return fmt::format("{}-{}", low, low + kStep - 1);
}

/// Appends the references that one file has for a segment.
void append_references(const Segments& part, std::size_t segment, Block& block) {
  if (part.reference_begin.empty()) {
    block.references.push_back(part.texts[segment]);
    return;
  }
  for (auto i = part.reference_begin[segment]; i < part.reference_begin[segment + 1]; ++i) {
    block.references.push_back(part.references[i]);
  }
}

}  // namespace

class CorpusReader::State {
 public:
  State(const CorpusFiles& files, const InputOptions& options);
  explicit State(TextlessCorpus corpus);

  bool next(Block& block, std::size_t most_segments);
  const CorpusSummary& summary() const { return summary_; }
  Progress progress() const;

 private:
  void clear(Block& block) const;
  bool read_segments(Block& block, std::size_t most_segments);
  std::size_t cut_block(std::size_t most_segments);
  void read_block(Block& block);
  void make_textless(Block& block, std::size_t most_segments) const;
  void merge_hypotheses(Block& block) const;
  void merge_references(Block& block) const;
  void summarize(const Block& block);
  void digest(const Block& block);
  void finish();
  void warn_about_crlf();
  void warn_about_suspicions();

  InputOptions options_;
  std::optional<TextlessCorpus> textless_;
  std::size_t systems_;
  std::vector<std::string> system_names_;
  std::vector<Warning> same_files_;
  std::vector<OpenSources::Place> places_;  ///< Of the systems.
  std::size_t system_sources_ = 0;
  Sources sources_;            ///< Those of systems, then those of references.
  std::vector<IdJoin> joins_;  ///< With align_ids: of all sources but the first.
  std::vector<Segments> parts_;
  Suspicions suspicions_;
  std::uint64_t segments_read_ = 0;  ///< Those of the files, which may make fewer documents.
  DocumentNames document_names_;
  DocumentJoin join_;
  bool ended_ = false;
  CorpusSummary summary_;
};

CorpusReader::State::State(const CorpusFiles& files, const InputOptions& options)
    : options_(options),
      systems_(files.systems.size()),
      suspicions_(options),
      join_([this](Block& block) { return read_segments(block, kSegmentsToJoin); }) {
  same_files_ = check_same_files(files, options);
  OpenSources open = open_sources(files, options);
  sources_ = std::move(open.all);
  places_ = std::move(open.systems);
  system_sources_ = open.of_systems;
  for (std::size_t i = 1; options.align_ids && i < sources_.size(); ++i) {
    joins_.emplace_back(*sources_[i]);
  }
  parts_.resize(sources_.size());
  summary_.empty_hypotheses.resize(systems_);
  for (const InputFile& file : files.systems) system_names_.push_back(file.name);
}

CorpusReader::State::State(TextlessCorpus corpus)
    : textless_(std::move(corpus)),
      systems_(textless_->system_names.size()),
      system_names_(textless_->system_names),
      suspicions_(options_),
      join_({}) {
  summary_.empty_hypotheses.resize(systems_);
}

/// Texts are empty, but how many there are is known.
void CorpusReader::State::make_textless(Block& block, std::size_t most_segments) const {
  const auto first = static_cast<std::size_t>(summary_.segments);
  block.segments = std::min(most_segments, textless_->references.size() - first);
  block.hypotheses.resize(block.segments * systems_);
  block.reference_begin.push_back(0);
  for (std::size_t i = 0; i < block.segments; ++i) {
    block.reference_begin.push_back(block.reference_begin.back() +
                                    textless_->references[first + i]);
  }
  block.references.resize(block.reference_begin.back());
}

bool CorpusReader::State::next(Block& block, std::size_t most_segments) {
  const std::size_t most = std::max<std::size_t>(most_segments, 1);
  clear(block);
  if (ended_) return false;
  if (textless_) {
    make_textless(block, most);
  } else if (options_.documents == Documents::kConcat) {
    join_.next(block, most);
  } else {
    read_segments(block, most);
  }
  if (block.segments == 0) {
    finish();
    return false;
  }
  summarize(block);
  if (options_.digest_references) digest(block);
  return true;
}

void CorpusReader::State::clear(Block& block) const {
  block.first_segment = summary_.segments;
  block.segments = 0;
  block.systems = systems_;
  if (block.system_names.empty()) block.system_names = system_names_;
  block.hypotheses.clear();
  block.references.clear();
  block.reference_begin.clear();
  block.ids.clear();
  block.groups.clear();
  block.are_lines = false;
}

/// The next segments as the files have them; false at the end.
bool CorpusReader::State::read_segments(Block& block, std::size_t most_segments) {
  clear(block);
  block.storage.resize(sources_.size());
  block.first_segment = segments_read_;
  block.segments = cut_block(most_segments);
  if (block.segments == 0) return false;
  read_block(block);
  segments_read_ += block.segments;
  suspicions_.look(block);
  if (options_.documents != Documents::kNone) document_names_.look(block);
  return true;
}

/// Cuts as many lines from each file as the first has. After the last, asks the others for a line
/// that they should not have.
std::size_t CorpusReader::State::cut_block(std::size_t most_segments) {
  if (sources_.empty()) return 0;
  const std::size_t count = sources_[0]->cut(most_segments, kBlockBytes);
  if (!joins_.empty()) return count;
  bool is_aligned = true;
  for (std::size_t i = 1; i < sources_.size(); ++i) {
    const std::size_t wanted = std::max<std::size_t>(count, 1);
    is_aligned = sources_[i]->cut(wanted, kUnlimited) == count && is_aligned;
  }
  if (!is_aligned) throw count_error(sources_, options_);
  return count;
}

void CorpusReader::State::read_block(Block& block) {
  sources_[0]->read(block.storage[0], parts_[0]);
  for (std::size_t i = 1; i < sources_.size(); ++i) {
    if (joins_.empty()) {
      sources_[i]->read(block.storage[i], parts_[i]);
    } else {
      joins_[i - 1].pick(*sources_[0], parts_[0].ids, parts_[i]);
    }
  }
  if (!options_.id_field.empty()) check_ids(sources_, parts_);
  if (sources_.size() == system_sources_) check_references(sources_, parts_, system_sources_);
  merge_hypotheses(block);
  merge_references(block);
  block.are_lines = joins_.empty() && std::ranges::all_of(parts_, &Segments::are_lines);
  const auto with_ids =
      std::ranges::find_if(parts_, [](const Segments& part) { return !part.ids.empty(); });
  if (with_ids != parts_.end()) block.ids.swap(with_ids->ids);
  const auto with_groups =
      std::ranges::find_if(parts_, [](const Segments& part) { return !part.groups.empty(); });
  if (with_groups != parts_.end()) block.groups.swap(with_groups->groups);
  if (options_.group_field != kGroupByLength) return;
  for (std::size_t i = 0; i < block.segments; ++i) {
    block.groups.push_back(length_group(block.references[block.reference_begin[i]]));
  }
}

void CorpusReader::State::merge_hypotheses(Block& block) const {
  block.hypotheses.resize(block.segments * places_.size());
  std::string_view* next = block.hypotheses.data();
  for (std::size_t segment = 0; segment < block.segments; ++segment) {
    for (const OpenSources::Place& place : places_) {
      *next++ = parts_[place.source].texts[segment * place.columns + place.column];
    }
  }
}

void CorpusReader::State::merge_references(Block& block) const {
  const bool are_inside = sources_.size() == system_sources_;
  const std::size_t begin = are_inside ? 0 : system_sources_;
  const std::size_t end = are_inside ? std::min<std::size_t>(system_sources_, 1) : sources_.size();
  block.reference_begin.push_back(0);
  for (std::size_t segment = 0; segment < block.segments; ++segment) {
    for (std::size_t i = begin; i < end; ++i) append_references(parts_[i], segment, block);
    block.reference_begin.push_back(static_cast<std::uint32_t>(block.references.size()));
  }
}

void CorpusReader::State::summarize(const Block& block) {
  for (std::size_t i = 0; i < block.hypotheses.size(); ++i) {
    if (is_blank(block.hypotheses[i])) ++summary_.empty_hypotheses[i % systems_];
  }
  for (const std::string_view reference : block.references) {
    if (is_blank(reference)) ++summary_.empty_references;
  }
  for (std::size_t i = 0; i < block.segments; ++i) {
    const std::uint64_t count = block.reference_begin[i + 1] - block.reference_begin[i];
    const bool is_first = summary_.segments == 0;
    summary_.fewest_references = is_first ? count : std::min(summary_.fewest_references, count);
    summary_.most_references = std::max(summary_.most_references, count);
    ++summary_.segments;
  }
}

void CorpusReader::State::digest(const Block& block) {
  Digest digest(summary_.references_digest);
  for (std::size_t i = 0; i < block.segments; ++i) {
    digest.add_number(block.reference_begin[i + 1] - block.reference_begin[i]);
    for (auto r = block.reference_begin[i]; r < block.reference_begin[i + 1]; ++r) {
      digest.add(block.references[r]);
    }
  }
  summary_.references_digest = digest.value();
}

void CorpusReader::State::finish() {
  ended_ = true;
  if (summary_.segments == 0 && !options_.allow_empty) {
    const std::string where = sources_.empty() ? "" : sources_[0]->shown() + ": ";
    throw input_error("E-EMPTY", where + "no segments",
                      "the files are empty; `--allow-empty` accepts that");
  }
  if (textless_) {
    summary_.empty_hypotheses = textless_->empty_hypotheses;
    summary_.empty_references = textless_->empty_references;
  }
  for (const IdJoin& join : joins_) join.check_all_picked(*sources_[0]);
  summary_.warnings = same_files_;
  for (const auto& source : sources_) {
    const std::vector<Warning> warnings = source->warnings();
    summary_.warnings.insert(summary_.warnings.end(), warnings.begin(), warnings.end());
  }
  warn_about_crlf();
  if (!textless_) warn_about_suspicions();
  if (auto warning = document_names_.warning()) summary_.warnings.push_back(std::move(*warning));
}

void CorpusReader::State::warn_about_suspicions() {
  std::vector<std::string> systems;
  for (const OpenSources::Place& place : places_) {
    systems.push_back(sources_[place.source]->path());
  }
  const bool are_inside = sources_.size() == system_sources_;
  const std::string reference = are_inside ? "the references" : sources_[system_sources_]->shown();
  for (Warning& warning : suspicions_.warnings(systems, reference)) {
    summary_.warnings.push_back(std::move(warning));
  }
}

void CorpusReader::State::warn_about_crlf() {
  const SegmentSource* with = nullptr;
  const SegmentSource* without = nullptr;
  for (const auto& source : sources_) {
    if (!source->is_text()) continue;
    const SegmentSource*& kind = source->has_crlf() ? with : without;
    if (kind == nullptr) kind = source.get();
  }
  if (with == nullptr || without == nullptr) return;
  summary_.warnings.push_back(
      {.code = "W-CRLF",
       .file = with->path(),
       .message = fmt::format("lines end in CR LF here but in LF in {}; the CR was removed",
                              without->shown())});
}

Progress CorpusReader::State::progress() const {
  Progress progress{.segments = textless_ ? summary_.segments : segments_read_};
  bool is_known = true;
  for (const auto& source : sources_) {
    const ByteSource& bytes = source->lines().source();
    progress.bytes_read += bytes.bytes_read();
    progress.bytes_total += bytes.size_guess();
    is_known = is_known && bytes.size_guess() > 0;
  }
  if (!is_known) progress.bytes_total = 0;
  return progress;
}

CorpusReader::CorpusReader(const CorpusFiles& files, const InputOptions& options)
    : state_(std::make_unique<State>(files, options)) {}

CorpusReader::CorpusReader(TextlessCorpus corpus)
    : state_(std::make_unique<State>(std::move(corpus))) {}

CorpusReader::~CorpusReader() = default;

bool CorpusReader::next(Block& block, std::size_t most_segments) {
  return state_->next(block, most_segments);
}

const CorpusSummary& CorpusReader::summary() const {
  return state_->summary();
}

Progress CorpusReader::progress() const {
  return state_->progress();
}

}  // namespace assay
