#include "assay/error.h"
#include "assay/text.h"

#include "cli/getopt_std.h"
#include "cli/long_option.h"
#include "cli/rouge155.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view kLetters = "adhHmMsuUvx2:3:b:c:e:f:l:n:p:r:t:w:z:";
constexpr int kMostOrder = 1000;
constexpr int kMostSamples = 10'000'000;
constexpr int kMostLength = 1'000'000'000;
constexpr const char* kDefaultSystem = "X";

/// Those that the Perl program does not have.
std::vector<std::string> long_names() {
  return {"--system-dir", "--model-dir", "--system-pattern", "--model-pattern", "--exceptions"};
}

Error bad_value(char letter, const std::string& value, const std::string& wanted) {
  return usage_error("E-USAGE", fmt::format("-{} {}: not {}", letter, escape(value), wanted),
                     kOptionsHint);
}

template <typename Number>
Number number(const StdOptions& options, char letter, Number fallback, Number low, Number high) {
  const auto found = options.values.find(letter);
  if (found == options.values.end()) return fallback;
  const std::string& text = found->second;
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (is_number && value >= low && value <= high) return value;
  throw bad_value(letter, text,
                  fmt::format("a {}number from {} to {}",
                              std::is_integral_v<Number> ? "whole " : "", low, high));
}

std::string text_of(const StdOptions& options, char letter, const std::string& fallback) {
  const auto found = options.values.find(letter);
  return found == options.values.end() ? fallback : found->second;
}

void add_skip_bigrams(const StdOptions& options, std::vector<Rouge155Options::Column>& columns) {
  constexpr int kMostSkip = 1'000'000;
  if (!options.has('2')) return;
  const int skip = number(options, '2', 0, -kMostSkip, kMostSkip);
  const std::string shown = skip < 0 ? "*" : text_of(options, '2', "");
  if (!options.has('u')) {
    columns.push_back({{.unit = Rouge155Kind::Unit::kSkipBigrams, .skip = skip},
                       fmt::format("ROUGE-S{}", shown)});
  }
  if (options.has('u') || options.has('U')) {
    columns.push_back({{.unit = Rouge155Kind::Unit::kSkipBigramsAndUnigrams, .skip = skip},
                       fmt::format("ROUGE-SU{}", shown)});
  }
}

std::vector<Rouge155Options::Column> columns_of(const StdOptions& options) {
  constexpr double kMostWeight = 10;
  std::vector<Rouge155Options::Column> columns;
  const int order = number(options, 'n', 0, 0, kMostOrder);
  for (int n = 1; n <= order; ++n) {
    columns.push_back({{.unit = Rouge155Kind::Unit::kNgrams, .order = static_cast<std::size_t>(n)},
                       fmt::format("ROUGE-{}", n)});
  }
  if (!options.has('x')) columns.push_back({{.unit = Rouge155Kind::Unit::kLcs}, "ROUGE-L"});
  if (options.has('w')) {
    const double weight = number(options, 'w', 1.0, 1.0, kMostWeight);
    columns.push_back({{.unit = Rouge155Kind::Unit::kWeightedLcs, .weight = weight},
                       fmt::format("ROUGE-W-{}", text_of(options, 'w', ""))});
  }
  add_skip_bigrams(options, columns);
  return columns;
}

LengthLimit limit_of(const StdOptions& options) {
  if (options.has('l') && options.has('b')) {
    throw usage_error("E-USAGE", "-l and -b contradict each other", "give one of them");
  }
  const char letter = options.has('l') ? 'l' : 'b';
  const int count = number(options, letter, 0, 0, kMostLength);
  if (count == 0) return {};
  return {letter == 'l' ? LengthLimit::Unit::kWords : LengthLimit::Unit::kBytes,
          static_cast<std::size_t>(count)};
}

Rouge155Options::Averaging averaging_of(const StdOptions& options) {
  const std::string value = text_of(options, 't', "0");
  if (value == "1") return Rouge155Options::Averaging::kCounts;
  if (value == "2") return Rouge155Options::Averaging::kSums;
  return Rouge155Options::Averaging::kScores;
}

