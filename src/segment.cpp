#include "assay/segment.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

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
  explicit Sides(const FormSet::Form& form) : form_(form) {
    if (form.stemmer != nullptr) stems_.emplace(*form.stemmer);
  }

  void clear() {
    size_ = 0;
    is_numbered_ = form_.spec.lines;
    vocabulary_.clear();
    ids_.clear();
    id_ends_.clear();
    line_ends_.clear();
    line_end_ends_.clear();
    for (const auto& pair : pairs_) pair->has_places = pair->has_overlap = false;
  }

  void add_reference(std::string_view text) { add(text, *form_.reference_pipeline); }
  void add_hypothesis(std::string_view text) { add(text, *form_.pipeline); }

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
    return form_.spec.lines ? (*this)[side].tokens.size() : sides_[side]->tokens.size();
  }

  std::size_t vocabulary_size() {
    number_all();
    return vocabulary_.size();
  }

  const Places* places(std::size_t reference, std::size_t hypothesis) {
    if (form_.spec.lines || !finds_places()) return nullptr;
    if (sides_[reference]->tokens.size() > Places::kMostPlaces) return nullptr;
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
    Tokens tokens;
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

  Pair& pair_of(std::size_t reference, std::size_t hypothesis) {
    const std::size_t index = reference * size_ + hypothesis;
    while (pairs_.size() <= index) pairs_.push_back(std::make_unique<Pair>());
    return *pairs_[index];
  }

  void add(std::string_view text, const TextPipeline& pipeline) {
    if (sides_.size() == size_) sides_.push_back(std::make_unique<Side>());
    Side& side = *sides_[size_++];
    side.has_keys = false;
    if (form_.spec.lines) {
      add_lines(text, pipeline, side.tokens);
    } else {
      cut(text, pipeline, side.tokens);
    }
  }

  void cut(std::string_view text, const TextPipeline& pipeline, Tokens& tokens) {
    pipeline(text, tokens);
    if (stems_) stems_->stem(tokens);
  }

  void add_lines(std::string_view text, const TextPipeline& pipeline, Tokens& tokens) {
    const std::size_t first_id = ids_.size();
    for_each_sentence(text, form_.spec.sentences, [&](std::string_view line) {
      cut(line, pipeline, tokens);
      number(tokens);
      line_ends_.push_back(static_cast<std::uint32_t>(ids_.size() - first_id));
    });
    id_ends_.push_back(ids_.size());
    line_end_ends_.push_back(line_ends_.size());
  }

  void number_all() {
    if (is_numbered_) return;
    for (std::size_t i = 0; i < size_; ++i) {
      number(sides_[i]->tokens);
      id_ends_.push_back(ids_.size());
    }
    is_numbered_ = true;
  }

  void number(const Tokens& tokens) {
    const std::size_t first = ids_.size();
    ids_.resize(first + tokens.size());
    TokenId* const ids = ids_.data() + first;
    for (std::size_t i = 0; i < tokens.size(); ++i) ids[i] = vocabulary_.id(tokens[i]);
  }

  const TokenKeys& keys(std::size_t index) {
    Side& side = *sides_[index];
    if (!side.has_keys) side.keys.assign(side.tokens);
    side.has_keys = true;
    return side.keys;
  }

  const FormSet::Form& form_;
  std::optional<StemCache> stems_;
  std::vector<std::unique_ptr<Side>> sides_;  ///< The first size_ are in use.
  std::size_t size_ = 0;
  bool is_numbered_ = false;
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
  for (const auto& sides : forms_) {
    sides->clear();
    for (const std::string_view text : references_) sides->add_reference(text);
    for (const std::string_view text : hypotheses_) sides->add_hypothesis(text);
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
