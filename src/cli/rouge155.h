#pragma once

#include "rouge155/run.h"

#include <optional>
#include <string>
#include <vector>

/// The command line of ROUGE-1.5.5, and a few long options of our own.
namespace assay {

/// What a command line of ROUGE-1.5.5 asks for.
struct Rouge155Command {
  Rouge155Options options;
  WordLists::Choice lists;
  std::string settings;                  ///< XML, or a list if there is a format.
  std::optional<SentenceFormat> format;  ///< Of the texts in a list or in folders.
  std::optional<PyrougeFolders> folders;
};

/// Throws a usage Error (E-USAGE) for options that do not exist, contradict each other or have bad
/// values.
Rouge155Command parse_rouge155(std::vector<std::string> arguments);

}  // namespace assay
