#pragma once

#include "assay/suite.h"

#include <string>
#include <vector>

namespace assay {

/// Throws a usage Error if a task of the suite in the file `suite` would write that file or what a
/// task reads (E-OUT-IS-IN), or what another task writes (E-USAGE).
void check_suite_outputs(const std::vector<SuiteTask>& tasks, const std::string& suite);

}  // namespace assay
