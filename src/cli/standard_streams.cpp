#include "cli/standard_streams.h"

#include "assay/error.h"

#include <fcntl.h>
#include <unistd.h>

namespace assay {
namespace {

/// True if `descriptor` was closed. Lower ones are open, so open() returns just this one.
bool reopen_if_closed(int descriptor) {
  if (fcntl(descriptor, F_GETFD) >= 0) return false;
  return open("/dev/null", O_RDWR) == descriptor;
}

StandardStreams look() {
  StandardStreams streams;
  streams.stdin_closed = reopen_if_closed(STDIN_FILENO);
  streams.stdout_closed = reopen_if_closed(STDOUT_FILENO);
  reopen_if_closed(STDERR_FILENO);
  return streams;
}

}  // namespace

const StandardStreams& standard_streams() {
  static const StandardStreams streams = look();
  return streams;
}

void require_stdin() {
  if (!standard_streams().stdin_closed) return;
  throw input_error("E-STDIN-CLOSED", "standard input is closed",
                    "give it something to read, or name a file");
}

}  // namespace assay
