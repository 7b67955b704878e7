#include "assay/registry.h"
#include "assay/text.h"
#include "assay/tokenizer.h"

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/standard_streams.h"

#include <algorithm>
#include <iostream>
#include <memory>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  echo "It's $5." | assay tokenize -t 13a
  assay tokenize -t nfkc+lower+none <text.txt)";

struct TokenizeOptions {
  std::string tokenizer = "13a";
  bool stems = false;
};

void check_utf8(std::string_view line, std::size_t number) {
  const std::size_t offset = find_invalid_utf8(line);
  if (offset == kNoOffset) return;
  throw input_error("E-UTF8", fmt::format("stdin:{}: byte {} is not UTF-8", number, offset + 1));
}

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
  if (standard_streams().stdin_closed) {
    throw input_error("E-STDIN-CLOSED", "standard input is closed");
  }
  print_to_stdout([&](std::ostream& out) {
    Tokens tokens;
    std::size_t number = 0;
    for (std::string line; std::getline(std::cin, line);) {
      check_utf8(line, ++number);
      pipeline(right_strip(line), tokens);
      print_tokens(tokens, options.stems, out);
    }
  });
}

}  // namespace

void add_tokenize(CLI::App& app) {
  const auto options = std::make_shared<TokenizeOptions>();
  CLI::App* command =
      app.add_subcommand("tokenize", "Print standard input as a metric would see it");
  command->add_option("-t,--tokenizer", options->tokenizer, "Tokenizer, as a metric's tok=")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_flag("--stem", options->stems, "Stem as ROUGE's stem=yes does");
  command->footer(kExamples);
  command->callback([options] { tokenize(*options); });
}

}  // namespace assay
