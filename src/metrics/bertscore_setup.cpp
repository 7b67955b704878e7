#include "metrics/bertscore_setup.h"

#include "assay/error.h"

#include "metrics/bertscore_files.h"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {

BertScoreSetup set_up(const EmbeddingCorpus& corpus, const Options& options) {
  BertScoreSetup setup;
  const std::string& idf = options["idf"];
  if (idf == "yes") setup.idf = std::make_unique<IdfTable>(idf_of_references(corpus));
  if (idf != "yes" && idf != "no") setup.idf = std::make_unique<IdfTable>(read_idf(idf));
  setup.settings = {.layer = layer_option(options),
                    .matches_special = options["special"] == "match",
                    .allows_nan = options["nan"] == "compat",
                    .idf = setup.idf.get()};
  if (options["pad"] != "no") {
    setup.settings.pairs_padded = static_cast<std::size_t>(options.whole("pad"));
  }
  for (const auto* side : {&corpus.references, &corpus.systems}) {
    for (const auto& file : *side) {
      setup.settings.special_ids.push_back(special_ids_of(*file, options));
    }
  }
  return setup;
}

std::optional<int> layer_option(const Options& options) {
  if (options["layer"].empty()) return std::nullopt;
  return options.whole("layer");
}

std::optional<BaselineScores> baseline_of(const EmbeddingCorpus& corpus, const Options& options) {
  if (options["baseline"].empty()) return std::nullopt;
  const std::optional<int> layer = layer_of(corpus, options);
  if (layer) return read_baseline(options["baseline"], *layer);
  throw usage_error("E-VALUE", "a baseline is of a layer, and the files do not tell theirs",
                    "write bertscore:baseline=FILE,layer=K");
}

std::string all_facts_of(const EmbeddingCorpus& corpus, const Options& options,
                         const IdfTable* idf) {
  std::vector<std::string> facts;
  if (std::string of_files = facts_of(corpus, options); !of_files.empty()) {
    facts.push_back(std::move(of_files));
  }
  if (idf != nullptr) facts.push_back("df:" + digest_of(*idf));
  if (const auto baseline = baseline_of(corpus, options)) {
    facts.push_back("base:" + digest_of(*baseline));
  }
  return fmt::format("{}", fmt::join(facts, "|"));
}

}  // namespace assay
