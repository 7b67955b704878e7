#include "assay/corpus.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"

#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/standard_streams.h"

#include <memory>
#include <ostream>
#include <string_view>
#include <vector>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  echo "It's $5." | assay tokenize -t 13a
  assay tokenize -t nfkc+lower+none <text.txt)";

struct TokenizeOptions {
  std::string tokenizer = "13a";
  bool stems = false;
  InputArguments input;
};

void print_tokens(const Tokens& tokens, bool stems, std::ostream& out) {
  const StemmerInfo* stemmer = stems ? find_named(stemmers(), "porter") : nullptr;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::string token(tokens[i]);
    if (stemmer != nullptr && token.size() > kLongestUnstemmed) stemmer->apply(token);
    out << (i > 0 ? " " : "") << token;
  }
  out << "\n";
}

void tokenize(const TokenizeOptions& options) {
  const TextPipeline pipeline(options.tokenizer);
  require_stdin();
  std::vector<Warning> warnings;
  print_to_stdout([&](std::ostream& out) {
    Tokens tokens;
    warnings = read_lines("-", input_options(options.input),
                          [&](std::string_view line, std::uint64_t /*number*/) {
                            pipeline(line, tokens);
                            print_tokens(tokens, options.stems, out);
                          });
  });
  for (const Warning& warning : warnings) print_warning(warning);
}

}  // namespace

void add_tokenize_options(CLI::App& command, bool /*show_all*/, Outcome& /*outcome*/) {
  const auto options = std::make_shared<TokenizeOptions>();
  command.add_option("-t,--tokenizer", options->tokenizer, "Tokenizer, as a metric's tok=")
      ->type_name("NAME")
      ->capture_default_str();
  command.add_flag("--stem", options->stems, "Stem as ROUGE's stem=yes does");
  add_text_options(command, options->input, "Input");
  command.footer(kExamples);
  command.callback([options] { tokenize(*options); });
}

}  // namespace assay
