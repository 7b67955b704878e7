#include "assay/metric.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"
#include "assay/writer.h"

#include "cli/commands.h"
#include "cli/output.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay metrics
  assay metrics bleu)";

/// The longest of `names`, which a column of them is as wide as.
std::size_t width_of(const std::vector<std::string>& names) {
  std::size_t width = 0;
  for (const std::string& name : names) width = std::max(width, name.size());
  return width;
}

template <typename Entry>
void print_table(std::string_view heading, std::span<const Entry* const> table, std::ostream& out) {
  const std::size_t width = width_of(names_of(table));
  fmt::print(out, "{}:\n", heading);
  for (const Entry* entry : table) {
    fmt::print(out, "  {:<{}}  {}\n", entry->name, width, entry->summary);
  }
}

/// They differ only in their languages.
void print_stemmers(std::ostream& out) {
  constexpr std::size_t kWidth = 80;
  std::string line = "  yes";
  fmt::print(out, "stemmers of ROUGE (stem=); yes is Porter's as in rouge_score:\n");
  for (const StemmerInfo* stemmer : stemmers().subspan(1)) {
    line += ",";
    if (line.size() + stemmer->name.size() > kWidth) {
      fmt::print(out, "{}\n", line);
      line = " ";
    }
    line += fmt::format(" {}", stemmer->name);
  }
  fmt::print(out, "{}\n", line);
}

void print_all(std::ostream& out) {
  print_table("metrics", metrics(), out);
  print_table("tokenizers (tok=)", tokenizers(), out);
  print_table("normalizers, before a tokenizer with +", normalizers(), out);
  print_stemmers(out);
  print_table("formats (-f)", writers(), out);
  fmt::print(out, "`assay metrics NAME` tells about one.\n");
}

void print_one(const MetricSpec& spec, std::ostream& out) {
  const MetricInfo& info = *spec.info;
  fmt::print(out, "{} ({}): {}\n", info.name, info.title, info.summary);
  fmt::print(out, "scale: {}; {} is better\n", info.scale == Scale::kHundred ? "0-100" : "0-1",
             info.better == Better::kHigher ? "higher" : "lower");
  const std::string equals = info.equals(spec.options);
  if (!equals.empty()) fmt::print(out, "equals: {}\n", equals);
  fmt::print(out, "options:\n");
  std::vector<std::string> keys;
  for (const OptionInfo& option : info.options) keys.emplace_back(option.key);
  for (const OptionInfo& option : info.options) {
    const std::string fallback =
        option.fallback.empty() ? "" : fmt::format(" (default: {})", option.fallback);
    fmt::print(out, "  {:<{}}  {}{}\n", option.key, width_of(keys), option.summary, fallback);
  }
  fmt::print(out, "signature: {}\n", spec.signature("1"));
}

void print_metrics(const std::string& name) {
  std::optional<MetricSpec> spec;
  if (!name.empty()) spec = MetricSpec::parse(name);
  print_to_stdout([&](std::ostream& out) {
    if (!spec) {
      print_all(out);
    } else {
      print_one(*spec, out);
    }
  });
}

}  // namespace

void add_metrics_options(CLI::App& command, bool /*show_all*/, Outcome& /*outcome*/) {
  const auto name = std::make_shared<std::string>();
  command.footer(kExamples);
  command.add_option("name", *name, "One metric")->type_name("NAME");
  command.callback([name] { print_metrics(*name); });
}

}  // namespace assay
