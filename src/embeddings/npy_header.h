#pragma once

#include "embeddings/tensor.h"

#include <cstdint>
#include <string>

namespace assay {

/// Where an array in NumPy's format says it is, within its own bytes.
struct NpyHeader {
  Tensor tensor;           ///< Its place is that of the first number.
  std::uint64_t size = 0;  ///< Bytes of the header and the numbers.
};

/// Reads the header of an array of `size` bytes. `where` begins messages: "x.npy" or "x.npz: ids".
/// NumPy's "NEP 1 - A Simple File Format for NumPy Arrays", versions 1 to 3. Throws E-NPY or, for
/// what only a pickle could hold, E-PICKLE (input).
NpyHeader read_npy_header(const std::string& where, TensorReader& bytes, std::uint64_t size);

}  // namespace assay
