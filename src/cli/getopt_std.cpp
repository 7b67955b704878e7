#include "cli/getopt_std.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

}  // namespace

StdOptions read_std_options(const std::vector<std::string>& arguments, std::string_view spec,
                            const std::vector<std::string>& long_names) {
  StdOptions options;
  std::size_t i = 0;
  for (; i < arguments.size() && arguments[i].size() > 1 && arguments[i][0] == '-'; ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--") {
      ++i;
      break;
    }
    if (argument.starts_with("--")) {
      throw usage_error("E-USAGE", fmt::format("there is no option {}", escape(argument)),
                        did_you_mean(argument, long_names) + kOptionsHint);
    }
    for (std::size_t at = 1; at < argument.size(); ++at) {
      const char letter = argument[at];
      const std::size_t place = letter == ':' ? kNowhere : spec.find(letter);
      if (place == kNowhere) {
        throw usage_error("E-USAGE",
                          fmt::format("there is no option -{}", escape(argument.substr(at, 1))),
                          kOptionsHint);
      }
      if (spec.substr(place + 1, 1) != ":") {
        options.values[letter];
        continue;
      }
      const bool is_glued = at + 1 < argument.size();
      if (!is_glued && i + 1 == arguments.size()) {
        throw usage_error("E-USAGE", fmt::format("-{} lacks its value", letter), kOptionsHint);
      }
      options.values[letter] = is_glued ? argument.substr(at + 1) : arguments[++i];
      break;
    }
  }
  options.words.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
  return options;
}

}  // namespace assay
