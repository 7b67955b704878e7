#include "input/open_sources.h"

#include "assay/error.h"
#include "assay/text.h"

#include "input/byte_source.h"
#include "input/column_source.h"
#include "input/jsonl_source.h"
#include "input/segment_format.h"
#include "input/text_source.h"
#include "input/wmt_source.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

void refuse_missing_references(const CorpusFiles& files, const InputOptions& options) {
  if (!files.references.empty()) return;
  for (const InputFile& system : files.systems) {
    if (format_of(system.path, options) != InputFormat::kText) continue;
    throw usage_error("E-NOREF", "no references for " + shown_path(system.path),
                      "give them with -r FILE, or in the field --ref-field of JSONL, TSV or CSV");
  }
}

/// Fields that a text file does not have.
void refuse_fields_of_text(const InputFile& file, const InputOptions& options) {
  if (!options.align_ids) return;
  throw input_error("E-ID", shown_path(file.path) + ": is text and has no ids to align by",
                    "give JSONL, TSV or CSV with --id-field");
}

/// The path of the file that tells the groups: the first that is not text.
std::string group_file(const CorpusFiles& files, const InputOptions& options) {
  if (options.group_field.empty() || options.group_field == kGroupByLength) return {};
  for (const InputFile& file : files.systems) {
    if (format_of(file.path, options) != InputFormat::kText) return file.path;
  }
  for (const InputFile& file : files.references) {
    if (format_of(file.path, options, true) != InputFormat::kText) return file.path;
  }
  throw input_error(
      "E-FIELD", fmt::format("no file has a field '{}': all are text", escape(options.group_field)),
      options.documents == Documents::kNone ? "give JSONL, TSV or CSV, or group by @length"
                                            : "give JSONL, TSV or CSV");
}

std::unique_ptr<SegmentSource> open(const InputFile& file, InputOptions options,
                                    const std::string& group_file,
                                    const std::vector<std::string>& systems,
                                    References references) {
  if (file.path != group_file) options.group_field.clear();
  using Dialect = ColumnSource::Dialect;
  switch (format_of(file.path, options, systems.empty())) {
    case InputFormat::kJsonl:
      return std::make_unique<JsonlSource>(file, options, systems, references);
    case InputFormat::kTsv:
      return std::make_unique<ColumnSource>(file, options, Dialect::kTsv, systems, references);
    case InputFormat::kCsv:
      return std::make_unique<ColumnSource>(file, options, Dialect::kCsv, systems, references);
    case InputFormat::kWmt:
      return std::make_unique<WmtSource>(file, options, systems, options.ref_fields);
    default:
      refuse_fields_of_text(file, options);
      return std::make_unique<TextSource>(file, options);
  }
}

/// How many systems from `first` on are read from the same file.
std::size_t shared_from(const std::vector<InputFile>& systems, std::size_t first) {
  std::size_t end = first + 1;
  while (end < systems.size() && !systems[first].field.empty() && !systems[end].field.empty() &&
         systems[end].path == systems[first].path) {
    ++end;
  }
  return end - first;
}

}  // namespace

OpenSources open_sources(const CorpusFiles& files, const InputOptions& options) {
  refuse_missing_references(files, options);
  for (const auto* inputs : {&files.systems, &files.references}) {
    for (const InputFile& file : *inputs) check_stdin_open(file.path);
  }
  OpenSources sources;
  const std::string groups = group_file(files, options);
  auto wanted = files.references.empty() ? References::kRequired : References::kIgnored;
  for (std::size_t s = 0; s < files.systems.size();) {
    const std::size_t count = shared_from(files.systems, s);
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string& field = files.systems[s + i].field;
      fields.push_back(field.empty() ? options.hyp_field : field);
      sources.systems.push_back({sources.all.size(), i, count});
    }
    sources.all.push_back(open(files.systems[s], options, groups, fields, wanted));
    if (wanted == References::kRequired) wanted = References::kOptional;
    s += count;
  }
  sources.of_systems = sources.all.size();
  for (const InputFile& file : files.references) {
    sources.all.push_back(open(file, options, groups, {}, References::kRequired));
  }
  return sources;
}

}  // namespace assay
