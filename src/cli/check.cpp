#include "assay/inspect.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/resampling_options.h"

#include <memory>
#include <ostream>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay check -r ref.txt hyp.txt
  assay check -r ref.txt --strict hyp.txt
  assay check -f json summaries.jsonl)";

struct CheckArguments {
  InputArguments input;
  std::string format = "table";
  bool strict = false;
};

void check(const CheckArguments& arguments, Outcome& outcome) {
  const CorpusFiles files = corpus_files(arguments.input);
  InputOptions options = input_options(arguments.input);
  // Segments are looked at one by one, and their documents' names.
  if (options.documents != Documents::kNone) options.documents = Documents::kAggregate;
  const Inspection inspection = inspect(files, options);
  for (const Warning& warning : inspection.warnings) print_warning(warning);
  print_to_stdout([&](std::ostream& out) {
    if (arguments.format == "json") {
      write_inspection_json(inspection, out);
    } else {
      write_inspection_table(inspection, out);
    }
  });
  if (!arguments.strict || inspection.warnings.empty()) return;
  print_problem({"E-STRICT",
                 fmt::format("--strict refuses {} warning{}", inspection.warnings.size(),
                             inspection.warnings.size() == 1 ? "" : "s"),
                 {},
                 "mend what the warnings name, or leave out --strict"});
  outcome.exit_code = ExitCode::kInput;
}

}  // namespace

void add_check_options(CLI::App& command, bool show_all, Outcome& outcome) {
  const auto arguments = std::make_shared<CheckArguments>();
  add_input_options(command, arguments->input, show_all ? "More" : "");
  require_choice(command.add_option("-f,--format", arguments->format, "table or json")
                     ->type_name("NAME")
                     ->capture_default_str()
                     ->group("Output"),
                 {"table", "json"});
  command.add_flag("--strict", arguments->strict, "A warning becomes exit code 3")->group("Output");
  command.footer(examples_footer(kExamples, show_all));
  command.callback([arguments, &outcome] { check(*arguments, outcome); });
}

}  // namespace assay
