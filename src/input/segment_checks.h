#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

namespace assay {

/// Says where a segment is; called only where that is wanted.
using TellPlace = std::function<std::string()>;

/// The ids of a file, which must differ.
class UniqueIds {
 public:
  /// Throws E-ID, at `place`, for an id that was there before.
  void add(const std::string& id, const TellPlace& place, std::uint64_t line);

 private:
  std::unordered_map<std::string, std::uint64_t> lines_;
};

/// The number of references of a file's segments, which must not change unless that is allowed.
class ReferenceCount {
 public:
  /// Throws E-NREFS, at `place`, for another number than before.
  void check(std::uint64_t count, bool may_vary, const TellPlace& place);

 private:
  std::optional<std::uint64_t> first_;
};

}  // namespace assay
