#pragma once

#include <cstdint>
#include <string>

namespace assay {

/// Something odd about an input or a result that does not stop the run. It travels in the Report;
/// standard error and the machine formats both show it.
struct Warning {
  /// What --strict makes of it.
  enum class About { kInput, kStatistics };

  std::string code;        ///< Stable, such as "W-BOM".
  std::string file;        ///< Empty when no file is meant.
  std::uint64_t line = 0;  ///< 1-based; 0 when no line is meant.
  std::string message;     ///< A sentence without a full stop, with advice.
  About about = About::kInput;

  bool operator==(const Warning&) const = default;
};

}  // namespace assay
