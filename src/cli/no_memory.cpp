#include "cli/no_memory.h"

#include "cli/messages.h"
#include "cli/signals.h"

#include <cstdlib>
#include <exception>
#include <new>

namespace assay {
namespace {

[[noreturn]] void end() {
  remove_temporaries();
  std::_Exit(static_cast<int>(report_no_memory()));
}

/// Without memory an exception may be none yet, or come out of a function that throws none.
[[noreturn]] void end_or_abort() {
  try {
    if (const std::exception_ptr exception = std::current_exception()) {
      std::rethrow_exception(exception);
    }
    end();
  } catch (const std::bad_alloc&) {
    end();
  } catch (...) {
    std::abort();
  }
}

/// The parser of options has objects that allocate before main().
[[gnu::constructor(101)]] void prepare() {
  std::set_new_handler(&end);
  std::set_terminate(&end_or_abort);
}

}  // namespace

ExitCode report_no_memory() {
  print_to_stderr(message_style().is_json
                      ? "{\"type\":\"error\",\"code\":\"E-NOMEM\",\"message\":\"out of memory\"}\n"
                      : "assay: error: out of memory [E-NOMEM]\n");
  return ExitCode::kSystem;
}

}  // namespace assay
