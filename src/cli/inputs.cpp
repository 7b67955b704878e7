#include "cli/inputs.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "cli/checks.h"
#include "cli/standard_streams.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

constexpr const char* kGroup = "Input";
constexpr std::string_view kAll = "all";
constexpr std::uint64_t kSmallestWindow = 10;
constexpr std::uint64_t kLargestWindow = 31;
constexpr std::uint64_t kLongestLine = std::uint64_t{1} << 40U;

/// What BLEU is computed with where a language has a tokenizer of its own.
struct LanguageTokenizer {
  std::string_view language;
  std::string_view tokenizer;
};

constexpr std::array<LanguageTokenizer, 3> kLanguageTokenizers = {
    {{"zh", "zh"}, {"ja", "ja-mecab"}, {"ko", "ko-mecab"}}};

/// "ja" of "ja" or, as sacreBLEU has it, of "en-ja".
std::string_view target_language(std::string_view language) {
  const std::size_t hyphen = language.find('-');
  if (hyphen == std::string_view::npos) return language;
  language.remove_prefix(hyphen + 1);
  return language.substr(0, language.find('-'));
}

void check_names(const std::vector<InputFile>& systems) {
  std::unordered_set<std::string_view> names;
  for (const InputFile& system : systems) {
    if (system.path.empty() || system.name.empty()) {
      throw usage_error("E-NAME", "a system has no name or no file", "write FILE or NAME=FILE");
    }
    if (names.insert(system.name).second) continue;
    throw usage_error("E-NAME", fmt::format("two systems are called '{}'", escape(system.name)),
                      "name them: old=FILE new=FILE");
  }
}

/// One field cannot be two things.
void check_fields(const InputArguments& arguments, const InputOptions& options) {
  std::vector<std::string> names = arguments.hyp_fields;
  if (names.empty()) names.push_back(options.hyp_field);
  names.insert(names.end(), options.ref_fields.begin(), options.ref_fields.end());
  if (!options.id_field.empty()) names.push_back(options.id_field);
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) == names.end()) return;
  throw usage_error("E-USAGE", "--hyp-field, --ref-field and --id-field must differ",
                    "name a field of its own for each");
}

InputFormat format_named(const std::string& name) {
  if (name == "text") return InputFormat::kText;
  if (name == "jsonl") return InputFormat::kJsonl;
  if (name == "tsv") return InputFormat::kTsv;
  if (name == "csv") return InputFormat::kCsv;
  return InputFormat::kBySuffix;
}

/// Names with commas between.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    names.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

bool are_all(const std::string& wanted) {
  return wanted.empty() || wanted == kAll;
}

/// All, or names that must be among them, each once.
std::vector<std::string> choose(const std::string& wanted, const std::vector<std::string>& all,
                                const char* what) {
  if (are_all(wanted)) return all;
  std::vector<std::string> names = names_in(wanted);
  std::unordered_set<std::string_view> known;
  for (const std::string& name : names) {
    if (!known.insert(name).second) {
      throw usage_error("E-NAME", fmt::format("the {} '{}' is named twice", what, escape(name)),
                        "name each once");
    }
    if (std::ranges::find(all, name) != all.end()) continue;
    throw usage_error("E-NAME", fmt::format("no {} is called '{}'", what, escape(name)),
                      fmt::format("{}there are: {}", did_you_mean(name, all),
                                  escape(fmt::format("{}", fmt::join(all, ", ")), 1000)));
  }
  return names;
}

/// Options that say how other files are read.
void refuse_with_wmt(const InputArguments& arguments) {
  struct Option {
    const char* name;
    bool is_given;
  };
  for (const auto& [name, is_given] : {Option{"--hyp-field", !arguments.hyp_fields.empty()},
                                       Option{"--ref-field", !arguments.ref_fields.empty()},
                                       Option{"--id-field", !arguments.id_field.empty()},
                                       Option{"--input-format", !arguments.format.empty()},
                                       Option{"--unescape", arguments.unescape}}) {
    if (!is_given) continue;
    throw usage_error("E-USAGE", fmt::format("--wmt and {} contradict each other", name),
                      "leave one of them out");
  }
}

/// Names of systems and translators are in WMT's XML alone.
void refuse_without_wmt(const InputArguments& arguments) {
  const bool is_systems = !arguments.wmt_systems.empty();
  if (!is_systems && arguments.wmt_translators.empty()) return;
  throw usage_error("E-USAGE",
                    fmt::format("{} without --wmt", is_systems ? "--systems" : "--translators"),
                    "--wmt FILE names a file of WMT's XML");
}

