#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A command line read by the rules of Perl's Getopt::Std: options are single letters and may stand
/// together, a value is glued to its letter or comes next, and the first word that is none ends
/// them.
struct StdOptions {
  std::map<char, std::string> values;  ///< Without its value an option is there as "".
  std::vector<std::string> words;      ///< What comes after the options.

  bool has(char letter) const { return values.contains(letter); }
};

inline constexpr const char* kOptionsHint = "`assay rouge155 -h` lists the options";

/// `spec` has the letters, each followed by ':' if it takes a value. Throws a usage Error (E-USAGE)
/// for other letters, with the most similar of `long_names` for a word that begins with "--", and
/// for missing values.
StdOptions read_std_options(const std::vector<std::string>& arguments, std::string_view spec,
                            const std::vector<std::string>& long_names);

}  // namespace assay
