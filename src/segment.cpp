#include "assay/segment.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "line_batch.h"
#include "overlap.h"
#include "sentences.h"
#include "stem_cache.h"
#include "token_keys.h"

#include <algorithm>
#include <optional>

namespace assay {
namespace {

const StemmerInfo* find_stemmer(const std::string& name) {
  if (name.empty()) return nullptr;
  const StemmerInfo* stemmer = find_named(stemmers(), name);
  if (stemmer != nullptr) return stemmer;
  throw usage_error("E-STEMMER", "no stemmer is called '" + name + "'",
                    did_you_mean(name, names_of(stemmers())) + "`assay metrics` lists all");
}

/// Segments are cut ahead as far as their tokens fit into the first cache.
constexpr std::size_t kMostSegmentsAhead = 16;
constexpr std::size_t kFewestSegmentsAhead = 4;
constexpr std::size_t kMostBytesAhead = 4096;

/// The bytes from the first to the last of texts that follow one another in memory.
std::string_view stretch(std::string_view first, std::string_view last) {
  return {first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
}

}  // namespace

FormId FormSet::require(const FormSpec& spec) {
  for (FormId id = 0; id < forms_.size(); ++id) {
    if (forms_[id].spec == spec) return id;
  }
  const auto pipeline = std::make_shared<const TextPipeline>(spec.tokenizer);
  const auto reference_pipeline =
      spec.reference_tokenizer.empty()
          ? pipeline
          : std::make_shared<const TextPipeline>(spec.reference_tokenizer);
  forms_.push_back({spec, pipeline, reference_pipeline, find_stemmer(spec.stemmer)});
  return forms_.size() - 1;
}

/// All sides of a segment in one form: references first, then hypotheses. Tokens get their numbers
/// when someone asks for them, or at once if they stand in lines.
class SegmentForms::Sides {
 public:
  explicit Sides(const FormSet::Form& form) : form_(form), is_numbered_(form.spec.lines) {
    if (form.stemmer != nullptr) stems_.emplace(*form.stemmer);
  }

  void clear() {
    size_ = 0;
    for (const auto& pair : pairs_) pair->has_places = pair->has_overlap = false;
    if (!id_ends_.empty()) clear_ids();
  }

  /// Cuts the texts of each side for the next `count` segments at once, as far as that can be done.
  /// `sides` are as Block::are_lines says, references first.
  void cut_ahead(std::span<const std::string_view> sides, std::size_t references,
                 std::size_t count) {
    while (sides_.size() < sides.size()) sides_.push_back(std::make_unique<Side>());
    for (std::size_t i = 0; i < sides.size(); ++i) {
      const auto& pipeline = i < references ? form_.reference_pipeline : form_.pipeline;
      if (can_cut_ahead()) sides_[i]->batch.cut(*pipeline, sides[i], count);
    }
  }

  void forget_batches() {
    for (const auto& side : sides_) side->batch.clear();
  }

  /// `line` of what was cut ahead is this text.
  void add_reference(std::string_view text, std::size_t line) {
    add(text, line, *form_.reference_pipeline);
  }
  void add_hypothesis(std::string_view text, std::size_t line) { add(text, line, *form_.pipeline); }

  TokenizedText operator[](std::size_t side) {
    number_all();
    const std::size_t first_id = side == 0 ? 0 : id_ends_[side - 1];
    if (!form_.spec.lines)
      return {std::span(ids_).subspan(first_id, id_ends_[side] - first_id), {}};
    const std::size_t first_line = side == 0 ? 0 : line_end_ends_[side - 1];
    return {std::span(ids_).subspan(first_id, id_ends_[side] - first_id),
            std::span(line_ends_).subspan(first_line, line_end_ends_[side] - first_line)};
  }

  std::size_t length(std::size_t side) {
    return form_.spec.lines ? (*this)[side].tokens.size() : sides_[side]->run.size;
  }

  std::size_t vocabulary_size() {
    number_all();
    return vocabulary_.size();
  }

  const Places* places(std::size_t reference, std::size_t hypothesis) {
    if (form_.spec.lines || !finds_places()) return nullptr;
    if (sides_[reference]->run.size > Places::kMostPlaces) return nullptr;
    Pair& pair = pair_of(reference, hypothesis);
    if (!pair.has_places) find_places(keys(reference), keys(hypothesis), pair.places);
    pair.has_places = true;
    return &pair.places;
  }

