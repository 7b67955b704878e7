#pragma once

#include <string>

/// Libraries that few runs need and that take long to start are modules: each is linked into a
/// shared library of its own, which is loaded when it is asked for. It defines `assay_module`, a
/// table of functions. Nothing throws across that border: problems are told as text.
namespace assay {

/// A module's table; nullptr where there is none, and why.
template <typename Table>
struct Module {
  const Table* table = nullptr;
  std::string problem;
};

/// Loads the module `name`, which then stays in memory.
Module<void> load_module(const std::string& name);

/// The module `name`, whose table is a `Table`.
template <typename Table>
Module<Table> find_module(const std::string& name) {
  const Module<void> module = load_module(name);
  return {static_cast<const Table*>(module.table), module.problem};
}

}  // namespace assay
