#include "input/jsonl_source.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "input/marks.h"
#include "modules/module.h"

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

/// simdjson counts an empty object or array as no level, so the fast parser gets one level less
/// than is allowed, and leaves the exact limit to check_json().
constexpr std::size_t kSpareDepth = 2;
constexpr std::string_view kLoneSurrogate = "\\ufffd";

std::string kind_name(JsonKind kind) {
  switch (kind) {
    case JsonKind::kArray:
      return "an array";
    case JsonKind::kObject:
      return "an object";
    case JsonKind::kString:
      return "a string";
    case JsonKind::kBoolean:
      return "true or false";
    case JsonKind::kNull:
      return "null";
    case JsonKind::kNumber:
      break;
  }
  return "a number";
}

/// "'a', 'b'" of names, and how many more there are.
std::string list_of(const std::vector<std::string>& names) {
  constexpr std::size_t kMostShown = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMostShown); ++i) {
    text += fmt::format("{}'{}'", i == 0 ? "" : ", ", escape(names[i], 40));
  }
  const bool has_more = names.size() > kMostShown;
  return has_more ? fmt::format("{} and {} more", text, names.size() - kMostShown) : text;
}

std::unique_ptr<JsonParser> make_parser(std::size_t deepest) {
  static const Module<JsonModule> module = find_module<JsonModule>("json");
  if (module.table == nullptr) {
    throw Error(ExitCode::kUsage, {"E-UNAVAILABLE", "this assay is without simdjson",
                                   module.problem, "install assay with its folder lib/assay"});
  }
  auto parser = module.table->make(deepest);
  if (!parser) throw std::bad_alloc();
  return parser;
}

bool is_blank_json(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Whether a line is the start of an array, or of an object spread over several lines.
bool is_not_jsonl(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return false;
  return line[first] == '[' || (line[first] == '{' && is_blank_json(line.substr(first + 1)));
}

}  // namespace

JsonlSource::JsonlSource(const InputFile& file, const InputOptions& options,
                         std::vector<std::string> hyp_fields, References references)
    : SegmentSource(file, options),
      hyp_fields_(std::move(hyp_fields)),
      references_(references),
      parser_(make_parser(kDeepestJson)) {}

void JsonlSource::read(std::string& storage, Segments& out) {
  const bool is_valid = check_utf8();
  has_code_units_ = lines().bytes().find("\\u") != std::string_view::npos;
  out.clear();
  TextStore store(storage, options().normalize);
  CollectedTexts texts(store);
  for (std::size_t i = 0; i < lines().size(); ++i) {
    number_ = lines().number(i);
    if (is_valid) {
      read_line(lines()[i], texts, out);
    } else {
      std::string repaired = repair(lines()[i], number_);
      repaired.reserve(repaired.size() + LineCutter::kPadding);
      read_line(repaired, texts, out);
    }
  }
  texts.give(references_ != References::kIgnored, out);
}

void JsonlSource::read_line(std::string_view line, CollectedTexts& texts, Segments& out) {
  if (has_code_units_) line = without_lone_surrogates(line);
  parse(line);
  pick();
  take_hypotheses(texts);
  if (references_ != References::kIgnored) take_references(texts);
  texts.end_segment();
  if (!options().id_field.empty()) take_id(line, out);
  const std::string& group = options().group_field;
  if (!group.empty()) out.groups.push_back(label_of(line, members_.group, group, "E-FIELD"));
}

/// The line, or a copy with U+FFFD for each lone surrogate; E-SURROGATE if that is not wanted.
std::string_view JsonlSource::without_lone_surrogates(std::string_view line) {
  const std::size_t first = find_lone_surrogate(line);
  if (first == kNoOffset) return line;
  copy_.assign(line);
  std::uint64_t count = 0;
  for (auto at = first; at != kNoOffset; at = find_lone_surrogate(copy_, at)) {
    copy_.replace(at, kLoneSurrogate.size(), kLoneSurrogate);
    ++count;
  }
  copy_.reserve(copy_.size() + LineCutter::kPadding);
  if (options().replace_invalid) {
    count_replaced(count, number_);
    return copy_;
  }
  parse(copy_);
  throw input_error("E-SURROGATE",
                    fmt::format("{}:{}: {} is half of a surrogate pair", here(), first + 1,
                                line.substr(first, kLoneSurrogate.size())),
                    "`--invalid replace` puts U+FFFD in its place");
}

void JsonlSource::parse(std::string_view line) {
  std::string problem;
  const JsonOutcome outcome = parser_->parse(line, true, object_, problem);
  if (outcome != JsonOutcome::kDone || line.starts_with(kByteOrderMark)) parse_again(line);
}

/// For a line that the fast way refuses: numbers beyond its range, or deep nesting, or bad JSON.
void JsonlSource::parse_again(std::string_view line) {
  try {
    copy_of_numbers_ = check_json(line).zeroed;
  } catch (const JsonFault& found) {
    throw fault(found, line);
  }
  if (!deep_parser_) deep_parser_ = make_parser(kDeepestJson + kSpareDepth);
  std::string problem;
  const JsonOutcome outcome = deep_parser_->parse(copy_of_numbers_, false, object_, problem);
  if (outcome == JsonOutcome::kNoMemory) throw std::bad_alloc();
  if (outcome == JsonOutcome::kRefused) throw fault({0, problem}, line);
}

