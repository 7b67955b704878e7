#include "assay/suite.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

/// How the value of a member becomes options.
enum class Kind { kFlag, kText, kTexts };

struct Member {
  std::string_view name;
  std::string_view option;
  Kind kind = Kind::kText;
  bool is_gate = false;  ///< Such a task is run by `assay gate`.
};

constexpr Member kMembers[] = {
    {"references", "--ref", Kind::kTexts},
    {"metrics", "--metric", Kind::kTexts},
    {"outputs", "--output", Kind::kTexts},
    {"hyp_fields", "--hyp-field", Kind::kTexts},
    {"ref_fields", "--ref-field", Kind::kTexts},
    {"id_field", "--id-field"},
    {"align", "--align"},
    {"input_format", "--input-format"},
    {"group_by", "--group-by"},
    {"doc", "--doc"},
    {"doc_mode", "--doc-mode"},
    {"wmt", "--wmt"},
    {"wmt_systems", "--systems"},
    {"wmt_translators", "--translators"},
    {"lang", "--lang"},
    {"normalize", "--normalize"},
    {"var_refs", "--var-refs", Kind::kFlag},
    {"unescape", "--unescape", Kind::kFlag},
    {"strict", "--strict", Kind::kFlag},
    {"segments", "--segments", Kind::kFlag},
    {"confidence", "--confidence", Kind::kFlag},
    {"fail_under", "--fail-under", Kind::kTexts, true},
    {"fail_over", "--fail-over", Kind::kTexts, true},
    {"max_drop", "--max-drop", Kind::kTexts, true},
    {"significant_drop", "--significant-drop", Kind::kTexts, true},
    {"rules", "--rule", Kind::kTexts, true},
    {"baseline", "--baseline", Kind::kText, true},
    {"init", "--init", Kind::kFlag, true},
    {"alpha", "--alpha", Kind::kText, true},
};

/// Members that are not options.
constexpr std::string_view kOthers[] = {"name", "systems", "compare", "all_pairs"};

/// A suite as it is read.
class SuiteParser {
 public:
  SuiteParser(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  std::vector<SuiteTask> parse() {
    const Json json = parse_json();
    if (!json.is_object()) throw error("", "a suite is an object");
    for (const auto& [key, value] : json.items()) {
      if (key != "schema" && key != "tasks") throw unknown(key, {"schema", "tasks"});
    }
    if (json.value("schema", Json()) != "assay-suite/1") {
      throw error("schema", R"("schema" is not "assay-suite/1")");
    }
    const Json tasks = json.value("tasks", Json());
    if (!tasks.is_array() || tasks.empty())
      throw error("tasks", "\"tasks\" is not a list of tasks");
    std::vector<SuiteTask> all;
    for (const Json& task : tasks) all.push_back(parse_task(task));
    std::set<std::string> names;
    for (const SuiteTask& task : all) {
      if (names.insert(task.name).second) continue;
      throw error(task.name, fmt::format("two tasks are called '{}'", escape(task.name)));
    }
    return all;
  }

 private:
  Json parse_json() const {
    try {
      return Json::parse(text_);
    } catch (const Json::parse_error& error) {
      throw suite_error(line_of(error.byte), "is not JSON", "");
    }
  }

  std::size_t line_of(std::size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    return 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
  }

  Error suite_error(std::size_t line, const std::string& what, const std::string& hint) const {
    return usage_error("E-SUITE",
                       fmt::format("{}:{}: {}", escape(name_, std::string::npos), line, what),
                       hint + "docs/suite.schema.json tells what a suite may hold");
  }

  /// At the first place after `from_` where the file has `word` as a string.
  Error error(const std::string& word, const std::string& what,
              const std::string& hint = "") const {
    const std::size_t found = text_.find("\"" + word + "\"", from_);
    return suite_error(found == std::string_view::npos ? line_of(from_) : line_of(found), what,
                       hint);
  }

  Error unknown(const std::string& key, const std::vector<std::string>& known) const {
    return error(key, fmt::format("there is no \"{}\"", escape(key)), did_you_mean(key, known));
  }

  /// The string of a member, or of a list in it. Numbers are taken as they are written.
  std::string text_of(const std::string& key, const Json& value) const {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number()) return value.dump();
    throw error(key, fmt::format("\"{}\" is not text", escape(key)));
  }

  std::vector<std::string> texts_of(const std::string& key, const Json& value) const {
    std::vector<std::string> texts;
    if (!value.is_array()) return {text_of(key, value)};
    for (const Json& item : value) texts.push_back(text_of(key, item));
    return texts;
  }

  bool flag_of(const std::string& key, const Json& value) const {
    if (value.is_boolean()) return value.get<bool>();
    throw error(key, fmt::format("\"{}\" is not true or false", escape(key)));
  }

  SuiteTask parse_task(const Json& json) {
    if (!json.is_object()) throw error("tasks", "a task is not an object");
    SuiteTask task{.command = "score"};
    const Json name = json.value("name", Json());
    if (!name.is_string() || name.get<std::string>().empty()) {
      throw error("name", "a task has no \"name\"");
    }
    task.name = name.get<std::string>();
    const std::size_t found = text_.find("\"" + task.name + "\"", from_);
    if (found != std::string_view::npos) from_ = found;
    for (const auto& [key, value] : json.items()) add_member(key, value, task);
    return task;
  }

  void add_member(const std::string& key, const Json& value, SuiteTask& task) const {
    const auto* member = std::ranges::find(kMembers, std::string_view(key), &Member::name);
    if (member != std::end(kMembers)) {
      add_option(*member, value, task);
    } else if (key == "systems") {
      task.systems = texts_of(key, value);
    } else if (key == "compare" || key == "all_pairs") {
      if (flag_of(key, value)) task.command = "compare";
      if (key == "all_pairs" && flag_of(key, value)) task.options.emplace_back("--all-pairs");
    } else if (key != "name") {
      std::vector<std::string> known(std::begin(kOthers), std::end(kOthers));
      for (const Member& one : kMembers) known.emplace_back(one.name);
      throw unknown(key, known);
    }
  }

  void add_option(const Member& member, const Json& value, SuiteTask& task) const {
    const std::string key(member.name);
    if (member.is_gate) task.command = "gate";
    if (member.kind == Kind::kFlag) {
      if (flag_of(key, value)) task.options.emplace_back(member.option);
      return;
    }
    const bool is_list = member.kind == Kind::kTexts;
    for (const std::string& text :
         is_list ? texts_of(key, value) : std::vector<std::string>{text_of(key, value)}) {
      task.options.push_back(fmt::format("{}={}", member.option, text));
    }
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t from_ = 0;  ///< Where the current task begins, about.
};

}  // namespace

std::vector<SuiteTask> parse_suite(std::string_view text, const std::string& name) {
  return SuiteParser(text, name).parse();
}

}  // namespace assay
