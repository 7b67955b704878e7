#pragma once

#include "assay/error.h"

#include "input/collected_texts.h"
#include "input/json_check.h"
#include "input/segment_checks.h"
#include "modules/json.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// One JSON object per line. Texts are passed on unchanged but for normalization.
///
/// simdjson reads each line. What it refuses is checked again by check_json(), which knows the
/// column of an error and accepts numbers of any size in fields that are not used.
class JsonlSource : public SegmentSource {
 public:
  /// `hyp_fields` are the systems of the file; none if it brings only references.
  JsonlSource(const InputFile& file, const InputOptions& options,
              std::vector<std::string> hyp_fields, References references);

  void read(std::string& storage, Segments& out) override;

 private:
  /// The members of an object that are used.
  struct Members {
    std::vector<const JsonMember*> hypotheses;  ///< As the fields.
    std::vector<const JsonMember*> references;
    const JsonMember* id = nullptr;
    const JsonMember* group = nullptr;
  };

  void read_line(std::string_view line, CollectedTexts& texts, Segments& out);
  void parse(std::string_view line);
  void parse_again(std::string_view line);
  std::string_view without_lone_surrogates(std::string_view line);
  void pick();
  void set_once(const JsonMember*& member, const JsonMember& value, const std::string& name) const;
  void take_hypotheses(CollectedTexts& texts) const;
  void take_references(CollectedTexts& texts);
  void take_field(const JsonMember* member, const std::string& name, CollectedTexts& texts) const;
  void take_id(std::string_view line, Segments& out);
  std::string label_of(std::string_view line, const JsonMember* member, const std::string& field,
                       const char* code) const;

  std::string here() const;
  Error fault(const JsonFault& fault, std::string_view line) const;
  std::vector<std::string> field_names() const;
  Error field_error(const std::string& what, const std::string& name) const;

  const std::vector<std::string> hyp_fields_;
  const References references_;
  std::unique_ptr<JsonParser> parser_;
  std::unique_ptr<JsonParser> deep_parser_;
  JsonMembers object_;           ///< Of the line being read.
  Members members_;              ///< The same.
  std::string copy_;             ///< A line that had to be changed before it could be read.
  std::string copy_of_numbers_;  ///< One whose numbers had to be changed, which object_ refers to.
  std::uint64_t number_ = 0;     ///< Of the line being read.
  bool has_code_units_ = false;  ///< Whether the block has any \u, half of a pair or not.
  ReferenceCount reference_count_;
  UniqueIds ids_;
};

}  // namespace assay