/// What is read twice cannot be a stream.
void refuse_streams(const std::string& path) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  const bool is_stdin = path == "-" || path == "/dev/stdin";
  if (!is_stdin && !std::filesystem::is_fifo(status) && !std::filesystem::is_socket(status)) return;
  throw usage_error("E-USAGE",
                    fmt::format("--wmt reads its file twice, so it cannot be {}",
                                is_stdin ? "standard input" : "a pipe"),
                    "save it to a file first");
}

/// Every chosen system of a file of WMT's XML, whose names are in it.
CorpusFiles wmt_files(const InputArguments& arguments) {
  if (!arguments.systems.empty() || !arguments.references.empty()) {
    throw usage_error("E-USAGE", "--wmt brings hypotheses and references itself",
                      "leave out -r and other files");
  }
  refuse_with_wmt(arguments);
  refuse_streams(arguments.wmt);
  const WmtContents contents = list_wmt(arguments.wmt, input_options(arguments));
  choose(arguments.wmt_translators, contents.translators, "translator");
  CorpusFiles files;
  for (const std::string& name : choose(arguments.wmt_systems, contents.systems, "system")) {
    files.systems.push_back({arguments.wmt, name, name});
  }
  if (files.systems.empty()) {
    throw input_error("E-XML", escape(arguments.wmt, std::string::npos) + ": has no <hyp system>");
  }
  return files;
}

/// Several fields of one file are one system each.
std::vector<InputFile> field_systems(const InputArguments& arguments) {
  const InputFile file = parse_system(arguments.systems.front());
  if (arguments.systems.size() > 1 || file.path != arguments.systems.front()) {
    throw usage_error("E-USAGE", "several --hyp-field take their names and texts from one file",
                      "give one FILE without a name");
  }
  std::vector<InputFile> systems;
  for (const std::string& field : arguments.hyp_fields) {
    systems.push_back({file.path, field, field});
  }
  return systems;
}

void check_stdin(const CorpusFiles& files) {
  for (const auto* list : {&files.systems, &files.references}) {
    if (std::ranges::find(*list, "-", &InputFile::path) != list->end()) require_stdin();
  }
}

/// Adds the embedding files of texts, which are named in the same order.
void add_embeddings(const InputArguments& arguments, CorpusFiles& files) {
  for (const std::string& text : arguments.hyp_embeddings) {
    const InputFile file = parse_system(text);
    const std::size_t s = files.embeddings.systems.size();
    const bool is_named = text.size() > file.path.size();
    if (is_named && s < files.systems.size() && files.systems[s].name != file.name) {
      throw usage_error("E-NAME",
                        fmt::format("the embeddings of '{}' stand where those of '{}' should",
                                    file.name, files.systems[s].name),
                        "give --hyp-emb in the order of the systems");
    }
    files.embeddings.systems.push_back(file.path);
  }
  files.embeddings.references = arguments.ref_embeddings;
  if (files.embeddings.empty()) return;
  const bool fits_references =
      files.references.empty() || files.references.size() == arguments.ref_embeddings.size();
  if (files.systems.size() == arguments.hyp_embeddings.size() && fits_references) return;
  throw usage_error("E-EMBEDDINGS",
                    fmt::format("{} --hyp-emb for {} systems, {} --ref-emb for {} references",
                                arguments.hyp_embeddings.size(), files.systems.size(),
                                arguments.ref_embeddings.size(), files.references.size()),
                    "give one for each, in the same order");
}

/// Embeddings have no fields.
void refuse_fields(const InputArguments& arguments) {
  if (arguments.group_field.empty() && arguments.doc_field.empty()) return;
  throw usage_error("E-USAGE", "embeddings without texts have no fields",
                    "leave out --group-by and --doc");
}

/// Documents are made by the field that would make groups.
void set_documents(const InputArguments& arguments, InputOptions& options) {
  options.group_field = arguments.group_field;
  if (arguments.doc_field.empty()) {
    if (arguments.doc_mode.empty()) return;
    throw usage_error("E-USAGE", "--doc-mode without --doc", "--doc KEY names the field");
  }
  if (!arguments.group_field.empty()) {
    throw usage_error("E-USAGE", "--doc and --group-by contradict each other",
                      "leave one of them out");
  }
  if (arguments.doc_field == kGroupByLength) {
    throw usage_error("E-USAGE", "--doc takes a field or column", "@length is for --group-by");
  }
  options.group_field = arguments.doc_field;
  const bool is_concat = arguments.doc_mode != "aggregate";
  options.documents = is_concat ? Documents::kConcat : Documents::kAggregate;
  if (!is_concat || arguments.hyp_embeddings.empty()) return;
  throw usage_error("E-EMBEDDINGS", "embeddings are those of segments, not of whole documents",
                    "--doc-mode aggregate, or embeddings of documents without --doc");
}

}  // namespace

