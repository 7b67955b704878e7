#pragma once

#include "assay/error.h"

#include "input/json_check.h"
#include "input/segment_source.h"
#include "input/text_store.h"
#include "modules/json.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

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
  /// The members of an object that are used.
  struct Members {
    const JsonMember* hypothesis = nullptr;
    const JsonMember* references = nullptr;
    const JsonMember* id = nullptr;
    std::size_t numbers_before_id = 0;  ///< Among the members.
  };

  /// What a block's lines gave so far.
  struct Texts;

  void read_line(std::string_view line, Texts& texts, Segments& out);
  void parse(std::string_view line);
  void parse_again(std::string_view line);
  std::string_view without_lone_surrogates(std::string_view line);
  Members pick() const;
  void set_once(const JsonMember*& member, const JsonMember& value, const std::string& name) const;
  void take_hypothesis(const Members& members, Texts& texts) const;
  void take_references(const Members& members, Texts& texts);
  void check_reference_count(std::uint64_t count);
  void take_id(std::string_view line, const Members& members, Segments& out);
  std::string id_text(std::string_view line, const Members& members) const;

  std::string here() const;
  Error fault(const JsonFault& fault, std::string_view line) const;
  Error field_error(const std::string& what, const std::string& name) const;

  const bool has_hypotheses_;
  const References references_;
  std::unique_ptr<JsonParser> parser_;
  std::unique_ptr<JsonParser> deep_parser_;
  JsonMembers object_;           ///< Of the line being read.
  std::string copy_;             ///< A line that had to be changed before it could be read.
  std::string copy_of_numbers_;  ///< One whose numbers had to be changed, which object_ refers to.
  std::uint64_t number_ = 0;     ///< Of the line being read.
  std::optional<std::uint64_t> reference_count_;
  std::unordered_map<std::string, std::uint64_t> lines_of_ids_;
};

}  // namespace assay
