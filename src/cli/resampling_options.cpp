#include "cli/resampling_options.h"

#include "cli/checks.h"

#include <limits>

namespace assay {
namespace {

constexpr std::uint64_t kMostSamples = 10'000'000;

}  // namespace

void add_sample_options(CLI::App& command, std::size_t& samples, std::uint64_t& seed,
                        const std::string& group) {
  CLI::Option* option =
      command.add_option("--samples", samples, "Resampled corpora, or trials of a test")
          ->type_name("N")
          ->group(group);
  require_whole(option, 1, kMostSamples);
  option =
      command.add_option("--seed", seed, "Of the random numbers; the same seed, the same numbers")
          ->type_name("N")
          ->capture_default_str()
          ->group(group);
  require_whole(option, 0, std::numeric_limits<std::uint64_t>::max());
}

std::string examples_footer(const char* examples, bool show_all) {
  const std::string more = show_all ? "" : "\n\n--help-all lists the other options.";
  return examples + more;
}

}  // namespace assay
