#include "assay/suite.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include <algorithm>
#include <optional>
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

/// The keys of objects, of which each may be there once: JSON would forget all but the last.
class Keys {
 public:
  struct Key {
    std::string name;
    std::size_t offset = 0;
  };

  explicit Keys(std::string_view text) : text_(text) {}

  void see(Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event != Json::parse_event_t::key) return;
    const auto name = parsed.get<std::string>();
    at_ = end_of_key(name);
    if (!open_.back().insert(name).second && !repeated_) repeated_ = Key{name, at_};
  }

  const std::optional<Key>& repeated() const { return repeated_; }

 private:
  /// Of the next key of this name. One that is written with escapes is not found.
  std::size_t end_of_key(const std::string& name) const {
    const std::string word = "\"" + name + "\"";
    for (auto at = text_.find(word, at_); at != std::string_view::npos;
         at = text_.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      const std::size_t next = text_.find_first_not_of(" \t\r\n", end);
      if (next != std::string_view::npos && text_[next] == ':') return end;
    }
    return at_;
  }

  std::string_view text_;
  std::vector<std::set<std::string>> open_;
  std::size_t at_ = 0;  ///< Behind the last key.
  std::optional<Key> repeated_;
};

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
    Keys keys(text_);
    try {
      const auto see = [&keys](int /*depth*/, Json::parse_event_t event, const Json& parsed) {
        keys.see(event, parsed);
        return true;
      };
      Json json = Json::parse(text_, see);
      if (!keys.repeated()) return json;
    } catch (const Json::parse_error& error) {
      throw suite_error(line_of(error.byte), "is not JSON", "");
    }
    throw suite_error(line_of(keys.repeated()->offset),
                      fmt::format("\"{}\" is there twice", escape(keys.repeated()->name)),
                      "a list holds several values; ");
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
    if (value.is_number()) return value.dump();
    if (!value.is_string()) throw error(key, fmt::format("\"{}\" is not text", escape(key)));
    auto text = value.get<std::string>();
    if (text.empty()) throw error(key, fmt::format("\"{}\" is empty", escape(key)));
    // Arguments of programs end there.
    if (text.find('\0') == std::string::npos) return text;
    throw error(key, fmt::format("\"{}\" holds a NUL", escape(key)));
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
    SuiteTask task;
    const Json name = json.value("name", Json());
    if (!name.is_string() || name.get<std::string>().empty()) {
      throw error("name", "a task has no \"name\"");
    }
    task.name = text_of("name", name);
    const std::size_t found = text_.find("\"" + task.name + "\"", from_);
    if (found != std::string_view::npos) from_ = found;
    for (const auto& [key, value] : json.items()) add_member(key, value, task);
    task.command = command_of(json);
    return task;
  }

  static bool is_true(const Json& json, std::string_view key) {
    const auto member = json.find(key);
    return member != json.end() && member->is_boolean() && member->get<bool>();
  }

  /// The first member that has gates, of a flag only if it is true; "" without any. `compare` has
  /// "alpha" too.
  static std::string gate_in(const Json& json) {
    for (const Member& member : kMembers) {
      const bool is_flag = member.kind == Kind::kFlag;
      const bool is_there = is_flag ? is_true(json, member.name) : json.contains(member.name);
      if (member.is_gate && is_there && member.name != "alpha") return std::string(member.name);
    }
    return {};
  }

  /// What runs the task, whatever the order of its members.
  std::string command_of(const Json& json) const {
    const std::string gate = gate_in(json);
    std::string test;
    for (const char* name : {"compare", "all_pairs"}) {
      if (is_true(json, name)) test = name;
    }
    if (!gate.empty() && !test.empty()) throw contradiction(test, gate);
    const bool has_alpha = json.contains("alpha");
    const std::string other = gate.empty() && has_alpha ? "alpha" : gate;
    if (is_true(json, "confidence") && (!test.empty() || !other.empty())) {
      throw contradiction("confidence", test.empty() ? other : test);
    }
    if (!test.empty()) return "compare";
    return other.empty() ? "score" : "gate";
  }

  Error contradiction(const std::string& one, const std::string& other) const {
    return error(one, fmt::format(R"("{}" and "{}" contradict each other)", one, other),
                 "make two tasks of it; ");
  }

  void add_member(const std::string& key, const Json& value, SuiteTask& task) const {
    const auto* member = std::ranges::find(kMembers, std::string_view(key), &Member::name);
    if (member != std::end(kMembers)) {
      add_option(*member, value, task);
    } else if (key == "systems") {
      task.systems = texts_of(key, value);
    } else if (key == "compare" || key == "all_pairs") {
      const bool is_wanted = flag_of(key, value);
      if (key == "all_pairs" && is_wanted) task.options.emplace_back("--all-pairs");
    } else if (key != "name") {
      std::vector<std::string> known(std::begin(kOthers), std::end(kOthers));
      for (const Member& one : kMembers) known.emplace_back(one.name);
      throw unknown(key, known);
    }
  }

  void add_option(const Member& member, const Json& value, SuiteTask& task) const {
    const std::string key(member.name);
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
