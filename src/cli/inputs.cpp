#include "cli/inputs.h"

#include "assay/error.h"
#include "assay/text.h"

#include "cli/checks.h"
#include "cli/standard_streams.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr const char* kGroup = "Input";
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

/// "NAME=FILE", or a FILE whose last component is the name. What holds a slash is not a name.
InputFile parse_system(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos && text.substr(0, equals).find('/') == std::string::npos) {
    return {text.substr(equals + 1), text.substr(0, equals)};
  }
  const std::size_t slash = text.rfind('/');
  return {text, slash == std::string::npos ? text : text.substr(slash + 1)};
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
void check_fields(const InputOptions& options) {
  const bool clash = options.hyp_field == options.ref_field ||
                     options.id_field == options.hyp_field || options.id_field == options.ref_field;
  if (!clash) return;
  throw usage_error("E-USAGE", "--hyp-field, --ref-field and --id-field must differ",
                    "name a field of its own for each");
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
      .add_option("--hyp-field", arguments.hyp_field, "JSONL field of the hypothesis (prediction)")
      ->type_name("KEY")
      ->group(kGroup);
  command
      .add_option("--ref-field", arguments.ref_field, "JSONL field of the references (references)")
      ->type_name("KEY")
      ->group(kGroup);
  command.add_option("--id-field", arguments.id_field, "JSONL field of the segment's id")
      ->type_name("KEY")
      ->group(kGroup);
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

CorpusFiles corpus_files(const InputArguments& arguments) {
  const bool has_texts = !arguments.systems.empty() || arguments.hyp_embeddings.empty();
  if (has_texts && arguments.systems.empty()) {
    throw usage_error("E-NO-SYSTEM", "there is no hypothesis to score",
                      "assay score -r REF HYP; - is standard input");
  }
  CorpusFiles files;
  files.has_texts = has_texts;
  for (const std::string& text : has_texts ? arguments.systems : arguments.hyp_embeddings) {
    files.systems.push_back(parse_system(text));
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
  options.hyp_field_given = !arguments.hyp_field.empty();
  if (!arguments.hyp_field.empty()) options.hyp_field = arguments.hyp_field;
  if (!arguments.ref_field.empty()) options.ref_field = arguments.ref_field;
  options.id_field = arguments.id_field;
  check_fields(options);
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

void apply_language(const std::string& language, MetricSpec& spec) {
  const auto* found = std::ranges::find(kLanguageTokenizers, target_language(language),
                                        &LanguageTokenizer::language);
  const bool names_tokenizer = spec.key.find("tok=") != std::string::npos;
  if (found == kLanguageTokenizers.end() || spec.info->name != "bleu" || names_tokenizer) return;
  spec.options.set("tok", found->tokenizer);
}

}  // namespace assay
