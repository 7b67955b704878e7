#pragma once

/// Attributes of functions that are compiled for an InstructionSet, and called only where it is
/// instruction_set().
#ifdef __x86_64__
#define ASSAY_TARGET_AVX2 gnu::target("avx2,bmi,bmi2,popcnt")
#define ASSAY_TARGET_AVX512 \
  gnu::target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")

// Of what its intrinsics leave undefined on purpose g++ 12 warns where they are inlined.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif
