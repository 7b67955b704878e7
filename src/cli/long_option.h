#pragma once

#include <string>
#include <vector>

namespace assay {

/// Takes the first "--NAME VALUE" or "--NAME=VALUE" before a "--" out of the arguments; "" if there
/// is none. Throws a usage Error (E-USAGE), with `hint`, if it has no value.
std::string take_long_option(std::vector<std::string>& arguments, const std::string& name,
                             const char* hint);

/// Throws a usage Error (E-USAGE) for a "--NAME=" before a "--": CLI11 would take the next argument
/// for its value.
void refuse_empty_values(const std::vector<std::string>& arguments);

}  // namespace assay