void refuse_unknown(const StdOptions& options) {
  if (options.has('3')) {
    throw usage_error("E-USAGE", "assay has no Basic Elements (-3)", "leave the option out");
  }
  if (options.has('v')) {
    throw usage_error("E-USAGE", "assay has no debug dump (-v)",
                      "-d prints the scores of single documents");
  }
}

Rouge155Options options_of(const StdOptions& options) {
  refuse_unknown(options);
  Rouge155Options result;
  result.columns = columns_of(options);
  if (result.columns.empty()) {
    throw usage_error("E-USAGE", "nothing is to be computed",
                      "add -n N, -w W or -2 D, or leave out -x");
  }
  result.stems_peers = options.has('m');
  result.stems_models = options.has('m') || options.has('M');
  result.cutting = {options.has('s'), limit_of(options)};
  result.choice = text_of(options, 'f', "A") == "B" ? ModelChoice::kBest : ModelChoice::kPool;
  result.alpha = number(options, 'p', 0.5, 0.0, 1.0);
  result.averaging = averaging_of(options);
  result.resampling.confidence = number(options, 'c', 95.0, 0.0, 100.0);
  result.confidence = text_of(options, 'c', "95");
  result.resampling.samples = static_cast<std::size_t>(number(options, 'r', 1000, 1, kMostSamples));
  result.shows_documents = options.has('d');
  return result;
}

std::optional<PyrougeFolders> take_folders(std::vector<std::string>& arguments) {
  PyrougeFolders folders;
  folders.system_folder = take_long_option(arguments, "--system-dir", kOptionsHint);
  folders.model_folder = take_long_option(arguments, "--model-dir", kOptionsHint);
  folders.system_pattern = take_long_option(arguments, "--system-pattern", kOptionsHint);
  folders.model_pattern = take_long_option(arguments, "--model-pattern", kOptionsHint);
  const auto parts = {folders.system_folder, folders.model_folder, folders.system_pattern,
                      folders.model_pattern};
  const auto given = std::ranges::count_if(parts, [](const auto& part) { return !part.empty(); });
  if (given == 0) return std::nullopt;
  if (given == std::ssize(parts)) return folders;
  throw usage_error("E-USAGE", "folders need all four options",
                    "--system-dir, --model-dir, --system-pattern, --model-pattern");
}

bool takes_exceptions(std::vector<std::string>& arguments) {
  const std::string value = take_long_option(arguments, "--exceptions", kOptionsHint);
  if (value.empty() || value == "wordnet") return true;
  if (value == "none") return false;
  throw usage_error("E-USAGE", fmt::format("--exceptions {}: not wordnet or none", escape(value)));
}

/// Which words are file and system depends on where the texts are listed.
void set_inputs(const StdOptions& options, Rouge155Command& command) {
  const bool is_list = options.has('z');
  const bool has_folders = command.folders.has_value();
  std::vector<std::string> words = options.words;
  if (is_list) command.format = sentence_format(text_of(options, 'z', ""), "-z");
  if (!has_folders) {
    if (words.empty()) {
      throw usage_error("E-USAGE", "there is no settings file", "`assay rouge155 -h` shows how");
    }
    command.settings = words.front();
    words.erase(words.begin());
  }
  if (words.size() > 1) {
    throw usage_error("E-USAGE", fmt::format("'{}' is one word too many", escape(words[1])),
                      "options come before the settings file");
  }
  if (has_folders || is_list) {
    const std::string fallback = has_folders ? "1" : kDefaultSystem;
    command.options.system = words.empty() ? fallback : words.front();
  } else if (!options.has('a')) {
    if (words.empty()) {
      throw usage_error("E-USAGE", "no system is named", "name one after the file, or give -a");
    }
    command.options.system = words.front();
  }
}

}  // namespace

Rouge155Command parse_rouge155(std::vector<std::string> arguments) {
  Rouge155Command command;
  command.folders = take_folders(arguments);
  const bool has_exceptions = takes_exceptions(arguments);
  const StdOptions options = read_std_options(arguments, kLetters, long_names());
  command.options = options_of(options);
  command.lists = {command.options.stems_models && has_exceptions,
                   command.options.cutting.removes_stop_words, text_of(options, 'e', "")};
  set_inputs(options, command);
  return command;
}

}  // namespace assay
