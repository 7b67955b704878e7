#include "assay/inspect.h"

#include "assay/text.h"

#include "inspect/order.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kBlockSegments = 1024;
constexpr std::uint64_t kFewestWords = 4;  ///< Shorter references say little about length.
constexpr std::uint64_t kRatio = 3;

std::uint64_t words_of(std::string_view text) {
  std::uint64_t words = 0;
  bool in_word = false;
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    offset += point.size;
    const bool is_blank = is_space(point.value);
    words += !is_blank && !in_word ? 1U : 0U;
    in_word = !is_blank;
  }
  return words;
}

/// Whether a text looks like the output of a tokenizer: "word ," or "sub@@ word" or "&quot;".
bool looks_tokenized(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kMarks = {
      " , ", " . ", " ; ", "@@ ", "&quot;", "&apos;", "&amp;", "&lt;", " n't"};
  const bool has_mark = std::ranges::any_of(
      kMarks, [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
  return has_mark || text.ends_with(" .") || text.ends_with(" ?") || text.ends_with(" !") ||
         text.find("\xE2\x96\x81") != std::string_view::npos;  // SentencePiece's U+2581.
}

/// The counts of one side as they grow.
class SideCounter {
 public:
  explicit SideCounter(SideInspection side) : side_(std::move(side)) {}

  void add(std::string_view text) {
    ++side_.texts;
    const std::uint64_t words = words_of(text);
    side_.words += words;
    if (words == 0) {
      ++side_.empty;
    } else if (!seen_.insert(std::hash<std::string_view>()(text)).second) {
      ++side_.duplicates;
    }
    side_.tokenized += looks_tokenized(text) ? 1U : 0U;
    add_characters(text);
  }

  /// `references` are those of the segment.
  void compare(std::string_view text, std::span<const std::string_view> references) {
    const std::uint64_t words = words_of(text);
    if (words == 0) return;
    side_.identical += std::ranges::find(references, text) != references.end() ? 1U : 0U;
    const bool is_outlier = std::ranges::all_of(references, [&](std::string_view reference) {
      const std::uint64_t expected = words_of(reference);
      return expected >= kFewestWords && (words * kRatio < expected || words > expected * kRatio);
    });
    side_.outliers += is_outlier ? 1U : 0U;
  }

  SideInspection finish() {
    std::uint64_t letters = 0;
    for (const auto& [name, count] : scripts_) letters += count;
    const auto most =
        std::ranges::max_element(scripts_, {}, [](const auto& s) { return s.second; });
    if (most != scripts_.end()) {
      side_.script = most->first;
      side_.script_share = static_cast<double>(most->second) / static_cast<double>(letters);
    }
    return std::move(side_);
  }

 private:
  void add_characters(std::string_view text) {
    bool has_control = false;
    for (std::size_t offset = 0; offset < text.size();) {
      const CodePoint point = code_point_at(text, offset);
      offset += point.size;
      ++side_.characters;
      const bool is_line_end = point.value >= 0x09 && point.value <= 0x0D;
      has_control = has_control || (point.value < 0x20 && !is_line_end) || point.value == 0x7F;
      const std::string_view script = script_name(point.value);
      if (!script.empty()) ++scripts_[script];
    }
    side_.controls += has_control ? 1U : 0U;
  }

  SideInspection side_;
  std::unordered_set<std::size_t> seen_;  ///< Hashes of texts.
  std::map<std::string_view, std::uint64_t> scripts_;
};

/// What the counts of a side say.
class Judgement {
 public:
  Judgement(const SideInspection& side, std::vector<Warning>& warnings)
      : side_(side), warnings_(warnings) {}

  void about_itself() {
    warn_if(side_.empty, "W-EMPTY", "are empty", 0.0);
    warn_if(side_.duplicates, "W-DUPLICATE", "stood already in an earlier line", kShare);
    warn_if(side_.controls, "W-CONTROL", "have control characters", 0.0);
    warn_if(side_.tokenized, "W-TOKENIZED", "look tokenized or escaped; metrics expect plain text",
            kShare);
  }

  void about_references(const SideInspection& reference) {
    warn_if(side_.outliers, "W-LENGTH",
            "are less than a third or more than three times as long as their references", 0.01);
    warn_if(side_.identical, "W-IDENTICAL", "are equal to a reference", 0.5);
    const bool are_sure = side_.script_share > 0.6 && reference.script_share > 0.6;
    if (!are_sure || side_.script == reference.script) return;
    add("W-SCRIPT", fmt::format("{}most letters are {}, in {} they are {}", who(), side_.script,
                                reference.name, reference.script));
  }

  void about_order(const WrongOrder& order) {
    add("W-TRANSPOSED",
        fmt::format("{}{} of {} texts looked at have most of their words in common with the "
                    "reference of another segment, that of segment {} with that of segment {}; "
                    "were lines sorted or moved?",
                    who(), order.texts, order.looked_at, order.first + 1, order.home + 1));
  }

 private:
  static constexpr double kShare = 0.1;

  void warn_if(std::uint64_t count, const char* code, const char* what, double share) {
    const double limit = share * static_cast<double>(side_.texts);
    if (count == 0 || static_cast<double>(count) < limit) return;
    add(code, fmt::format("{}{} of {} texts {}", who(), count, side_.texts, what));
  }

  /// The side's name, unless the file tells it.
  std::string who() const { return side_.file.ends_with(side_.name) ? "" : side_.name + ": "; }

  void add(const char* code, const std::string& message) {
    warnings_.push_back({.code = code, .file = side_.file, .message = escape(message, 500)});
  }

  const SideInspection& side_;
  std::vector<Warning>& warnings_;
};

std::vector<SideCounter> system_counters(const CorpusFiles& files) {
  std::vector<SideCounter> counters;
  for (const InputFile& file : files.systems) {
    counters.emplace_back(SideInspection{.name = file.name, .file = file.path});
  }
  return counters;
}

/// References of a segment beyond those of earlier segments get a side of their own.
SideCounter& reference_counter(std::vector<SideCounter>& counters, std::size_t r,
                               const CorpusFiles& files) {
  while (counters.size() <= r) {
    const std::size_t next = counters.size();
    const bool is_file = next < files.references.size();
    counters.emplace_back(SideInspection{
        .name = is_file ? files.references[next].name : fmt::format("reference {}", next + 1),
        .file = is_file ? files.references[next].path : "",
        .is_reference = true});
  }
  return counters[r];
}

void judge(Inspection& inspection) {
  const auto reference = std::ranges::find(inspection.sides, true, &SideInspection::is_reference);
  for (const SideInspection& side : inspection.sides) {
    Judgement judgement(side, inspection.warnings);
    judgement.about_itself();
    if (!side.is_reference && reference != inspection.sides.end()) {
      judgement.about_references(*reference);
    }
  }
}

void judge_order(const OrderCheck& order, Inspection& inspection) {
  for (std::size_t side = 0; side < inspection.sides.size(); ++side) {
    const auto found = order.find(side);
    if (found) Judgement(inspection.sides[side], inspection.warnings).about_order(*found);
  }
}

}  // namespace

Inspection inspect(const CorpusFiles& files, const InputOptions& options) {
  CorpusReader reader(files, options);
  std::vector<SideCounter> systems = system_counters(files);
  std::vector<SideCounter> references;
  OrderCheck order;
  Block block;
  while (reader.next(block, kBlockSegments)) {
    order.add(block);
    for (std::size_t i = 0; i < block.segments; ++i) {
      const auto begin = block.reference_begin[i];
      const auto of_segment =
          std::span(block.references).subspan(begin, block.reference_begin[i + 1] - begin);
      for (std::size_t r = 0; r < of_segment.size(); ++r) {
        reference_counter(references, r, files).add(of_segment[r]);
      }
      for (std::size_t s = 0; s < systems.size(); ++s) {
        const std::string_view text = block.hypotheses[i * systems.size() + s];
        systems[s].add(text);
        systems[s].compare(text, of_segment);
      }
    }
  }
  Inspection inspection{.segments = reader.summary().segments};
  for (SideCounter& counter : systems) inspection.sides.push_back(counter.finish());
  for (SideCounter& counter : references) inspection.sides.push_back(counter.finish());
  inspection.warnings = reader.summary().warnings;
  if (options.check_shifts) judge_order(order, inspection);
  judge(inspection);
  return inspection;
}

}  // namespace assay
