#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace assay {

/// What is wrong with a file of WMT's XML, and where.
class XmlFault : public std::runtime_error {
 public:
  XmlFault(std::string code, std::uint64_t line, std::uint64_t column, const std::string& what)
      : std::runtime_error(what), code_(std::move(code)), line_(line), column_(column) {}

  const std::string& code() const noexcept { return code_; }
  std::uint64_t line() const noexcept { return line_; }
  std::uint64_t column() const noexcept { return column_; }

 private:
  std::string code_;
  std::uint64_t line_;
  std::uint64_t column_;
};

/// The segments of one <ref> or <hyp> of a document.
struct WmtVersion {
  std::string name;  ///< The translator or the system.
  bool is_reference = false;
  std::vector<std::pair<std::string, std::string>> segments;  ///< Id and text, in order.
  std::unordered_map<std::string, std::size_t> places;        ///< Of ids in `segments`.
};

struct WmtDocument {
  std::map<std::string, std::string> attributes;  ///< Of <doc>: "id", "domain", …
  std::uint64_t line = 0;                         ///< Where it ends.
  std::vector<WmtVersion> versions;
};

/// Reads the XML of WMT's test sets: <doc id>, in it <ref translator> and <hyp system>, in these
/// <seg id>, whatever elements are between. A document type declaration is refused (E-DTD), so
/// there are no entities but those of XML, and nothing else is ever opened. Elements lie at most
/// 256 deep.
class WmtParser {
 public:
  explicit WmtParser(std::function<void(WmtDocument&&)> on_document);
  WmtParser(const WmtParser&) = delete;
  WmtParser& operator=(const WmtParser&) = delete;
  ~WmtParser();

  /// Takes the next bytes, which are UTF-8. Throws XmlFault (E-XML, E-DTD).
  void feed(std::string_view bytes);

  /// The file ends here.
  void finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace assay
