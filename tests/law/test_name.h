#pragma once

#include <cctype>
#include <string>

#include <gtest/gtest.h>

namespace assay::testing {

/// The name of a table's entry as GTest takes it: "google_rouge", "chrfPlus".
template <typename Entry>
std::string test_name(const ::testing::TestParamInfo<const Entry*>& info) {
  std::string name;
  for (const char letter : info.param->name) {
    if (letter == '+') {
      name += "Plus";
    } else {
      name += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
    }
  }
  return name;
}

}  // namespace assay::testing
