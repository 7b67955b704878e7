#include "input/wmt_source.h"

#include "assay/registry.h"
#include "assay/text.h"

#include "input/collected_texts.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kLinesAtOnce = 4096;
constexpr std::size_t kBytesAtOnce = std::size_t{256} << 10U;

Error xml_error(const std::string& file, const XmlFault& fault) {
  const bool is_dtd = fault.code() == "E-DTD";
  return input_error(
      fault.code(),
      fmt::format("{}:{}:{}: {}", file, fault.line(), fault.column(), escape(fault.what(), 300)),
      is_dtd ? "remove it: a test set needs no entities" : "");
}

const WmtVersion* find_version(const WmtDocument& document, bool is_reference,
                               const std::string& name) {
  const auto found = std::ranges::find_if(document.versions, [&](const WmtVersion& version) {
    return version.is_reference == is_reference && version.name == name;
  });
  return found == document.versions.end() ? nullptr : &*found;
}

const std::string* find_text(const WmtVersion* version, const std::string& id) {
  if (version == nullptr) return nullptr;
  const auto found = version->places.find(id);
  return found == version->places.end() ? nullptr : &version->segments[found->second].second;
}

/// The ids of all versions, those of the first in its order.
std::vector<std::string> ids_of(const WmtDocument& document) {
  std::vector<std::string> ids;
  std::unordered_set<std::string_view> known;
  for (const WmtVersion& version : document.versions) {
    for (const auto& segment : version.segments) {
      if (known.insert(segment.first).second) ids.push_back(segment.first);
    }
  }
  return ids;
}

/// Sees the names of versions, each once.
void note_names(const WmtDocument& document, WmtContents& contents) {
  for (const WmtVersion& version : document.versions) {
    auto& names = version.is_reference ? contents.translators : contents.systems;
    if (std::ranges::find(names, version.name) == names.end()) names.push_back(version.name);
  }
}

/// Opens a file to list what is in it.
class Lister : public SegmentSource {
 public:
  using SegmentSource::SegmentSource;

  void read(std::string& /*storage*/, Segments& /*out*/) override {}

  WmtContents list() {
    WmtContents contents;
    WmtParser parser([&](const WmtDocument& document) { note_names(document, contents); });
    try {
      while (lines().cut(kLinesAtOnce, kBytesAtOnce) > 0) {
        parser.feed(check_utf8() ? std::string(lines().bytes()) : repair(lines().bytes(), 0));
      }
      parser.finish();
    } catch (const XmlFault& fault) {
      throw xml_error(shown(), fault);
    }
    return contents;
  }
};

}  // namespace

WmtContents list_wmt(const std::string& path, const InputOptions& options) {
  return Lister({path, path}, options).list();
}

WmtSource::WmtSource(const InputFile& file, const InputOptions& options,
                     std::vector<std::string> systems, std::vector<std::string> translators)
    : SegmentSource(file, options),
      systems_(std::move(systems)),
      translators_(std::move(translators)),
      parser_([this](const WmtDocument& document) { take(document); }) {}

/// Gives the parser some lines; false at the end of the file.
bool WmtSource::feed() {
  try {
    if (lines().cut(kLinesAtOnce, kBytesAtOnce) == 0) {
      parser_.finish();
      return false;
    }
    parser_.feed(check_utf8() ? std::string(lines().bytes())
                              : repair(lines().bytes(), lines().number(0)));
    return true;
  } catch (const XmlFault& fault) {
    throw xml_error(shown(), fault);
  }
}

std::size_t WmtSource::cut(std::size_t most_segments, std::size_t most_bytes) {
  before_ += block_.size();
  block_.clear();
  std::size_t bytes = 0;
  while (block_.size() < most_segments && (block_.empty() || bytes < most_bytes)) {
    if (waiting_.empty()) {
      if (ended_) break;
      ended_ = !feed();
      continue;
    }
    for (const std::string& text : waiting_.front().hypotheses) bytes += text.size();
    block_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return block_.size();
}

std::string WmtSource::group_of(const WmtDocument& document) const {
  const std::string name = options().group_field == "doc" ? "id" : options().group_field;
  if (name.empty()) return {};
  const auto found = document.attributes.find(name);
  if (found != document.attributes.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& entry : document.attributes) names.push_back(entry.first);
  throw input_error(
      "E-FIELD",
      fmt::format("{}:{}: document '{}' has no attribute '{}'", shown(), document.line,
                  escape(document.attributes.at("id")), escape(name)),
      did_you_mean(name, names) + "--group-by and --doc take an attribute of <doc>, or doc");
}

/// The wanted ones, or all that the document has.
std::vector<std::string> WmtSource::translators_of(const WmtDocument& document) const {
  if (!translators_.empty()) return translators_;
  std::vector<std::string> names;
  for (const WmtVersion& version : document.versions) {
    if (version.is_reference) names.push_back(version.name);
  }
  return names;
}

void WmtSource::take(const WmtDocument& document) {
  const std::string group = group_of(document);
  for (const std::string& id : ids_of(document)) {
    const std::string name = document.attributes.at("id") + ":" + id;
    Segment segment{.id = name, .group = group};
    segment.place = fmt::format("{}:{}: {}", shown(), document.line, escape(name));
    // No id holds a NUL, so that this tells documents from segments.
    if (!known_ids_.insert(document.attributes.at("id") + '\0' + id).second) {
      throw input_error("E-ID", segment.place + ": a document before has the same id and segment",
                        "give each <doc> an id of its own");
    }
    const auto missing = [&](std::string_view element, const std::string& who) {
      return input_error(
          "E-XML", fmt::format("{}: is not in <{}> of '{}'", segment.place, element, escape(who)),
          "choose complete ones with --systems and --translators");
    };
    for (const std::string& system : systems_) {
      const std::string* text = find_text(find_version(document, false, system), id);
      if (text == nullptr) throw missing("hyp", system);
      segment.hypotheses.push_back(*text);
    }
    for (const std::string& translator : translators_of(document)) {
      const std::string* text = find_text(find_version(document, true, translator), id);
      if (text != nullptr) segment.references.push_back(*text);
      if (text == nullptr && !options().var_refs) throw missing("ref", translator);
    }
    if (segment.references.empty()) throw missing("ref", "any translator");
    reference_count_.check(segment.references.size(), options().var_refs,
                           [&segment] { return segment.place; });
    waiting_.push_back(std::move(segment));
  }
}

std::string_view WmtSource::raw(std::size_t i) const {
  const Segment& segment = block_[i];
  return segment.hypotheses.empty() ? segment.references.front() : segment.hypotheses.front();
}

void WmtSource::read(std::string& storage, Segments& out) {
  out.clear();
  TextStore store(storage, options().normalize);
  CollectedTexts texts(store);
  for (const Segment& segment : block_) {
    for (const std::string& text : segment.hypotheses) texts.add_hypothesis(text);
    for (const std::string& text : segment.references) texts.add_reference(text);
    texts.end_segment();
    out.ids.push_back(segment.id);
    if (!options().group_field.empty()) out.groups.push_back(segment.group);
  }
  texts.give(true, out);
}

}  // namespace assay
