#pragma once

#include "assay/embeddings.h"
#include "assay/options.h"

#include "metrics/bertscore_baseline.h"
#include "metrics/bertscore_pass.h"
#include "metrics/token_weights.h"

#include <memory>
#include <optional>
#include <string>

namespace assay {

/// What BERTScore's options make of a corpus.
struct BertScoreSetup {
  std::unique_ptr<IdfTable> idf;  ///< nullptr: every token counts as much.
  BertScoreSettings settings;
};

/// Reads or counts frequencies. Throws what special_ids_of() and read_idf() throw.
BertScoreSetup set_up(const EmbeddingCorpus& corpus, const Options& options);

/// The layer that the user names.
std::optional<int> layer_option(const Options& options);

/// The table that the user names, if any. Throws E-VALUE (usage) if the layer is not known.
std::optional<BaselineScores> baseline_of(const EmbeddingCorpus& corpus, const Options& options);

/// What the signature tells of the files, and of the idf table and the baseline if there are any.
std::string all_facts_of(const EmbeddingCorpus& corpus, const Options& options,
                         const IdfTable* idf);

}  // namespace assay
