#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace assay {

/// How help looks: an option shows what it takes and its default, not its range or how often it can
/// be given, and one blank line is between groups.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
};

}  // namespace assay
