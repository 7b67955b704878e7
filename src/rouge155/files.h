#pragma once

#include <string>

namespace assay {

/// All bytes of a file, or of standard input for "-". Throws what ByteSource throws.
std::string read_file(const std::string& path);

}  // namespace assay
