#pragma once

#include "assay/corpus.h"
#include "assay/places.h"
#include "assay/tokenizer.h"
#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a metric sees of a segment: its texts, and the forms of them that metrics asked for.
namespace assay {

/// A form of a text: tokens by one pipeline. Metrics that ask for the same form share it.
struct FormSpec {
  std::string tokenizer;   ///< A TextPipeline spec.
  std::string stemmer;     ///< A stemmer's name, or "": applied to tokens of over 3 bytes.
  bool lines = false;      ///< Tokenize each line (ended by '\n') by itself, and keep the breaks.
  bool sentences = false;  ///< With lines: cut them at ICU's sentence boundaries too.
  std::string reference_tokenizer;  ///< For references, if not "": another TextPipeline spec.

  bool operator==(const FormSpec&) const = default;
};

using FormId = std::size_t;

struct EmbeddingCorpus;

/// The forms that the metrics of a run need. Fill it, then let every thread make its own
/// SegmentForms from it; immutable and shared by them.
class FormSet {
 public:
  FormSet() = default;

  /// With embeddings of the texts, which may be none.
  explicit FormSet(std::shared_ptr<const EmbeddingCorpus> embeddings)
      : embeddings_(std::move(embeddings)) {}

  /// nullptr if the user gave none.
  const std::shared_ptr<const EmbeddingCorpus>& embeddings() const { return embeddings_; }

  /// The id of `spec`, which is added if it is new. Throws a usage Error for an unknown tokenizer.
  FormId require(const FormSpec& spec);

  std::size_t size() const { return forms_.size(); }
  const FormSpec& operator[](FormId id) const { return forms_[id].spec; }

 private:
  friend class SegmentForms;
  struct Form {
    FormSpec spec;
    std::shared_ptr<const TextPipeline> pipeline;
    std::shared_ptr<const TextPipeline> reference_pipeline;
    const StemmerInfo* stemmer = nullptr;
  };
  std::vector<Form> forms_;
  std::shared_ptr<const EmbeddingCorpus> embeddings_;
};

/// One side of a segment in one form.
struct TokenizedText {
  std::span<const TokenId> tokens;
  /// For a form with lines: the number of tokens before the end of each line that is not empty.
  std::span<const std::uint32_t> line_ends;
};

/// One segment of a block, prepared: all systems at once, so that references are tokenized once.
/// One per thread; nothing is allocated per segment once the buffers have grown.
class SegmentForms {
 public:
  explicit SegmentForms(const FormSet& forms);
  SegmentForms(const SegmentForms&) = delete;
  SegmentForms& operator=(const SegmentForms&) = delete;
  ~SegmentForms();

  /// Looks at segment `index` of `block`, which must outlive the next call and not change until
  /// another block, or a segment that does not follow, is prepared.
  void prepare(const Block& block, std::size_t index);

  std::uint64_t index() const { return index_; }
  std::string_view system_name(std::size_t h) const { return system_names_[h]; }
  std::size_t references() const { return references_.size(); }
  std::size_t hypotheses() const { return hypotheses_.size(); }
  std::string_view reference_text(std::size_t r) const { return references_[r]; }
  std::string_view hypothesis_text(std::size_t h) const { return hypotheses_[h]; }

  /// The numbers of tokens alone.
  std::size_t reference_length(FormId form, std::size_t r) const;
  std::size_t hypothesis_length(FormId form, std::size_t h) const;

  /// Where the tokens of the hypothesis stand in the reference; nullptr if that is not known
  /// sooner than the tokens themselves.
  const Places* places(FormId form, std::size_t r, std::size_t h) const;

  /// What can be said of places(), computed once; nullptr where there are none.
  const Overlap* overlap(FormId form, std::size_t r, std::size_t h) const;

  TokenizedText reference(FormId form, std::size_t r) const;
  TokenizedText hypothesis(FormId form, std::size_t h) const;

  /// How many ids the sides of this segment use: all are smaller.
  std::size_t vocabulary_size(FormId form) const;

 private:
  class Sides;

  bool is_ahead(const Block& block, std::size_t index) const;
  void look_ahead(const Block& block, std::size_t index);
  bool fits_ahead(const Block& block, std::size_t last) const;
  void set_sides_ahead(const Block& block, std::size_t last);

  std::uint64_t index_ = 0;
  std::span<const std::string> system_names_;
  std::span<const std::string_view> references_;
  std::span<const std::string_view> hypotheses_;
  std::vector<std::unique_ptr<Sides>> forms_;

  // Segments whose texts were cut at once.
  const Block* ahead_ = nullptr;
  std::uint64_t ahead_segment_ = 0;  ///< Its first.
  std::size_t ahead_begin_ = 0;
  std::size_t ahead_end_ = 0;
  std::size_t last_ = 0;  ///< The segment prepared last.
  std::vector<std::string_view> sides_ahead_;
};

}  // namespace assay
