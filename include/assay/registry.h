#pragma once

#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Looking names up in tables, and the "did you mean" of a name that is not there.
namespace assay {

/// The entry of `table` (a range of pointers to things with a `name`) called `name`, or nullptr.
template <typename Entry>
const Entry* find_named(std::span<const Entry* const> table, std::string_view name) {
  for (const Entry* entry : table) {
    if (entry->name == name) return entry;
  }
  return nullptr;
}

/// The names of a range of things with a `name`, or of pointers to such.
template <typename Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  names.reserve(std::size(table));
  for (const auto& entry : table) {
    if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(entry)>>) {
      names.emplace_back(entry->name);
    } else {
      names.emplace_back(entry.name);
    }
  }
  return names;
}

/// The candidate with the smallest edit distance to `word`, if that is 1 or 2 (the first of
/// equals); otherwise "".
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "did you mean 'NEAREST'? " or "", for the front of a hint.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace assay
