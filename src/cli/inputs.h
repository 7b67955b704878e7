#pragma once

#include "assay/corpus.h"
#include "assay/metric.h"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace assay {

/// What the user says about inputs, for every command that reads a corpus.
struct InputArguments {
  std::vector<std::string> systems;  ///< "FILE" or "NAME=FILE".
  std::vector<std::string> references;
  std::vector<std::string> hyp_embeddings;  ///< "FILE" or "NAME=FILE", one per system.
  std::vector<std::string> ref_embeddings;
  std::vector<std::string> hyp_fields;
  std::vector<std::string> ref_fields;
  std::string id_field;
  std::string group_field;
  std::string doc_field;
  std::string doc_mode;  ///< Empty: "concat".
  std::string align = "line";
  std::string format;
  std::string wmt;
  std::string wmt_systems;      ///< Empty: "all".
  std::string wmt_translators;  ///< Empty: "all".
  bool var_refs = false;
  std::string newline = "lf";
  std::string invalid = "error";
  bool unescape = false;
  std::size_t max_line = InputOptions().max_line;
  int max_window_log = InputOptions().max_window_log;
  bool allow_empty = false;
  bool no_shift_check = false;
  std::string normalize;
  std::string language;
};

/// Adds the options to `command`; rarely used ones go to the group `more`.
void add_input_options(CLI::App& command, InputArguments& arguments, const std::string& more);

/// Those options alone that say how the lines of a text are read, in `group`.
void add_text_options(CLI::App& command, InputArguments& arguments, const std::string& group);

/// "NAME=FILE", or a FILE whose last component is the name. What holds a slash is not a name.
InputFile parse_system(const std::string& text);

/// Throws a usage Error if there is no system, if two have the same name, or if there are other
/// numbers of embedding files than of texts. Without texts the embedding files are the systems.
CorpusFiles corpus_files(const InputArguments& arguments);

InputOptions input_options(const InputArguments& arguments);

/// Gives the spec what the inputs say about it: the tokenizer that a language's community uses,
/// unless it names one, and what its signature tells of the texts.
void apply_inputs(const InputArguments& arguments, MetricSpec& spec);

}  // namespace assay
