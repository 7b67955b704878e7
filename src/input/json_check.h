#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What is wrong with a line of JSON, and where: the offset of the byte that cannot be.
class JsonFault : public std::runtime_error {
 public:
  JsonFault(std::size_t offset, const std::string& what)
      : std::runtime_error(what), offset_(offset) {}

  std::size_t offset() const noexcept { return offset_; }

 private:
  std::size_t offset_;
};

/// Objects and arrays may lie this deep in each other.
inline constexpr std::size_t kDeepestJson = 256;

/// The numbers of a JSON object, which are of any size.
struct JsonNumbers {
  /// The object with 0 in place of each number, of the same length.
  std::string zeroed;

  /// The texts of those numbers that are values of its own members, in order.
  std::vector<std::string_view> of_members;
};

/// Reads one JSON object by the letter of RFC 8259, with no more than kDeepestJson levels. Throws
/// JsonFault. Expects valid UTF-8; lone surrogates are not its business.
JsonNumbers check_json(std::string_view line);

/// The offset of the first \uXXXX that is half of a pair of surrogates without the other half, at
/// or after `from`; kNoOffset if there is none.
std::size_t find_lone_surrogate(std::string_view line, std::size_t from = 0);

}  // namespace assay
