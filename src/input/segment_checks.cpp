#include "input/segment_checks.h"

#include "assay/error.h"
#include "assay/text.h"

#include <fmt/format.h>

namespace assay {

void UniqueIds::add(const std::string& id, const TellPlace& place, std::uint64_t line) {
  const auto [known, is_new] = lines_.try_emplace(id, line);
  if (is_new) return;
  throw input_error(
      "E-ID",
      fmt::format("{}: id \"{}\" was already at line {}", place(), escape(id), known->second),
      "ids must be unique in a file");
}

void ReferenceCount::check(std::uint64_t count, bool may_vary, const TellPlace& place) {
  if (!first_) first_ = count;
  if (count == *first_ || may_vary) return;
  throw input_error(
      "E-NREFS",
      fmt::format("{}: number of references is {} here but {} before", place(), count, *first_),
      "`--var-refs` allows another number in each segment");
}

}  // namespace assay
