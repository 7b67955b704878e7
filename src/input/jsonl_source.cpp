#include "input/jsonl_source.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "input/marks.h"

#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

using simdjson::dom::element_type;

/// simdjson counts an empty object or array as no level, so the fast parser gets one level less
/// than is allowed, and leaves the exact limit to check_json().
constexpr std::size_t kFirstCapacity = std::size_t{1} << 16U;
constexpr std::size_t kSpareDepth = 2;
constexpr std::string_view kLoneSurrogate = "\\ufffd";

bool is_number(element_type type) {
  return type == element_type::INT64 || type == element_type::UINT64 ||
         type == element_type::DOUBLE;
}

std::string type_name(element_type type) {
  switch (type) {
    case element_type::ARRAY:
      return "an array";
    case element_type::OBJECT:
      return "an object";
    case element_type::STRING:
      return "a string";
    case element_type::BOOL:
      return "true or false";
    case element_type::NULL_VALUE:
      return "null";
    default:
      return "a number";
  }
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

std::string_view string_of(const simdjson::dom::element& value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return {};
  return text;
}

simdjson::dom::array array_of(const simdjson::dom::element& value) {
  simdjson::dom::array array;
  if (value.get(array) != simdjson::SUCCESS) return {};
  return array;
}

/// The text of an integer, which JSON can write in only one way unless it is 0; otherwise "".
std::string integer_text(const simdjson::dom::element& value) {
  std::int64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS || number == 0) return "";
  return std::to_string(number);
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
    : SegmentSource(file, options), has_hypotheses_(has_hypotheses), references_(references) {
  if (parser_.allocate(kFirstCapacity, kDeepestJson) != simdjson::SUCCESS) throw std::bad_alloc();
}

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
  const simdjson::dom::object object = parse(line);
  const Members members = pick(object);
  if (has_hypotheses_) take_hypothesis(object, members, texts);
  if (references_ != References::kIgnored) take_references(object, members, texts);
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

simdjson::dom::object JsonlSource::parse(std::string_view line) {
  simdjson::dom::object object;
  const auto failure = parser_.parse(line.data(), line.size(), false).get(object);
  const bool is_sure = failure == simdjson::SUCCESS && !line.starts_with(kByteOrderMark);
  return is_sure ? object : parse_again(line);
}

/// For a line that the fast way refuses: numbers beyond its range, or deep nesting, or bad JSON.
simdjson::dom::object JsonlSource::parse_again(std::string_view line) {
  std::string zeroed;
  try {
    zeroed = check_json(line).zeroed;
  } catch (const JsonFault& found) {
    throw fault(found, line);
  }
  if (deep_parser_.allocate(zeroed.size(), kDeepestJson + kSpareDepth) != simdjson::SUCCESS) {
    throw std::bad_alloc();
  }
  simdjson::dom::object object;
  const auto failure = deep_parser_.parse(zeroed).get(object);
  if (failure == simdjson::MEMALLOC) throw std::bad_alloc();
  if (failure != simdjson::SUCCESS) throw fault({0, simdjson::error_message(failure)}, line);
  return object;
}

JsonlSource::Members JsonlSource::pick(const simdjson::dom::object& object) const {
  Members members;
  std::size_t numbers = 0;
  for (const auto& [key, value] : object) {
    if (has_hypotheses_ && key == options().hyp_field) {
      set_once(members.hypothesis, value, options().hyp_field);
    }
    if (references_ != References::kIgnored && key == options().ref_field) {
      set_once(members.references, value, options().ref_field);
    }
    if (!options().id_field.empty() && key == options().id_field) {
      set_once(members.id, value, options().id_field);
      members.numbers_before_id = numbers;
    }
    numbers += is_number(value.type()) ? 1U : 0U;
  }
  return members;
}

void JsonlSource::set_once(std::optional<Element>& member, const Element& value,
                           const std::string& name) const {
  if (member) {
    throw input_error("E-DUPKEY", fmt::format("{}: field '{}' occurs twice", here(), escape(name)),
                      "programs differ in which one counts; keep one");
  }
  member = value;
}

void JsonlSource::take_hypothesis(const simdjson::dom::object& object, const Members& members,
                                  Texts& texts) const {
  const std::string& name = options().hyp_field;
  if (!members.hypothesis) throw field_error("is missing", name, object);
  if (members.hypothesis->type() != element_type::STRING) {
    throw field_error("is " + type_name(members.hypothesis->type()) + ", not a string", name,
                      object);
  }
  texts.hypotheses.push_back(texts.store.size());
  texts.store.append(string_of(*members.hypothesis));
}

void JsonlSource::take_references(const simdjson::dom::object& object, const Members& members,
                                  Texts& texts) {
  const std::string& name = options().ref_field;
  const auto take = [&](const Element& value, const std::string& which) {
    if (value.type() != element_type::STRING) {
      throw field_error(which + "is " + type_name(value.type()) + ", not a string", name, object);
    }
    texts.references.push_back(texts.store.size());
    texts.store.append(string_of(value));
  };
  const std::size_t before = texts.references.size();
  if (!members.references) {
    if (references_ == References::kRequired) throw field_error("is missing", name, object);
  } else if (members.references->type() == element_type::ARRAY) {
    for (const Element value : array_of(*members.references)) {
      take(value, fmt::format("at position {} ", texts.references.size() - before + 1));
    }
    check_reference_count(texts.references.size() - before);
  } else {
    take(*members.references, "");
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
  if (!members.id) {
    throw input_error("E-ID", fmt::format("{}: field '{}' is missing", here(), name),
                      "every segment needs an id");
  }
  const element_type type = members.id->type();
  if (type == element_type::STRING) return std::string(string_of(*members.id));
  if (!is_number(type)) {
    throw input_error("E-ID", fmt::format("{}: field '{}' is {}", here(), name, type_name(type)),
                      "an id is a string or a number");
  }
  std::string text = integer_text(*members.id);
  if (!text.empty()) return text;
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

Error JsonlSource::field_error(const std::string& what, const std::string& name,
                               const simdjson::dom::object& object) const {
  std::vector<std::string> names;
  for (const auto& member : object) names.emplace_back(member.key);
  const std::string seen = list_of(names);
  return {ExitCode::kInput,
          {"E-FIELD", fmt::format("{}: field '{}' {}", here(), escape(name), what),
           seen.empty() ? "the object has no fields" : "fields: " + seen,
           did_you_mean(name, names) + "--hyp-field and --ref-field name the fields"}};
}

}  // namespace assay
