#include "assay/segment.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

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

/// All sides of a segment in one form: references first, then hypotheses.
class SegmentForms::Sides {
 public:
  explicit Sides(const FormSet::Form& form) : form_(form) {}

  void clear() {
    vocabulary_.clear();
    ids_.clear();
    id_ends_.clear();
    line_ends_.clear();
    line_end_ends_.clear();
  }

  void add_reference(std::string_view text) { add(text, *form_.reference_pipeline); }
  void add_hypothesis(std::string_view text) { add(text, *form_.pipeline); }

  TokenizedText operator[](std::size_t side) const {
    const std::size_t first_id = side == 0 ? 0 : id_ends_[side - 1];
    const std::size_t first_line = side == 0 ? 0 : line_end_ends_[side - 1];
    return {std::span(ids_).subspan(first_id, id_ends_[side] - first_id),
            std::span(line_ends_).subspan(first_line, line_end_ends_[side] - first_line)};
  }

  std::size_t vocabulary_size() const { return vocabulary_.size(); }

 private:
  void add(std::string_view text, const TextPipeline& pipeline) {
    if (form_.spec.lines) {
      add_lines(text, pipeline);
    } else {
      add_tokens(text, pipeline);
    }
    id_ends_.push_back(ids_.size());
    line_end_ends_.push_back(line_ends_.size());
  }

  void add_tokens(std::string_view text, const TextPipeline& pipeline) {
    pipeline(text, tokens_);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const std::string_view token = tokens_[i];
      const bool stems = form_.stemmer != nullptr && token.size() > kLongestUnstemmed;
      ids_.push_back(vocabulary_.id(stems ? stem(token) : token));
    }
  }

  /// The stem is valid until the next call.
  std::string_view stem(std::string_view token) {
    stem_.assign(token);
    form_.stemmer->apply(stem_);
    return stem_;
  }

  void add_lines(std::string_view text, const TextPipeline& pipeline) {
    const std::size_t first_id = ids_.size();
    for_each_line(text, [&](std::string_view line) {
      add_tokens(line, pipeline);
      line_ends_.push_back(static_cast<std::uint32_t>(ids_.size() - first_id));
    });
  }

  const FormSet::Form& form_;
  Vocabulary vocabulary_;
  Tokens tokens_;
  std::string stem_;
  std::vector<TokenId> ids_;
  std::vector<std::size_t> id_ends_;  ///< [side]
  std::vector<std::uint32_t> line_ends_;
  std::vector<std::size_t> line_end_ends_;  ///< [side]
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