void add_text_options(CLI::App& command, InputArguments& arguments, const std::string& group) {
  require_choice(command.add_option("--newline", arguments.newline, "What ends a line: lf or cr")
                     ->type_name("END")
                     ->capture_default_str()
                     ->group(group),
                 {"lf", "cr"});
  require_choice(
      command
          .add_option("--invalid", arguments.invalid, "Bytes that are not UTF-8: error or replace")
          ->type_name("WHAT")
          ->capture_default_str()
          ->group(group),
      {"error", "replace"});
  require_whole(command.add_option("--max-line", arguments.max_line, "Longest line in bytes")
                    ->type_name("N")
                    ->capture_default_str()
                    ->group(group),
                1, kLongestLine);
  require_whole(command
                    .add_option("--max-window", arguments.max_window_log,
                                "How far Zstandard may look back: 2^N bytes")
                    ->type_name("N")
                    ->capture_default_str()
                    ->group(group),
                kSmallestWindow, kLargestWindow);
  command.add_flag("--unescape", arguments.unescape, R"(\n, \t, \\ in lines stand for characters)")
      ->group(group);
}

/// How files hold segments and belong together.
void add_layout_options(CLI::App& command, InputArguments& arguments, const std::string& more) {
  require_choice(
      command.add_option("--align", arguments.align, "Align files line by line, or by id")
          ->type_name("HOW")
          ->capture_default_str()
          ->group(more),
      {"line", "id"});
  require_choice(
      command.add_option("--input-format", arguments.format, "Of all files, whatever their suffix")
          ->type_name("NAME")
          ->group(more),
      {"text", "jsonl", "tsv", "csv"});
  command
      .add_option("--group-by", arguments.group_field,
                  "Also scores of groups: by a field, a column, or @length")
      ->type_name("KEY")
      ->group(kGroup);
  command
      .add_option("--doc", arguments.doc_field,
                  "Score documents: segments with the same field or column")
      ->type_name("KEY")
      ->group(kGroup);
  require_choice(command
                     .add_option("--doc-mode", arguments.doc_mode,
                                 "Of --doc: concat (their texts, if not given) or aggregate")
                     ->type_name("HOW")
                     ->group(more),
                 {"concat", "aggregate"});
  command.add_option("--wmt", arguments.wmt, "WMT's XML with systems and references")
      ->type_name("FILE")
      ->group(kGroup);
  command.add_option("--systems", arguments.wmt_systems, "Of --wmt: all, or NAME,NAME")
      ->type_name("NAMES")
      ->default_str("all")
      ->group(more);
  command.add_option("--translators", arguments.wmt_translators, "The same for references")
      ->type_name("NAMES")
      ->default_str("all")
      ->group(more);
}

void add_input_options(CLI::App& command, InputArguments& arguments, const std::string& more) {
  command.add_option("systems", arguments.systems, "Hypotheses: FILE, NAME=FILE, or - for stdin")
      ->type_name("[NAME=]HYP");
  command.add_option("-r,--ref", arguments.references, "References, line by line; repeat for more")
      ->type_name("REF")
      ->allow_extra_args(false)
      ->group(kGroup);
  command
      .add_option("--hyp-emb", arguments.hyp_embeddings,
                  "Embeddings of the hypotheses, for bertscore; one per system")
      ->type_name("[NAME=]FILE")
      ->allow_extra_args(false)
      ->group(kGroup);
  command
      .add_option("--ref-emb", arguments.ref_embeddings, "Embeddings of the references; one per -r")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(kGroup);
  command
      .add_option("--hyp-field", arguments.hyp_fields,
                  "Field or column of the hypothesis (prediction); repeat for more systems")
      ->type_name("KEY")
      ->allow_extra_args(false)
      ->group(kGroup);
  command
      .add_option("--ref-field", arguments.ref_fields,
                  "Field or column of references (references); repeat for more")
      ->type_name("KEY")
      ->allow_extra_args(false)
      ->group(kGroup);
  command.add_option("--id-field", arguments.id_field, "Field or column of the segment's id")
      ->type_name("KEY")
      ->group(kGroup);
  add_layout_options(command, arguments, more);
  command
      .add_option("-l,--lang", arguments.language, "Language: picks the tokenizer of zh, ja and ko")
      ->type_name("XX")
      ->group(kGroup);
  require_choice(
      command.add_option("--normalize", arguments.normalize, "nfc or nfkc, before everything")
          ->type_name("FORM")
          ->group(more),
      {"nfc", "nfkc"});
  command
      .add_flag("--var-refs", arguments.var_refs, "Segments may have other numbers of references")
      ->group(more);
  add_text_options(command, arguments, more);
  command
      .add_flag("--no-shift-check", arguments.no_shift_check,
                "Do not look for files that are shifted against each other")
      ->group(more);
  command.add_flag("--allow-empty", arguments.allow_empty, "No segments at all is not an error")
      ->group(more);
}

