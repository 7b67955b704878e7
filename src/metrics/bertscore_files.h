#pragma once

#include "assay/embeddings.h"
#include "assay/options.h"

#include "metrics/token_weights.h"

#include <optional>
#include <string>
#include <vector>

/// What the files of a corpus say about themselves, and what of it BERTScore's options overrule.
namespace assay {

/// Throws E-MISMATCH (input) if files were made by other models, layers or tokenizers, unless
/// `allows_mismatch`; E-SHAPE if rows have other lengths.
void check_agreement(const EmbeddingCorpus& corpus, std::optional<int> layer, bool allows_mismatch);

/// The layer that the option or the files name.
std::optional<int> layer_of(const EmbeddingCorpus& corpus, const Options& options);

/// Which tokens of a file are special; nothing if the file marks them itself. Throws E-SPECIAL
/// (input) if that is not known but needed.
std::optional<SpecialIds> special_ids_of(const EmbeddingFile& file, const Options& options);

/// "model:…|layer:…|…" for the signature.
std::string facts_of(const EmbeddingCorpus& corpus, const Options& options);

/// What bert_score would print of the same model, or "" if files do not say which that is.
std::string bert_score_hash(const EmbeddingCorpus& corpus, const Options& options);

}  // namespace assay
