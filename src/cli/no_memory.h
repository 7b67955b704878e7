#pragma once

#include "assay/error.h"

namespace assay {

/// Tells that memory is out, without any, and returns what to exit with. When `new` finds none the
/// program ends so at once, its temporary files removed: not every library can take std::bad_alloc.
ExitCode report_no_memory();

}  // namespace assay
