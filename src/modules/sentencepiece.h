#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// What the module `sentencepiece` gives.
namespace assay {

/// A model in memory. Several threads may use it.
class PieceModel {
 public:
  PieceModel() = default;
  PieceModel(const PieceModel&) = delete;
  PieceModel& operator=(const PieceModel&) = delete;
  virtual ~PieceModel() = default;

  /// Replaces `pieces` by those of `text`. False, and the problem, if it cannot.
  virtual bool encode(std::string_view text, std::vector<std::string>& pieces,
                      std::string& problem) const = 0;
};

struct PieceModule {
  std::string_view version;
  /// From the bytes of a file; nullptr, and the problem, if they are no model.
  std::unique_ptr<PieceModel> (*open)(std::string_view bytes, std::string& problem) = nullptr;
};

}  // namespace assay
