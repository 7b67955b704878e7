#include "embeddings/text_hashes.h"

#include "assay/error.h"
#include "assay/text.h"

#include "modules/sha256.h"

#include <fmt/format.h>

namespace assay {

struct TextHashes::Side {
  explicit Side(const EmbeddingFile& embedding_file) : file(embedding_file) {}

  const EmbeddingFile& file;
  Sha256 digest;

  void add(std::string_view text) {
    digest.add(strip(text));
    digest.add("\n");
  }
};

namespace {

constexpr std::string_view kKey = "text_sha256";

template <typename Side>
std::vector<std::unique_ptr<Side>> sides_of(
    const std::vector<std::unique_ptr<EmbeddingFile>>& files) {
  std::vector<std::unique_ptr<Side>> sides(files.size());
  for (std::size_t f = 0; f < files.size(); ++f) {
    if (!files[f]->metadata(kKey).empty()) sides[f] = std::make_unique<Side>(*files[f]);
  }
  return sides;
}

}  // namespace

TextHashes::TextHashes(const EmbeddingCorpus& corpus)
    : corpus_(corpus),
      systems_(sides_of<Side>(corpus.systems)),
      references_(sides_of<Side>(corpus.references)) {}

TextHashes::~TextHashes() = default;

void TextHashes::add(const Block& block) {
  for (std::size_t i = 0; i < block.segments; ++i) {
    for (std::size_t s = 0; s < systems_.size(); ++s) {
      if (systems_[s] != nullptr) systems_[s]->add(block.hypotheses[i * block.systems + s]);
    }
    add_references(block, i);
  }
}

/// Files have the references of a segment one after the other.
void TextHashes::add_references(const Block& block, std::size_t segment) {
  const std::uint64_t number = block.first_segment + segment;
  if (number >= corpus_.segments()) return;  // E-SHAPE follows.
  std::uint64_t next = block.reference_begin[segment];
  for (std::size_t f = 0; f < references_.size(); ++f) {
    const std::uint64_t count = corpus_.references[f]->texts_of(number).size();
    for (std::uint64_t r = next; r < next + count; ++r) {
      const bool is_there = r < block.reference_begin[segment + 1];
      if (references_[f] != nullptr && is_there) references_[f]->add(block.references[r]);
    }
    next += count;
  }
}

void TextHashes::check() {
  for (const auto* sides : {&systems_, &references_}) {
    for (const auto& side : *sides) {
      if (side == nullptr || side->digest.hexadecimal() == side->file.metadata(kKey)) continue;
      throw input_error("E-TEXT",
                        side->file.shown() + ": made from other texts than those that are scored",
                        "export the embeddings from these texts, as they are with --normalize");
    }
  }
}

}  // namespace assay
