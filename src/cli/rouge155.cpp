#include "cli/rouge155.h"

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"

#include <algorithm>
#include <ostream>

namespace assay {
namespace {

constexpr const char* kHelp =
    R"(Prints the report of the Perl program ROUGE-1.5.5, from its options and files.
Usage: assay rouge155 [OPTIONS] SETTINGS.xml SYSTEM
       assay rouge155 [OPTIONS] -a SETTINGS.xml
       assay rouge155 [OPTIONS] -z FORMAT LIST [SYSTEM]
       assay rouge155 [OPTIONS] --system-dir DIR --model-dir DIR
                      --system-pattern REGEX --model-pattern REGEX [SYSTEM]

What is computed; ROUGE-L always unless -x is given:
  -n N  ROUGE-1 to ROUGE-N               -w W  ROUGE-W with this weight, such as 1.2
  -2 D  ROUGE-S, at most D words apart   -u    with -2: ROUGE-SU instead
  -x    no ROUGE-L                       -U    with -2: ROUGE-S and ROUGE-SU
Texts:
  -m    stem all texts                   -l N  first N words of each text
  -M    stem models only                 -b N  first N bytes of each text
  -s    remove stop words                -e DIR  data folder of ROUGE-1.5.5
  --exceptions wordnet|none              list of exceptions that -m uses
  -z FORMAT  SEE, SPL or ISI: LIST has lines of a peer and its models
Scores:
  -f A|B  several models: pooled, or the best    -p P  weight of recall in F, 0 to 1
  -t 0|1|2  average scores, counts, or print sums
  -c CF  confidence in percent           -r N  resamples
  -a     all systems                     -d    scores of each document too

Single letters may be joined (-am); options end at the first word that is none.)";

Rouge155Evaluations evaluations_of(const Rouge155Command& command) {
  const std::string system = command.options.system.value_or("");
  if (command.folders) {
    return pair_folders(*command.folders, command.format.value_or(SentenceFormat::kMarked), system);
  }
  if (command.format) return read_list(command.settings, *command.format, system);
  return read_settings(command.settings);
}

void run(const std::vector<std::string>& arguments) {
  const Rouge155Command command = parse_rouge155(arguments);
  const auto result =
      run_rouge155(evaluations_of(command), WordLists::load(command.lists), command.options);
  for (const Warning& warning : result.warnings) print_warning(warning);
  const std::string report = rouge155_report(result, command.options);
  print_to_stdout([&](std::ostream& out) { out << report; });
}

bool asks_for_help(const std::vector<std::string>& arguments) {
  return arguments.empty() || std::ranges::any_of(arguments, [](const std::string& argument) {
           return argument == "-h" || argument == "-H" || argument == "--help";
         });
}

}  // namespace

void run_rouge155_command(const std::vector<std::string>& arguments) {
  if (!asks_for_help(arguments)) return run(arguments);
  print_to_stdout([](std::ostream& out) { out << kHelp << "\n"; });
}

}  // namespace assay
