#pragma once

#include "assay/error.h"

#include "input/json_check.h"
#include "input/segment_source.h"
#include "input/text_store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <simdjson.h>

namespace assay {

/// What a JSONL file's field of references is to the reader.
enum class References { kIgnored, kOptional, kRequired };

/// One JSON object per line. Texts are passed on unchanged but for normalization.
///
/// simdjson reads each line. What it refuses is checked again by check_json(), which knows the
/// column of an error and accepts numbers of any size in fields that are not used.
class JsonlSource : public SegmentSource {
 public:
  JsonlSource(const InputFile& file, const InputOptions& options, bool has_hypotheses,
              References references);

  void read(std::string& storage, Segments& out) override;

 private:
  using Element = simdjson::dom::element;

  /// The members of an object that are used.
  struct Members {
    std::optional<Element> hypothesis;
    std::optional<Element> references;
    std::optional<Element> id;
    std::size_t numbers_before_id = 0;  ///< Among the members.
  };

  /// What a block's lines gave so far.
  struct Texts;

  void read_line(std::string_view line, Texts& texts, Segments& out);
  simdjson::dom::object parse(std::string_view line);
  simdjson::dom::object parse_again(std::string_view line);
  std::string_view without_lone_surrogates(std::string_view line);
  Members pick(const simdjson::dom::object& object) const;
  void set_once(std::optional<Element>& member, const Element& value,
                const std::string& name) const;
  void take_hypothesis(const simdjson::dom::object& object, const Members& members,
                       Texts& texts) const;
  void take_references(const simdjson::dom::object& object, const Members& members, Texts& texts);
  void check_reference_count(std::uint64_t count);
  void take_id(std::string_view line, const Members& members, Segments& out);
  std::string id_text(std::string_view line, const Members& members) const;

  std::string here() const;
  Error fault(const JsonFault& fault, std::string_view line) const;
  Error field_error(const std::string& what, const std::string& name,
                    const simdjson::dom::object& object) const;

  const bool has_hypotheses_;
  const References references_;
  simdjson::dom::parser parser_;
  simdjson::dom::parser deep_parser_;
  std::string copy_;          ///< A line that had to be changed before it could be read.
  std::uint64_t number_ = 0;  ///< Of the line being read.
  std::optional<std::uint64_t> reference_count_;
  std::unordered_map<std::string, std::uint64_t> lines_of_ids_;
};

}  // namespace assay
