#include "assay/metric.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"
#include "assay/writer.h"

#include "cli/commands.h"
#include "cli/output.h"

#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

template <typename Entry>
void print_table(std::string_view heading, std::span<const Entry* const> table, std::ostream& out) {
  fmt::print(out, "{}:\n", heading);
  for (const Entry* entry : table) fmt::print(out, "  {:<13} {}\n", entry->name, entry->summary);
}

void print_all(std::ostream& out) {
  print_table("metrics", metrics(), out);
  print_table("tokenizers (tok=)", tokenizers(), out);
  print_table("normalizers, before a tokenizer with +", normalizers(), out);
  print_table("formats (-f)", writers(), out);
  fmt::print(out, "`assay metrics NAME` tells about one.\n");
}

void print_one(const MetricInfo& info, std::ostream& out) {
  const Options defaults(info.options);
  fmt::print(out, "{} ({}): {}\n", info.name, info.title, info.summary);
  fmt::print(out, "scale: {}; {} is better\n", info.scale == Scale::kHundred ? "0-100" : "0-1",
             info.better == Better::kHigher ? "higher" : "lower");
  const std::string equals = info.equals(defaults);
  if (!equals.empty()) fmt::print(out, "equals: {}\n", equals);
  fmt::print(out, "options:\n");
  for (const OptionInfo& option : info.options) {
    fmt::print(out, "  {:<7} {} (default: {})\n", option.key, option.summary, option.fallback);
  }
  const MetricSpec spec = MetricSpec::parse(info.name);
  fmt::print(out, "signature: {}\n", spec.signature("1"));
}

void print_metrics(const std::string& name) {
  const MetricInfo* info = name.empty() ? nullptr : MetricSpec::parse(name).info;
  print_to_stdout([&](std::ostream& out) {
    if (info == nullptr) {
      print_all(out);
    } else {
      print_one(*info, out);
    }
  });
}

}  // namespace

void add_metrics(CLI::App& app) {
  const auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "metrics", "List metrics, their options and defaults, tokenizers, formats");
  command->add_option("name", *name, "One metric")->type_name("NAME");
  command->callback([name] { print_metrics(*name); });
}

}  // namespace assay
