#include "cli/presets.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = {
      {"bert-score", {"bertscore"}, ""},
      {"google-rouge", {"rouge1", "rouge2", "rougeL"}, "rouge_score"},
      {"hf-evaluate", {"rouge1", "rouge2", "rougeL", "rougeLsum"}, "evaluate"},
      {"rouge-1.5.5",
       {"rouge1:alg=1.5.5,stem=yes", "rouge2:alg=1.5.5,stem=yes", "rouge3:alg=1.5.5,stem=yes",
        "rouge4:alg=1.5.5,stem=yes", "rougeL:alg=1.5.5,stem=yes", "rougeW:w=1.2,stem=yes",
        "rougeSU:skip=4,stem=yes"},
       "rouge-1.5.5"},
      {"sacrebleu", {"bleu", "chrf", "ter"}, ""},
  };
  return all;
}

}  // namespace

const Preset& find_preset(std::string_view name) {
  const auto found = std::ranges::find(presets(), name, &Preset::name);
  if (found != presets().end()) return *found;
  throw usage_error("E-PRESET", fmt::format("no preset is called '{}'", escape(name)),
                    fmt::format("{}the presets are: {}", did_you_mean(name, preset_names()),
                                fmt::join(preset_names(), ", ")));
}

std::vector<std::string> preset_names() {
  return names_of(presets());
}

std::string expansion_of(const Preset& preset) {
  std::string text =
      fmt::format("--preset {} is -m {}", preset.name, fmt::join(preset.metrics, " -m "));
  if (!preset.aggregate.empty()) text += fmt::format(" --aggregate {}", preset.aggregate);
  return text;
}

}  // namespace assay