/// Sets members_.
void JsonlSource::pick() {
  const std::vector<std::string>& ref_fields = options().ref_fields;
  members_.hypotheses.assign(hyp_fields_.size(), nullptr);
  members_.references.assign(references_ == References::kIgnored ? 0 : ref_fields.size(), nullptr);
  members_.id = members_.group = nullptr;
  for (const JsonMember& member : object_.members) {
    const auto take = [&](const JsonMember*& to, const std::string& name) {
      if (!name.empty() && member.key == name) set_once(to, member, name);
    };
    for (std::size_t i = 0; i < members_.hypotheses.size(); ++i) {
      take(members_.hypotheses[i], hyp_fields_[i]);
    }
    for (std::size_t i = 0; i < members_.references.size(); ++i) {
      take(members_.references[i], ref_fields[i]);
    }
    take(members_.group, options().group_field);
    take(members_.id, options().id_field);
  }
}

void JsonlSource::set_once(const JsonMember*& member, const JsonMember& value,
                           const std::string& name) const {
  if (member != nullptr) {
    throw input_error("E-DUPKEY", fmt::format("{}: field '{}' occurs twice", here(), escape(name)),
                      "programs differ in which one counts; keep one");
  }
  member = &value;
}

void JsonlSource::take_hypotheses(CollectedTexts& texts) const {
  for (std::size_t i = 0; i < hyp_fields_.size(); ++i) {
    if (members_.hypotheses[i] == nullptr) throw field_error("is missing", hyp_fields_[i]);
    const JsonValue& value = members_.hypotheses[i]->value;
    if (value.kind != JsonKind::kString) {
      throw field_error("is " + kind_name(value.kind) + ", not a string", hyp_fields_[i]);
    }
    texts.add_hypothesis(value.text);
  }
}

void JsonlSource::take_references(CollectedTexts& texts) {
  bool has_any = false;
  for (std::size_t i = 0; i < members_.references.size(); ++i) {
    has_any = has_any || members_.references[i] != nullptr;
    take_field(members_.references[i], options().ref_fields[i], texts);
  }
  if (has_any)
    reference_count_.check(texts.references(), options().var_refs, [this] { return here(); });
}

void JsonlSource::take_field(const JsonMember* member, const std::string& name,
                             CollectedTexts& texts) const {
  const auto take = [&](const JsonValue& value, std::size_t position) {
    if (value.kind != JsonKind::kString) {
      const std::string which = position == 0 ? "" : fmt::format("at position {} ", position);
      throw field_error(which + "is " + kind_name(value.kind) + ", not a string", name);
    }
    texts.add_reference(value.text);
  };
  if (member == nullptr) {
    if (references_ == References::kRequired) throw field_error("is missing", name);
    return;
  }
  if (member->value.kind != JsonKind::kArray) {
    take(member->value, 0);
    return;
  }
  const std::size_t count = member->items_end - member->items_begin;
  for (std::size_t i = 0; i < count; ++i) {
    take(object_.items[member->items_begin + i], i + 1);
  }
  if (count > 0) return;
  throw input_error("E-NREFS",
                    fmt::format("{}: field '{}' is an empty array", here(), escape(name)),
                    "every segment needs a reference");
}

void JsonlSource::take_id(std::string_view line, Segments& out) {
  std::string id = label_of(line, members_.id, options().id_field, "E-ID");
  ids_.add(
      id, [this] { return here(); }, number_);
  out.ids.push_back(std::move(id));
}

/// A string, or the text of a number as it stands in the line.
std::string JsonlSource::label_of(std::string_view line, const JsonMember* member,
                                  const std::string& field, const char* code) const {
  const bool is_id = &field == &options().id_field;
  if (member == nullptr) {
    Problem problem = field_error("is missing", field).problem();
    problem.code = code;
    problem.hint = did_you_mean(field, field_names()) +
                   (is_id ? "every segment needs an id" : "every segment needs one");
    throw Error(ExitCode::kInput, std::move(problem));
  }
  const JsonValue& value = member->value;
  if (value.kind == JsonKind::kString) return std::string(value.text);
  if (value.kind != JsonKind::kNumber) {
    throw input_error(
        code, fmt::format("{}: field '{}' is {}", here(), escape(field), kind_name(value.kind)),
        is_id ? "an id is a string or a number" : "give a string or a number");
  }
  // JSON can write an integer in only one way unless it is 0.
  if (value.integer != 0) return std::to_string(value.integer);
  const auto before = std::count_if(object_.members.data(), member, [](const JsonMember& other) {
    return other.value.kind == JsonKind::kNumber;
  });
  return std::string(check_json(line).of_members[static_cast<std::size_t>(before)]);
}

std::string JsonlSource::here() const {
  return fmt::format("{}:{}", shown(), number_);
}

Error JsonlSource::fault(const JsonFault& fault, std::string_view line) const {
  std::string what = fault.what();
  std::string hint;
  if (is_blank_json(line)) {
    what = "empty line";
    hint = "remove it, also at the end of the file; an empty text is an object with \"\"";
  } else if (number_ == 1 && is_not_jsonl(line)) {
    hint =
        "JSONL is one object per line: `jq -c '.[]'` makes it from an array, `jq -c .` from "
        "objects over several lines";
  }
  return input_error("E-JSON", fmt::format("{}:{}: {}", here(), fault.offset() + 1, what), hint);
}

std::vector<std::string> JsonlSource::field_names() const {
  std::vector<std::string> names;
  for (const JsonMember& member : object_.members) names.emplace_back(member.key);
  return names;
}

Error JsonlSource::field_error(const std::string& what, const std::string& name) const {
  const std::vector<std::string> names = field_names();
  const std::string seen = list_of(names);
  return {ExitCode::kInput,
          {"E-FIELD", fmt::format("{}: field '{}' {}", here(), escape(name), what),
           seen.empty() ? "the object has no fields" : "fields: " + seen,
           did_you_mean(name, names) + "--hyp-field and --ref-field name the fields"}};
}

}  // namespace assay
