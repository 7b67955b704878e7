#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace assay {

/// Finds the line ends of a stretch of bytes first, so that what is done for each line is not in
/// the way: whether there is one among the next 64 bytes nobody could predict.
class NewlineFinder {
 public:
  /// A stretch is short enough that little is lost if its last line ends are not wanted.
  static constexpr std::size_t kStretch = 2048;

  /// Without values: nothing is read before it is written.
  NewlineFinder() {}  // NOLINT(cppcoreguidelines-pro-type-member-init,modernize-use-equals-default)

  /// The offsets of all `newline` among the first kStretch bytes from `scanned` on. Valid until the
  /// next call.
  std::span<const std::size_t> operator()(std::string_view bytes, char newline,
                                          std::size_t scanned);

 private:
  std::array<std::size_t, kStretch + 64> found_;
};

}  // namespace assay
