#pragma once

#include "cli/rouge155.h"
#include "unit/temp_files.h"

#include <sstream>
#include <string>
#include <vector>

/// Running ROUGE-1.5.5 on texts that a test holds in memory.
namespace assay::testing {

/// A document: what a system wrote, and the models.
struct Rouge155Texts {
  std::string peer;
  std::vector<std::string> models;
};

/// Files for documents, and a list of them as the option -z reads it.
class Rouge155Files {
 public:
  explicit Rouge155Files(const std::vector<Rouge155Texts>& documents) {
    std::string lines;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const std::string name = std::to_string(i);
      lines += folder_.write("peer" + name, documents[i].peer);
      for (std::size_t m = 0; m < documents[i].models.size(); ++m) {
        const std::string model = "model" + name + "." + std::to_string(m);
        lines += " " + folder_.write(model, documents[i].models[m]);
      }
      lines += "\n";
    }
    list_ = folder_.write("list", lines);
  }

  /// What `options -z SPL LIST SYS` gives; the options stand between blanks.
  Rouge155Result result(const std::string& options) const {
    const Rouge155Command command = parse(options);
    return run_rouge155(read_list(list_, *command.format, *command.options.system),
                        WordLists::load(command.lists), command.options);
  }

  std::string report(const std::string& options) const {
    return rouge155_report(result(options), parse(options).options);
  }

 private:
  Rouge155Command parse(const std::string& options) const {
    std::vector<std::string> arguments;
    std::istringstream words(options);
    for (std::string word; words >> word;) arguments.push_back(word);
    for (const std::string& word : {std::string("-zSPL"), list_, std::string("SYS")}) {
      arguments.push_back(word);
    }
    return parse_rouge155(arguments);
  }

  TempFolder folder_;
  std::string list_;
};

}  // namespace assay::testing
