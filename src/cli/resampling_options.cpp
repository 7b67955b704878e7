#include "cli/resampling_options.h"

namespace assay {
namespace {

constexpr std::size_t kFewestSamples = 1;
constexpr std::size_t kMostSamples = 10'000'000;

/// CLI11 takes -1 for the largest number that there is.
std::string is_seed(const std::string& text) {
  const bool is_negative = text.starts_with('-');
  return is_negative ? "the seed " + text + " is less than 0" : "";
}

}  // namespace

void add_sample_options(CLI::App& command, std::size_t& samples, std::uint64_t& seed,
                        const std::string& group) {
  command.add_option("--samples", samples, "Resampled corpora, or trials of a test")
      ->type_name("N")
      ->check(CLI::Range(kFewestSamples, kMostSamples))
      ->group(group);
  command.add_option("--seed", seed, "Of the random numbers; the same seed, the same numbers")
      ->type_name("N")
      ->check(is_seed)
      ->capture_default_str()
      ->group(group);
}

std::string examples_footer(const char* examples, bool show_all) {
  const std::string more = show_all ? "" : "\n\n--help-all lists the other options.";
  return examples + more;
}

}  // namespace assay