InputFile parse_system(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos && text.substr(0, equals).find('/') == std::string::npos) {
    return {text.substr(equals + 1), text.substr(0, equals)};
  }
  const std::size_t slash = text.rfind('/');
  return {text, slash == std::string::npos ? text : text.substr(slash + 1)};
}

CorpusFiles corpus_files(const InputArguments& arguments) {
  if (!arguments.wmt.empty()) return wmt_files(arguments);
  refuse_without_wmt(arguments);
  const bool has_texts = !arguments.systems.empty() || arguments.hyp_embeddings.empty();
  if (has_texts && arguments.systems.empty()) {
    throw usage_error("E-NO-SYSTEM", "there is no hypothesis to score",
                      "assay score -r REF HYP; - is standard input");
  }
  CorpusFiles files;
  files.has_texts = has_texts;
  if (!has_texts) refuse_fields(arguments);
  if (arguments.hyp_fields.size() > 1 && has_texts) {
    files.systems = field_systems(arguments);
  } else {
    for (const std::string& text : has_texts ? arguments.systems : arguments.hyp_embeddings) {
      files.systems.push_back(parse_system(text));
    }
  }
  for (const std::string& path : has_texts ? arguments.references : arguments.ref_embeddings) {
    files.references.push_back({path, path});
  }
  check_names(files.systems);
  add_embeddings(arguments, files);
  check_stdin(files);
  return files;
}

InputOptions input_options(const InputArguments& arguments) {
  InputOptions options;
  options.format = format_named(arguments.format);
  options.hyp_field_given = !arguments.hyp_fields.empty();
  if (!arguments.hyp_fields.empty()) options.hyp_field = arguments.hyp_fields.front();
  if (!arguments.ref_fields.empty()) options.ref_fields = arguments.ref_fields;
  options.id_field = arguments.id_field;
  check_fields(arguments, options);
  set_documents(arguments, options);
  if (!arguments.wmt.empty()) {
    options.format = InputFormat::kWmt;
    options.ref_fields.clear();
    if (!are_all(arguments.wmt_translators)) {
      options.ref_fields = names_in(arguments.wmt_translators);
    }
  }
  options.align_ids = arguments.align == "id";
  if (options.align_ids && options.id_field.empty()) {
    throw usage_error("E-USAGE", "--align id without --id-field", "--id-field KEY names the field");
  }
  options.var_refs = arguments.var_refs;
  options.newline = arguments.newline == "cr" ? '\r' : '\n';
  options.unescape = arguments.unescape;
  options.replace_invalid = arguments.invalid == "replace";
  options.allow_empty = arguments.allow_empty;
  options.check_shifts = !arguments.no_shift_check;
  options.max_line = arguments.max_line;
  options.max_window_log = arguments.max_window_log;
  options.normalize = arguments.normalize;
  return options;
}

void apply_inputs(const InputArguments& arguments, MetricSpec& spec) {
  spec.normalization = arguments.normalize;
  if (!arguments.doc_field.empty()) {
    spec.documents = arguments.doc_mode.empty() ? "concat" : arguments.doc_mode;
  }
  const auto* found = std::ranges::find(kLanguageTokenizers, target_language(arguments.language),
                                        &LanguageTokenizer::language);
  const bool names_tokenizer = spec.key.find("tok=") != std::string::npos;
  if (found == kLanguageTokenizers.end() || spec.info->name != "bleu" || names_tokenizer) return;
  spec.options.set("tok", found->tokenizer);
}

}  // namespace assay
