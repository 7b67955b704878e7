#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/schemas.h"

#include <memory>
#include <ostream>
#include <string>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay schema >report.schema.json
  assay schema suite >suite.schema.json)";

}  // namespace

void add_schema_options(CLI::App& command, bool /*show_all*/, Outcome& /*outcome*/) {
  const auto of = std::make_shared<std::string>("report");
  require_choice(command.add_option("of", *of, "Of -f json (report), or of assay run (suite)")
                     ->type_name("WHAT")
                     ->capture_default_str(),
                 {"report", "suite"});
  command.footer(kExamples);
  command.callback([of] {
    print_to_stdout(
        [&](std::ostream& out) { out << (*of == "suite" ? kSuiteSchema : kReportSchema); });
  });
}

}  // namespace assay
