#include "assay/embeddings.h"

#include "array_files.h"
#include "embeddings/tensor.h"
#include "parity_data.h"

#include <cmath>

namespace assay {
namespace {

using testing::cell;
using testing::detail;
using testing::json;

/// In the table of the parity data, for the layer that is used.
constexpr double kLargestBaseline = 0.4925;

/// What rounding 96 numbers of a row to half precision changes: by the formula in double precision
/// up to 2.332e-5 of a score. Longer rows lose less.
constexpr double kHalfError = 2.4e-5;

/// How the embeddings are stored.
enum class Storage { kNpz, kF32, kF16 };

/// The nearest half precision number, ties to even; for numbers that have one.
std::uint16_t half_of(float number) {
  if (number == 0) return 0;
  const int exponent = std::max(std::ilogb(number), -14);
  const auto steps = static_cast<int>(std::nearbyint(std::ldexp(std::abs(number), 10 - exponent)));
  const int bits = steps + (exponent + 14) * 1024;
  return static_cast<std::uint16_t>((number < 0 ? 0x8000 : 0) | bits);
}

class BertScoreParity : public testing::ParityTest {
 protected:
  /// A file of the parity data, as it is or converted to safetensors.
  std::string stored(const std::string& name, Storage storage) const {
    const std::string npz = path("bertscore/" + name + ".npz");
    if (storage == Storage::kNpz) return npz;
    const auto file = open_npz(npz, [](std::string_view /*name*/) { return true; });
    std::vector<testing::Array> arrays;
    for (const Tensor& tensor : file->tensors()) {
      std::string bytes(tensor.elements * size_of(tensor.dtype), '\0');
      file->reader(tensor)->read(0, std::as_writable_bytes(std::span(bytes)));
      const std::string dtype = tensor.dtype == Dtype::kF32   ? "F32"
                                : tensor.dtype == Dtype::kI64 ? "I64"
                                                              : "I32";
      arrays.push_back({tensor.name, dtype, tensor.shape, bytes});
      if (storage == Storage::kF16 && dtype == "F32") halve(arrays.back());
    }
    return folder_.write(name + ".safetensors", testing::safetensors(arrays));
  }

  static void halve(testing::Array& array) {
    std::vector<std::uint16_t> halves;
    for (std::size_t i = 0; i < array.bytes.size(); i += sizeof(float)) {
      halves.push_back(half_of(load_number<float>(std::as_bytes(std::span(array.bytes)), i)));
    }
    array.dtype = "F16";
    array.bytes = testing::bytes_of(halves);
  }

  Report report(const json& expected, Storage storage, const std::string& more) const {
    CorpusFiles files;
    files.has_texts = false;
    files.embeddings.systems = {stored("hyp", storage)};
    for (const char name : std::string(expected["refs"])) {
      if (name == '+') continue;
      files.embeddings.references.push_back(stored(std::string("ref.") + name, storage));
    }
    files.systems.push_back({files.embeddings.systems[0], "hyp"});
    std::string spec = "bertscore:cls=101,sep=102" + more;
    if (expected["idf"]) spec += ",idf=yes";
    if (!expected["baseline"].is_null()) {
      spec += ",layer=" + expected["layer"].dump() +
              ",baseline=" + path("bertscore/" + std::string(expected["baseline"]));
    }
    const std::vector<MetricSpec> specs = {MetricSpec::parse(spec)};
    return evaluate(files, {}, specs, {.threads = 2, .segment_scores = true});
  }

  /// Rescaling stretches scores, and with them the errors of half precision: `stretched` allows
  /// for that.
  void expect_all(Storage storage, const std::string& more, double tolerance, double mean_tolerance,
                  bool stretched = false) {
    const json cases = read_json("expected/bertscore.json")["cases"];
    EXPECT_EQ(cases.size(), 12);
    for (const json& expected : cases) {
      SCOPED_TRACE(expected["refs"].dump() + expected["idf"].dump() + expected["baseline"].dump());
      const Report actual = report(expected, storage, more);
      const bool is_stretched = stretched && !expected["baseline"].is_null();
      const double allowed = is_stretched ? tolerance / (1 - kLargestBaseline) : tolerance;
      const Score& score = actual.systems[0].scores[0];
      expect_near({detail(score, "precision").at(0), detail(score, "recall").at(0), score.value},
                  expected["mean"], mean_tolerance);
      ASSERT_EQ(actual.segments, expected["segments"].size());
      for (std::size_t i = 0; i < actual.segments; ++i) {
        expect_near({cell(actual, i, 0, 1), cell(actual, i, 0, 2), cell(actual, i, 0, 3)},
                    expected["segments"][i], allowed);
      }
    }
    EXPECT_EQ(compared(), 12 * 97 * 3);
  }

 private:
  testing::TempFolder folder_;
};

TEST_F(BertScoreParity, Npz) {
  expect_all(Storage::kNpz, "", 1e-6, 1e-7);
}

TEST_F(BertScoreParity, NpzWithPadding) {
  expect_all(Storage::kNpz, ",pad=64", 1e-6, 1e-7);
}

TEST_F(BertScoreParity, SafetensorsInSinglePrecision) {
  expect_all(Storage::kF32, "", 1e-6, 1e-7);
}

TEST_F(BertScoreParity, SafetensorsInHalfPrecision) {
  expect_all(Storage::kF16, "", kHalfError, kHalfError, true);
}

}  // namespace
}  // namespace assay
