#pragma once

namespace assay {

/// What a kernel that has several versions may use. All versions give the same bits.
enum class InstructionSet {
  kPortable,
  kAvx2,    ///< x86-64-v3: AVX2, BMI, POPCNT.
  kAvx512,  ///< Ice Lake, Zen 4 and later: AVX-512 F, BW, DQ, VL, VBMI and VBMI2.
};

/// The best that the machine has; less if the environment variable ASSAY_SIMD, for tests, is
/// `avx2` or `portable`.
InstructionSet instruction_set();

}  // namespace assay
