#pragma once

#include <cstdint>
#include <string>

/// SIGINT, SIGTERM, SIGHUP and SIGPIPE end the program, unless it was started with them ignored,
/// but not before it has cleaned up. Files that outgrow `ulimit -f` are an error like a full disk.
namespace assay {

/// To be called once, at the start.
void catch_signals();

/// A file that a signal must remove, until it is forgotten.
void remember_temporary(const std::string& path);
void forget_temporary(const std::string& path);

/// Unlinks those that are not forgotten; for the end of the program.
void remove_temporaries();

/// How many segments are done, for the last words.
void set_segments_done(std::uint64_t segments);

}  // namespace assay
