#include "input/agreement.h"

#include "assay/text.h"

#include <algorithm>
#include <span>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kLinesAtOnce = 4096;
constexpr std::size_t kBytesAtOnce = std::size_t{256} << 10U;

/// 1998 as "1,998".
std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t end = digits.size(); end > 3; end -= 3) digits.insert(end - 3, 1, ',');
  return digits;
}

/// How long a file is, and what follows the lines that every file has.
struct Length {
  const SegmentSource* source = nullptr;
  std::uint64_t segments = 0;
  std::uint64_t extra = 0;
  bool is_extra_blank = true;
  std::string first_extra;
  std::string first_place;  ///< Where the first extra one is.
};

std::string_view visible_part(std::string_view line) {
  return find_invalid_utf8(line) == kNoOffset ? right_strip(line) : line;
}

/// Reads a file to its end, of which the first `shared` segments of this block are in every file.
Length measure(SegmentSource& source, std::size_t shared) {
  Length length{.source = &source, .segments = source.before() + shared};
  std::size_t next = shared;
  do {
    for (; next < source.size(); ++next) {
      const std::string_view text = visible_part(source.raw(next));
      if (length.extra++ == 0) {
        length.first_extra = text;
        length.first_place = source.place(next);
      }
      length.is_extra_blank = length.is_extra_blank && text.empty();
    }
    next = 0;
  } while (source.cut(kLinesAtOnce, kBytesAtOnce) > 0);
  length.segments += length.extra;
  return length;
}

std::string advice(const Length& longest, const Length& shortest, const InputOptions& options) {
  if (longest.is_extra_blank) {
    const bool is_one = longest.extra == 1;
    return fmt::format("{} ends with {}; remove {}, or give both sides as JSONL with --id-field",
                       longest.source->shown(),
                       is_one ? "a blank line" : with_separators(longest.extra) + " blank lines",
                       is_one ? "it" : "them");
  }
  if (!options.id_field.empty()) {
    return "give every file the same segments, in the same order of " +
           escape(options.id_field, kBytesAtOnce);
  }
  return fmt::format("missing trailing lines in {}? JSONL with --id-field checks the alignment",
                     shortest.source->shown());
}

std::string all_lengths(std::span<const Length> lengths) {
  std::string text = "\nsegments:";
  for (const Length& length : lengths) {
    text += fmt::format("{} {} in {}", &length == lengths.data() ? "" : ",",
                        with_separators(length.segments), length.source->shown());
  }
  return text;
}

Error describe(std::span<const Length> lengths, const InputOptions& options) {
  const auto longest = std::ranges::max_element(lengths, {}, &Length::segments);
  const auto shortest = std::ranges::min_element(lengths, {}, &Length::segments);
  std::string detail = fmt::format("first extra line: \"{}\"{}", escape(longest->first_extra),
                                   longest->first_extra.empty() ? " (blank)" : "");
  if (lengths.size() > 2) detail += all_lengths(lengths);
  return {ExitCode::kInput,
          {"E-COUNT",
           fmt::format("{}: {} {} here but {} in {}", longest->first_place,
                       with_separators(longest->segments),
                       longest->segments == 1 ? "segment" : "segments",
                       with_separators(shortest->segments), shortest->source->shown()),
           detail, advice(*longest, *shortest, options)}};
}

std::string position(const SegmentSource& source, const Segments& part, std::size_t segment) {
  return part.places.empty() ? source.place(segment) : part.places[segment];
}

/// The references of one segment.
std::span<const std::string_view> references_of(const Segments& part, std::size_t segment) {
  const std::uint32_t begin = part.reference_begin[segment];
  return std::span(part.references).subspan(begin, part.reference_begin[segment + 1] - begin);
}

}  // namespace

Error count_error(const Sources& sources, const InputOptions& options) {
  const auto fewest =
      std::ranges::min_element(sources, {}, [](const auto& source) { return source->size(); });
  const std::size_t shared = (*fewest)->size();
  std::vector<Length> lengths;
  lengths.reserve(sources.size());
  for (const auto& source : sources) lengths.push_back(measure(*source, shared));
  return describe(lengths, options);
}

void check_ids(const Sources& sources, const std::vector<Segments>& parts) {
  const auto first =
      std::ranges::find_if(parts, [](const Segments& part) { return !part.ids.empty(); });
  if (first == parts.end()) return;
  const auto& first_source = *sources[static_cast<std::size_t>(first - parts.begin())];
  for (std::size_t file = 0; file < parts.size(); ++file) {
    const std::vector<std::string>& ids = parts[file].ids;
    if (ids.empty() || ids == first->ids) continue;
    std::size_t i = 0;
    while (ids[i] == first->ids[i]) ++i;
    throw input_error(
        "E-ID",
        fmt::format(R"({}: id "{}" here but "{}" at {})", position(*sources[file], parts[file], i),
                    escape(ids[i]), escape(first->ids[i]), position(first_source, *first, i)),
        "bring both files into the same order of ids, or use `--align id`");
  }
}

void check_references(const Sources& sources, const std::vector<Segments>& parts,
                      std::size_t systems) {
  for (std::size_t system = 1; system < systems; ++system) {
    for (std::size_t i = 0; i + 1 < parts[system].reference_begin.size(); ++i) {
      const auto references = references_of(parts[system], i);
      if (references.empty() || std::ranges::equal(references, references_of(parts[0], i))) {
        continue;
      }
      throw input_error("E-REFS",
                        fmt::format("{}: other references than at {}",
                                    position(*sources[system], parts[system], i),
                                    position(*sources[0], parts[0], i)),
                        "systems are scored against the same references; give them with -r FILE");
    }
  }
}

}  // namespace assay
