#include "input/jsonl_source.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "input/marks.h"
#include "modules/module.h"

#include <new>
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

struct JsonlSource::Texts {
  TextStore& store;
  /// Which texts of the store are hypotheses and which references.
  std::vector<std::size_t> hypotheses;
  std::vector<std::size_t> references;
  std::vector<std::uint32_t> reference_begin;
};

JsonlSource::JsonlSource(const InputFile& file, const InputOptions& options, bool has_hypotheses,
                         References references)
    : SegmentSource(file, options),
      has_hypotheses_(has_hypotheses),
      references_(references),
      parser_(make_parser(kDeepestJson)) {}

void JsonlSource::read(std::string& storage, Segments& out) {
  const bool is_valid = check_utf8();
  out.clear();
  TextStore store(storage, options().normalize);
  Texts texts{store, {}, {}, {0}};
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
  for (const std::size_t i : texts.hypotheses) out.texts.push_back(store[i]);
  for (const std::size_t i : texts.references) out.references.push_back(store[i]);
  if (references_ != References::kIgnored) out.reference_begin = std::move(texts.reference_begin);
}

void JsonlSource::read_line(std::string_view line, Texts& texts, Segments& out) {
  line = without_lone_surrogates(line);
  parse(line);
  const Members members = pick();
  if (has_hypotheses_) take_hypothesis(members, texts);
  if (references_ != References::kIgnored) take_references(members, texts);
  if (!options().id_field.empty()) take_id(line, members, out);
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

JsonlSource::Members JsonlSource::pick() const {
  Members members;
  std::size_t numbers = 0;
  for (const JsonMember& member : object_.members) {
    if (has_hypotheses_ && member.key == options().hyp_field) {
      set_once(members.hypothesis, member, options().hyp_field);
    }
    if (references_ != References::kIgnored && member.key == options().ref_field) {
      set_once(members.references, member, options().ref_field);
    }
    if (!options().id_field.empty() && member.key == options().id_field) {
      set_once(members.id, member, options().id_field);
      members.numbers_before_id = numbers;
    }
    numbers += member.value.kind == JsonKind::kNumber ? 1U : 0U;
  }
  return members;
}

void JsonlSource::set_once(const JsonMember*& member, const JsonMember& value,
                           const std::string& name) const {
  if (member != nullptr) {
    throw input_error("E-DUPKEY", fmt::format("{}: field '{}' occurs twice", here(), escape(name)),
                      "programs differ in which one counts; keep one");
  }
  member = &value;
}

void JsonlSource::take_hypothesis(const Members& members, Texts& texts) const {
  const std::string& name = options().hyp_field;
  if (members.hypothesis == nullptr) throw field_error("is missing", name);
  const JsonValue& value = members.hypothesis->value;
  if (value.kind != JsonKind::kString) {
    throw field_error("is " + kind_name(value.kind) + ", not a string", name);
  }
  texts.hypotheses.push_back(texts.store.size());
  texts.store.append(value.text);
}

void JsonlSource::take_references(const Members& members, Texts& texts) {
  const std::string& name = options().ref_field;
  const auto take = [&](const JsonValue& value, const std::string& which) {
    if (value.kind != JsonKind::kString) {
      throw field_error(which + "is " + kind_name(value.kind) + ", not a string", name);
    }
    texts.references.push_back(texts.store.size());
    texts.store.append(value.text);
  };
  const JsonMember* const member = members.references;
  if (member == nullptr) {
    if (references_ == References::kRequired) throw field_error("is missing", name);
  } else if (member->value.kind == JsonKind::kArray) {
    const std::size_t count = member->items_end - member->items_begin;
    for (std::size_t i = 0; i < count; ++i) {
      take(object_.items[member->items_begin + i], fmt::format("at position {} ", i + 1));
    }
    check_reference_count(count);
  } else {
    take(member->value, "");
    check_reference_count(1);
  }
  texts.reference_begin.push_back(static_cast<std::uint32_t>(texts.references.size()));
}

void JsonlSource::check_reference_count(std::uint64_t count) {
  if (count == 0) {
    throw input_error(
        "E-NREFS",
        fmt::format("{}: field '{}' is an empty array", here(), escape(options().ref_field)),
        "every segment needs a reference");
  }
  if (!reference_count_) reference_count_ = count;
  if (count == *reference_count_ || options().var_refs) return;
  throw input_error("E-NREFS",
                    fmt::format("{}: number of references is {} here but {} before", here(), count,
                                *reference_count_),
                    "`--var-refs` allows another number in each segment");
}

void JsonlSource::take_id(std::string_view line, const Members& members, Segments& out) {
  std::string id = id_text(line, members);
  const auto [place, is_new] = lines_of_ids_.try_emplace(id, number_);
  if (!is_new) {
    throw input_error(
        "E-ID",
        fmt::format("{}: id \"{}\" was already at line {}", here(), escape(id), place->second),
        "ids must be unique in a file");
  }
  out.ids.push_back(std::move(id));
}

/// A string, or the text of a number as it stands in the line.
std::string JsonlSource::id_text(std::string_view line, const Members& members) const {
  const std::string name = escape(options().id_field);
  if (members.id == nullptr) {
    throw input_error("E-ID", fmt::format("{}: field '{}' is missing", here(), name),
                      "every segment needs an id");
  }
  const JsonValue& value = members.id->value;
  if (value.kind == JsonKind::kString) return std::string(value.text);
  if (value.kind != JsonKind::kNumber) {
    throw input_error("E-ID",
                      fmt::format("{}: field '{}' is {}", here(), name, kind_name(value.kind)),
                      "an id is a string or a number");
  }
  // JSON can write an integer in only one way unless it is 0.
  if (value.integer != 0) return std::to_string(value.integer);
  return std::string(check_json(line).of_members[members.numbers_before_id]);
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

Error JsonlSource::field_error(const std::string& what, const std::string& name) const {
  std::vector<std::string> names;
  for (const JsonMember& member : object_.members) names.emplace_back(member.key);
  const std::string seen = list_of(names);
  return {ExitCode::kInput,
          {"E-FIELD", fmt::format("{}: field '{}' {}", here(), escape(name), what),
           seen.empty() ? "the object has no fields" : "fields: " + seen,
           did_you_mean(name, names) + "--hyp-field and --ref-field name the fields"}};
}

}  // namespace assay
