#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

/// The bootstrap of ROUGE-1.5.5.
namespace assay {

/// The generator of srand48 and drand48: 48 bits, linear congruential.
class Rand48 {
 public:
  explicit Rand48(std::uint32_t seed);

  /// Evenly from [0, n), by a double.
  std::size_t below(std::size_t n);

 private:
  std::uint64_t state_;
};

/// Three numbers of a document: recall, precision and F, or units of the models, of the peer, and
/// hits.
using Triple = std::array<double, 3>;

/// What is printed of one of the three.
struct Rouge155Average {
  double mean = 0;  ///< Of the resampled values, not of the documents.
  double low = 0;
  double high = 0;
};

struct Rouge155Resampling {
  std::size_t samples = 1000;
  double confidence = 95;  ///< In percent.
};

/// Makes a triple of the sum over a sample.
using SampleValue = std::function<Triple(const Triple& sum, std::size_t documents)>;

/// For each table, which all have the same number of documents, the averages over samples with the
/// seeds 0, 1, 2, …; all zero without documents.
std::vector<std::array<Rouge155Average, 3>> rouge155_averages(
    std::span<const std::vector<Triple>> tables, const SampleValue& value,
    const Rouge155Resampling& resampling);

}  // namespace assay
