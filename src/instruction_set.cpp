#include "assay/instruction_set.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace assay {
namespace {

InstructionSet of_machine() {
#ifdef __x86_64__
  const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                        __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  const bool has_avx512 =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
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
