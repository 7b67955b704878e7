#pragma once

#include "assay/warning.h"

#include "rouge155/averages.h"
#include "rouge155/counts.h"
#include "rouge155/settings.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A run of ROUGE-1.5.5: from files to what its report says.
namespace assay {

struct Rouge155Options {
  struct Column {
    Rouge155Kind kind;
    std::string tag;  ///< As reports write it: "ROUGE-W-1.2".
  };
  /// What the averages are made of: scores of documents, sums of their counts, or just the sums.
  enum class Averaging { kScores, kCounts, kSums };

  std::vector<Column> columns;
  std::optional<std::string> system;  ///< All systems if there is no name.
  bool stems_peers = false;
  bool stems_models = false;
  Rouge155Cutter::Options cutting;
  ModelChoice choice = ModelChoice::kPool;
  double alpha = 0.5;  ///< Weight of recall in F, 0 to 1.
  Averaging averaging = Averaging::kScores;
  Rouge155Resampling resampling;
  std::string confidence = "95";  ///< As typed.
  bool shows_documents = false;
};

struct Rouge155Document {
  std::string key;  ///< EVALUATION.SYSTEM.
  /// [column]: recall, precision and F; with other averaging units of the models, of the peer, and
  /// hits.
  std::vector<Triple> values;
};

struct Rouge155System {
  std::string name;
  std::vector<Rouge155Document> documents;               ///< In the order of the keys' bytes.
  std::vector<std::array<Rouge155Average, 3>> averages;  ///< [column]; unless just sums.
};

struct Rouge155Result {
  std::vector<Rouge155System> systems;  ///< By name.
  std::vector<Warning> warnings;
};

/// Reads all texts, each once, and scores them. Throws an input Error for a file that is missing,
/// and a usage Error (E-NO-SYSTEM) if no evaluation has the system.
Rouge155Result run_rouge155(const Rouge155Evaluations& evaluations,
                            std::shared_ptr<const WordLists> lists, const Rouge155Options& options);

/// The report, byte for byte as ROUGE-1.5.5 prints it.
std::string rouge155_report(const Rouge155Result& result, const Rouge155Options& options);

}  // namespace assay
