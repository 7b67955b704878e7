#include "row_products.h"

#include "assay/error.h"

#include "modules/module.h"
#include "modules/rows.h"

#include <cassert>

namespace assay {
namespace {

const RowsModule& module() {
  static const Module<RowsModule> found = find_module<RowsModule>("rows");
  if (found.table != nullptr) return *found.table;
  throw system_error("E-LIBRARY", "Highway's library cannot be loaded: " + found.problem,
                     "install libhwy1");
}

std::size_t size_of(RowType type) {
  return type == RowType::kF32 ? sizeof(float) : sizeof(std::uint16_t);
}

/// Only assertions ask.
[[maybe_unused]] bool is_complete(const Rows& rows) {
  return rows.bytes.size() == rows.count * rows.width * size_of(rows.type);
}

}  // namespace

void squared_norms(const Rows& rows, std::span<float> out) {
  assert(is_complete(rows) && out.size() == rows.count);
  module().squared_norms(rows, out.data());
}

void row_products(const Rows& a, const Rows& b, std::span<float> out) {
  assert(is_complete(a) && is_complete(b) && a.type == b.type && a.width == b.width);
  assert(out.size() == a.count * b.count);
  module().row_products(a, b, out.data());
}

void scaled_rows(const Rows& rows, std::span<const float> factors, std::vector<float>& out) {
  assert(is_complete(rows) && factors.size() == rows.count);
  out.resize(rows.count * rows.width);
  module().scaled_rows(rows, factors.data(), out.data());
}

Rows some_rows(const Rows& rows, std::size_t begin, std::size_t count) {
  const std::size_t row_bytes = rows.width * size_of(rows.type);
  return {rows.bytes.subspan(begin * row_bytes, count * row_bytes), rows.type, count, rows.width};
}

std::string row_products_target() {
  return module().target();
}

}  // namespace assay
