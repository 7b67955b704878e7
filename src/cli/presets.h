#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Metrics and policies that together give what another program reports.
struct Preset {
  std::string_view name;
  std::vector<std::string> metrics;  ///< Specs.
  std::string aggregate;             ///< Of --aggregate; "" for none.
};

/// Throws a usage Error (E-PRESET) with the nearest name.
const Preset& find_preset(std::string_view name);

/// "bert-score", "google-rouge", …
std::vector<std::string> preset_names();

/// "--preset X is -m … --aggregate …".
std::string expansion_of(const Preset& preset);

}  // namespace assay
