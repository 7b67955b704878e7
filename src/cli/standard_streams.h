#pragma once

namespace assay {

/// Which of the standard streams were closed when the program started. They are opened on
/// /dev/null, so that no file that is opened later gets their numbers.
struct StandardStreams {
  bool stdin_closed = false;
  bool stdout_closed = false;
};

/// Looks at the streams, once, at the start.
const StandardStreams& standard_streams();

/// Throws E-STDIN-CLOSED if standard input was closed at the start.
void require_stdin();

}  // namespace assay
