#include "assay/metric.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "rouge155/word_lists.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

Error spec_error(std::string_view spec, std::string_view problem) {
  return usage_error("E-SPEC", fmt::format("'{}': {}", escape(spec), problem),
                     "write NAME or NAME:key=value,key=value");
}

const MetricInfo& find_metric(std::string_view name) {
  const MetricInfo* info = find_named(metrics(), name);
  if (info != nullptr) return *info;
  throw usage_error("E-METRIC", fmt::format("no metric is called '{}'", escape(name)),
                    did_you_mean(name, names_of(metrics())) + "`assay metrics` lists all");
}

/// Cuts `text` at commas that are not inside double quotes.
std::vector<std::string_view> split_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') is_quoted = !is_quoted;
    if (i < text.size() && (text[i] != ',' || is_quoted)) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return parts;
}

std::string_view unquote(std::string_view value) {
  const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return is_quoted ? value.substr(1, value.size() - 2) : value;
}

/// The entry for these settings: the metric's own or its variant.
const MetricInfo& entry_for(const MetricInfo& info, std::string_view settings) {
  if (info.variant == nullptr) return info;
  const OptionInfo& first = info.options.front();
  for (const std::string_view setting : split_at_commas(settings)) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string_view::npos || setting.substr(0, equals) != first.key) continue;
    const std::string_view value = unquote(setting.substr(equals + 1));
    return value == first.fallback ? info : *info.variant;
  }
  return info;
}

void set_options(Options& options, std::string_view spec, std::string_view settings) {
  if (std::ranges::count(settings, '"') % 2 != 0) {
    throw spec_error(spec, "a double quote is not closed");
  }
  std::vector<std::string_view> keys;
  for (const std::string_view setting : split_at_commas(settings)) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string_view::npos) {
      throw spec_error(spec, fmt::format("'{}' is not key=value", escape(setting)));
    }
    const std::string_view key = setting.substr(0, equals);
    if (std::ranges::find(keys, key) != keys.end()) {
      throw spec_error(spec, fmt::format("'{}' is given twice", escape(key)));
    }
    keys.push_back(key);
    try {
      options.set(key, unquote(setting.substr(equals + 1)));
    } catch (const Error& error) {
      Problem problem = error.problem();
      problem.what = fmt::format("{}: {}", escape(spec), problem.what);
      throw Error(error.exit_code(), std::move(problem));
    }
  }
}

/// Normalized inputs show as a part of the tokenizer, or by themselves where a metric has none.
std::string signature_of(const MetricSpec& spec, const Options& options,
                         std::string_view references, std::string_view facts) {
  std::string text = fmt::format("nrefs:{}", references);
  std::string prefix = spec.normalization.empty() ? "" : spec.normalization + "+";
  for (const OptionInfo& option : options.table()) {
    const std::string& value = options[option.key];
    if (!option.always_shown && value == option.fallback) continue;
    const bool is_pipeline = option.canonical == &canonical_tokenizer;
    const std::string shown = is_pipeline ? TextPipeline(value).signature() : value;
    text +=
        fmt::format("|{}:{}{}", option.key, is_pipeline ? std::exchange(prefix, "") : "", shown);
  }
  if (!prefix.empty()) text += fmt::format("|text:{}", spec.normalization);
  if (!spec.documents.empty()) text += fmt::format("|doc:{}", spec.documents);
  if (!facts.empty()) text += fmt::format("|{}", facts);
  return fmt::format("{}|version:{}", text, version_signature());
}

bool names_file(const OptionInfo& option, std::string_view value) {
  if (option.canonical == &canonical_path) return !value.empty();
  return option.canonical == &canonical_yes_no_path && value != "yes" && value != "no";
}

}  // namespace

std::vector<Warning> Metric::prepare(std::size_t /*threads*/) {
  return {};
}

std::string Metric::facts() const {
  return "";
}

std::string Metric::peer_signature() const {
  return "";
}

void Metric::check_segments(std::uint64_t /*segments*/) const {}

std::vector<Warning> Metric::warnings(Row /*totals*/) const {
  return {};
}

std::string_view version_signature() {
  return "assay-" ASSAY_VERSION;
}

MetricSpec MetricSpec::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  if (colon != std::string_view::npos && name.find(',') != std::string_view::npos) {
    throw spec_error(text, "a comma before the colon");
  }
  const bool has_settings = colon != std::string_view::npos;
  const std::string_view settings = has_settings ? text.substr(colon + 1) : "";
  const MetricInfo& info = entry_for(find_metric(name), settings);
  MetricSpec spec{std::string(text), &info, Options(info.options)};
  if (has_settings) set_options(spec.options, text, settings);
  return spec;
}

std::string MetricSpec::signature(std::string_view references, std::string_view facts) const {
  return signature_of(*this, options, references, facts);
}

std::vector<std::string> MetricSpec::files() const {
  std::vector<std::string> paths;
  for (const OptionInfo& option : options.table()) {
    const std::string& value = options[option.key];
    if (names_file(option, value)) paths.push_back(value);
    if (option.canonical == &canonical_rouge155_folder && !value.empty()) {
      std::ranges::move(WordLists::possible_files(value), std::back_inserter(paths));
    }
    if (option.canonical != &canonical_tokenizer) continue;
    if (const auto path = split_pipeline(value).path) paths.emplace_back(*path);
  }
  return paths;
}

Better MetricSpec::better() const {
  const auto option = std::ranges::find(info->options, "better", &OptionInfo::key);
  if (option == info->options.end()) return info->better;
  return options["better"] == "lower" ? Better::kLower : Better::kHigher;
}

std::string MetricSpec::equals(std::string_view references) const {
  if (!normalization.empty() || !documents.empty()) return "";
  if (info->is_peer_single_reference && references != "1") return "";
  return info->equals(options);
}

Options MetricSpec::segment_options() const {
  Options chosen = options;
  if (info->for_segments != nullptr && documents != "aggregate") info->for_segments(chosen);
  return chosen;
}

std::string MetricSpec::segment_signature(std::string_view references,
                                          std::string_view facts) const {
  return signature_of(*this, segment_options(), references, facts);
}

std::vector<MetricSpec> parse_metric_list(std::string_view text) {
  std::vector<MetricSpec> specs;
  if (text.find(':') != std::string_view::npos) {
    specs.push_back(MetricSpec::parse(text));
    return specs;
  }
  for (const std::string_view name : split_at_commas(text))
    specs.push_back(MetricSpec::parse(name));
  return specs;
}

}  // namespace assay
