#pragma once

#include "row_products.h"

namespace assay {

/// What the module `rows` gives: row_products.h by Highway, without checks of sizes.
struct RowsModule {
  void (*squared_norms)(const Rows& rows, float* out) = nullptr;
  void (*row_products)(const Rows& a, const Rows& b, float* out) = nullptr;
  void (*scaled_rows)(const Rows& rows, const float* factors, float* out) = nullptr;
  const char* (*target)() = nullptr;
};

}  // namespace assay
