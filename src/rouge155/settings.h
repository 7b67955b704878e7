#pragma once

#include "rouge155/text.h"

#include <string>
#include <string_view>
#include <vector>

/// What to evaluate with what, in the ways that users of ROUGE-1.5.5 write it down.
namespace assay {

/// A system's text for an evaluation.
struct Rouge155Peer {
  std::string system;
  std::string path;
};

struct Rouge155Evaluation {
  std::string id;
  std::vector<Rouge155Peer> peers;
  std::vector<std::string> models;  ///< Paths.
  SentenceFormat format = SentenceFormat::kLines;
};

using Rouge155Evaluations = std::vector<Rouge155Evaluation>;

/// The format of a TYPE or of -z, in any case: SEE, SPL, ISI or SIMPLE. Throws an input Error
/// (E-SETTINGS) that names `place` for another.
SentenceFormat sentence_format(std::string_view name, const std::string& place);

/// From ROUGE-1.5.5's XML file, at least one evaluation. Throws an input Error (E-XML, E-DTD,
/// E-SETTINGS, E-ID, E-EMPTY).
Rouge155Evaluations read_settings(const std::string& path);

/// From lines "PEER MODEL MODEL …", numbered 1, 2, 3; '#' starts a comment. Throws an input Error
/// (E-SETTINGS, E-EMPTY).
Rouge155Evaluations read_list(const std::string& path, SentenceFormat format,
                              const std::string& system);

/// As pyrouge pairs the files of two folders: one group of the system pattern matches an id, which
/// stands for #ID# in the model pattern. The patterns are regular expressions.
struct PyrougeFolders {
  std::string system_folder;
  std::string model_folder;
  std::string system_pattern;
  std::string model_pattern;
};

/// In the order of file names, numbered 1, 2, 3. Throws a usage Error (E-USAGE) for a bad pattern,
/// an input Error (E-NOENT, E-SETTINGS) if a folder is missing or nothing matches, and (E-ID) for
/// an empty id, and for peers that share an id or a model.
Rouge155Evaluations pair_folders(const PyrougeFolders& folders, SentenceFormat format,
                                 const std::string& system);

}  // namespace assay
