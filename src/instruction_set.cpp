#include "assay/instruction_set.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace assay {
namespace {

InstructionSet of_machine() {
#ifdef __x86_64__
  const bool has_avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                        __builtin_cpu_supports("bmi2") != 0 &&
                        __builtin_cpu_supports("popcnt") != 0;
  const bool has_avx512 =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
      __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
      __builtin_cpu_supports("avx512vbmi") != 0;
  if (has_avx2) return has_avx512 ? InstructionSet::kAvx512 : InstructionSet::kAvx2;
#endif
  return InstructionSet::kPortable;
}

InstructionSet wanted() {
  const char* const value = std::getenv("ASSAY_SIMD");
  const std::string_view name = value == nullptr ? "" : value;
  if (name == "portable") return InstructionSet::kPortable;
  return name == "avx2" ? InstructionSet::kAvx2 : InstructionSet::kAvx512;
}

}  // namespace

InstructionSet instruction_set() {
  static const InstructionSet chosen = std::min(of_machine(), wanted());
  return chosen;
}

}  // namespace assay