  const Overlap* overlap(std::size_t reference, std::size_t hypothesis) {
    const Places* const found = places(reference, hypothesis);
    if (found == nullptr) return nullptr;
    Pair& pair = pair_of(reference, hypothesis);
    if (!pair.has_overlap) pair.overlap = overlap_of(*found);
    pair.has_overlap = true;
    return &pair.overlap;
  }

 private:
  /// The tokens of a side; in a form with lines those of the last one.
  struct Side {
    TokenRun run;
    LineBatch batch;  ///< Of this segment and those around it.
    bool is_in_batch = false;
    Tokens tokens;  ///< If they are not in the batch.
    TokenKeys keys;
    bool has_keys = false;
  };

  /// What is known of a reference and a hypothesis.
  struct Pair {
    Places places;
    Overlap overlap;
    bool has_places = false;
    bool has_overlap = false;
  };

  void clear_ids() {
    is_numbered_ = form_.spec.lines;
    vocabulary_.clear();
    ids_.clear();
    id_ends_.clear();
    line_ends_.clear();
    line_end_ends_.clear();
  }

  Pair& pair_of(std::size_t reference, std::size_t hypothesis) {
    const std::size_t index = reference * size_ + hypothesis;
    while (pairs_.size() <= index) pairs_.push_back(std::make_unique<Pair>());
    return *pairs_[index];
  }

  bool can_cut_ahead() const { return !form_.spec.lines && !stems_; }

  void add(std::string_view text, std::size_t line, const TextPipeline& pipeline) {
    if (sides_.size() == size_) sides_.push_back(std::make_unique<Side>());
    Side& side = *sides_[size_++];
    side.is_in_batch = side.batch.has(line);
    if (side.is_in_batch) {
      side.run = side.batch[line];
      return;
    }
    side.has_keys = false;
    if (form_.spec.lines) {
      add_lines(text, pipeline, side.tokens);
    } else {
      cut(text, pipeline, side.tokens);
    }
    side.run = {&side.tokens, 0, side.tokens.size()};
  }

  void cut(std::string_view text, const TextPipeline& pipeline, Tokens& tokens) {
    pipeline(text, tokens);
    if (stems_) stems_->stem(tokens);
  }

  void add_lines(std::string_view text, const TextPipeline& pipeline, Tokens& tokens) {
    const std::size_t first_id = ids_.size();
    for_each_sentence(text, form_.spec.sentences, [&](std::string_view line) {
      cut(line, pipeline, tokens);
      number({&tokens, 0, tokens.size()});
      line_ends_.push_back(static_cast<std::uint32_t>(ids_.size() - first_id));
    });
    id_ends_.push_back(ids_.size());
    line_end_ends_.push_back(line_ends_.size());
  }

  void number_all() {
    if (is_numbered_) return;
    for (std::size_t i = 0; i < size_; ++i) {
      number(sides_[i]->run);
      id_ends_.push_back(ids_.size());
    }
    is_numbered_ = true;
  }

  void number(const TokenRun& tokens) {
    const std::size_t first = ids_.size();
    ids_.resize(first + tokens.size);
    TokenId* const ids = ids_.data() + first;
    for (std::size_t i = 0; i < tokens.size; ++i) ids[i] = vocabulary_.id(tokens[i]);
  }

  KeyRun keys(std::size_t index) {
    Side& side = *sides_[index];
    if (side.is_in_batch) return side.batch.keys(side.run);
    if (!side.has_keys) side.keys.assign(side.tokens);
    side.has_keys = true;
    return {&side.keys, 0, side.run.size};
  }

  const FormSet::Form& form_;
  std::optional<StemCache> stems_;
  std::vector<std::unique_ptr<Side>> sides_;  ///< The first size_ are in use.
  std::size_t size_ = 0;
  bool is_numbered_;
  Vocabulary vocabulary_;
  std::vector<TokenId> ids_;
  std::vector<std::size_t> id_ends_;  ///< [side]
  std::vector<std::uint32_t> line_ends_;
  std::vector<std::size_t> line_end_ends_;    ///< [side]
  std::vector<std::unique_ptr<Pair>> pairs_;  ///< [reference * sides + hypothesis]
};

SegmentForms::SegmentForms(const FormSet& forms) {
  for (const FormSet::Form& form : forms.forms_) forms_.push_back(std::make_unique<Sides>(form));
}

SegmentForms::~SegmentForms() = default;

void SegmentForms::prepare(const Block& block, std::size_t index) {
  index_ = block.first_segment + index;
  system_names_ = block.system_names;
  const std::size_t first = block.reference_begin[index];
  references_ =
      std::span(block.references).subspan(first, block.reference_begin[index + 1] - first);
  hypotheses_ = std::span(block.hypotheses).subspan(index * block.systems, block.systems);
  if (!is_ahead(block, index)) look_ahead(block, index);
  const std::size_t line = index - ahead_begin_;
  for (const auto& sides : forms_) {
    sides->clear();
    for (const std::string_view text : references_) sides->add_reference(text, line);
    for (const std::string_view text : hypotheses_) sides->add_hypothesis(text, line);
  }
  last_ = index;
}

/// Whether segment `index` follows the last one in the same block, and was cut ahead.
bool SegmentForms::is_ahead(const Block& block, std::size_t index) const {
  return &block == ahead_ && block.first_segment == ahead_segment_ && index == last_ + 1 &&
         index < ahead_end_;
}

/// Cuts the next segments at once, if that can be done.
void SegmentForms::look_ahead(const Block& block, std::size_t index) {
  ahead_ = &block;
  ahead_segment_ = block.first_segment;
  ahead_begin_ = index;
  ahead_end_ = index + 1;
  for (const auto& sides : forms_) sides->forget_batches();
  if (!block.are_lines) return;
  const std::size_t most = std::min(block.segments, index + kMostSegmentsAhead);
  while (ahead_end_ < most && fits_ahead(block, ahead_end_)) ++ahead_end_;
  if (ahead_end_ - index < kFewestSegmentsAhead) return;
  set_sides_ahead(block, ahead_end_ - 1);
  for (const auto& sides : forms_) {
    sides->cut_ahead(sides_ahead_, references_.size(), ahead_end_ - index);
  }
}

/// Whether the texts from the segment being prepared to `last` are short enough on each side.
bool SegmentForms::fits_ahead(const Block& block, std::size_t last) const {
  const auto fits = [](std::string_view first, std::string_view text) {
    return stretch(first, text).size() <= kMostBytesAhead;
  };
  const std::string_view* const references = block.references.data() + block.reference_begin[last];
  const std::string_view* const hypotheses = block.hypotheses.data() + last * block.systems;
  return std::equal(references_.begin(), references_.end(), references, fits) &&
         std::equal(hypotheses_.begin(), hypotheses_.end(), hypotheses, fits);
}

/// Sets sides_ahead_ to the texts from the segment being prepared to `last`, of each side.
void SegmentForms::set_sides_ahead(const Block& block, std::size_t last) {
  sides_ahead_.clear();
  for (std::size_t r = 0; r < references_.size(); ++r) {
    const std::string_view text = block.references[block.reference_begin[last] + r];
    sides_ahead_.push_back(stretch(references_[r], text));
  }
  for (std::size_t h = 0; h < hypotheses_.size(); ++h) {
    sides_ahead_.push_back(stretch(hypotheses_[h], block.hypotheses[last * block.systems + h]));
  }
}

std::size_t SegmentForms::reference_length(FormId form, std::size_t r) const {
  return forms_[form]->length(r);
}

std::size_t SegmentForms::hypothesis_length(FormId form, std::size_t h) const {
  return forms_[form]->length(references_.size() + h);
}

const Places* SegmentForms::places(FormId form, std::size_t r, std::size_t h) const {
  return forms_[form]->places(r, references_.size() + h);
}

const Overlap* SegmentForms::overlap(FormId form, std::size_t r, std::size_t h) const {
  return forms_[form]->overlap(r, references_.size() + h);
}

TokenizedText SegmentForms::reference(FormId form, std::size_t r) const {
  return (*forms_[form])[r];
}

TokenizedText SegmentForms::hypothesis(FormId form, std::size_t h) const {
  return (*forms_[form])[references_.size() + h];
}

std::size_t SegmentForms::vocabulary_size(FormId form) const {
  return forms_[form]->vocabulary_size();
}

}  // namespace assay
