#include "input/wmt_parser.h"

#include <algorithm>
#include <expat.h>
#include <limits>
#include <new>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kDeepest = 256;

/// The value of an attribute; nullptr if it is not there. Expat gives names and values in turn.
const char* attribute(const char** attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (*attributes == name) return attributes[1];
  }
  return nullptr;
}

bool is_utf8_name(std::string_view encoding) {
  const auto lowered = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  };
  return std::ranges::equal(encoding, std::string_view("utf-8"), {}, lowered) ||
         std::ranges::equal(encoding, std::string_view("us-ascii"), {}, lowered);
}

}  // namespace

/// Expat calls C functions, through which no exception may pass: what goes wrong is kept, and
/// thrown when Expat has returned.
class WmtParser::State {
 public:
  explicit State(std::function<void(WmtDocument&&)> on_document)
      : on_document_(std::move(on_document)), parser_(XML_ParserCreate("UTF-8")) {
    if (parser_ == nullptr) throw std::bad_alloc();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &State::on_start, &State::on_end);
    XML_SetCharacterDataHandler(parser_, &State::on_text);
    XML_SetStartDoctypeDeclHandler(parser_, &State::on_doctype);
    XML_SetXmlDeclHandler(parser_, &State::on_declaration);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { XML_ParserFree(parser_); }

  void feed(std::string_view bytes, bool is_final) {
    constexpr std::size_t kMost = std::numeric_limits<int>::max();
    do {
      const std::string_view part = bytes.substr(0, kMost);
      bytes.remove_prefix(part.size());
      const bool is_last = is_final && bytes.empty();
      const auto status =
          XML_Parse(parser_, part.data(), static_cast<int>(part.size()), is_last ? 1 : 0);
      if (fault_) throw XmlFault(*fault_);
      if (error_) std::rethrow_exception(error_);
      if (status == XML_STATUS_OK) continue;
      if (XML_GetErrorCode(parser_) == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
      throw make_fault("E-XML", XML_ErrorString(XML_GetErrorCode(parser_)));
    } while (!bytes.empty());
  }

 private:
  static void on_start(void* self, const char* name, const char** attributes) {
    static_cast<State*>(self)->guard([&](State& state) { state.start(name, attributes); });
  }
  static void on_end(void* self, const char* name) {
    static_cast<State*>(self)->guard([&](State& state) { state.end(name); });
  }
  static void on_text(void* self, const char* text, int size) {
    static_cast<State*>(self)->guard([&](State& state) {
      if (!state.in_segment_) return;
      state.version().segments.back().second.append(text, static_cast<std::size_t>(size));
    });
  }
  static void on_doctype(void* self, const char* /*name*/, const char* /*system*/,
                         const char* /*public_id*/, int /*has_internal_subset*/) {
    static_cast<State*>(self)->guard(
        [](State& state) { throw state.make_fault("E-DTD", "a document type declaration"); });
  }
  static void on_declaration(void* self, const char* /*version*/, const char* encoding,
                             int /*standalone*/) {
    static_cast<State*>(self)->guard([&](State& state) {
      if (encoding == nullptr || is_utf8_name(encoding)) return;
      throw state.make_fault("E-XML", fmt::format("the encoding is {}, not UTF-8", encoding));
    });
  }

  template <typename Function>
  void guard(const Function& function) {
    if (fault_ || error_) return;
    try {
      function(*this);
    } catch (const XmlFault& fault) {
      fault_.emplace(fault);
      XML_StopParser(parser_, XML_FALSE);
    } catch (...) {
      error_ = std::current_exception();
      XML_StopParser(parser_, XML_FALSE);
    }
  }

  XmlFault make_fault(const std::string& code, const std::string& what) const {
    return {code, XML_GetCurrentLineNumber(parser_), XML_GetCurrentColumnNumber(parser_) + 1, what};
  }

  std::string required(const char** attributes, std::string_view element,
                       std::string_view name) const {
    const char* value = attribute(attributes, name);
    if (value != nullptr) return value;
    throw make_fault("E-XML", fmt::format("<{}> has no {}", element, name));
  }

  WmtVersion& version() { return document_->versions.back(); }

  void start(std::string_view name, const char** attributes) {
    if (++depth_ > kDeepest) {
      throw make_fault("E-XML", fmt::format("elements lie more than {} deep", kDeepest));
    }
    if (name == "doc") {
      start_document(attributes);
    } else if (name == "ref" || name == "hyp") {
      start_version(name, attributes);
    } else if (name == "seg" && in_version_) {
      start_segment(attributes);
    }
  }

  void start_document(const char** attributes) {
    if (document_) throw make_fault("E-XML", "<doc> in <doc>");
    document_.emplace();
    required(attributes, "doc", "id");
    for (; *attributes != nullptr; attributes += 2) {
      document_->attributes.emplace(attributes[0], attributes[1]);
    }
  }

  void start_version(std::string_view name, const char** attributes) {
    if (!document_ || in_version_) {
      throw make_fault("E-XML", fmt::format("<{}> is not right in a <doc>", name));
    }
    const bool is_reference = name == "ref";
    // Test sets with one translator may not name it.
    const char* translator = attribute(attributes, "translator");
    std::string who;
    if (is_reference) {
      who = translator == nullptr ? "ref" : translator;
    } else {
      who = required(attributes, name, "system");
    }
    const bool is_known = std::ranges::any_of(document_->versions, [&](const WmtVersion& other) {
      return other.is_reference == is_reference && other.name == who;
    });
    if (is_known) {
      throw make_fault("E-XML", fmt::format("document '{}' has <{}> of '{}' twice",
                                            document_->attributes["id"], name, who));
    }
    document_->versions.push_back({who, is_reference, {}, {}});
    in_version_ = true;
  }

  void start_segment(const char** attributes) {
    if (in_segment_) throw make_fault("E-XML", "<seg> in <seg>");
    std::string id = required(attributes, "seg", "id");
    if (!version().places.emplace(id, version().segments.size()).second) {
      throw make_fault("E-XML", fmt::format("document '{}' has segment '{}' twice",
                                            document_->attributes["id"], id));
    }
    version().segments.emplace_back(std::move(id), "");
    in_segment_ = true;
  }

  void end(std::string_view name) {
    --depth_;
    if (name == "seg") in_segment_ = false;
    if (name == "ref" || name == "hyp") in_version_ = false;
    if (name != "doc" || !document_) return;
    document_->line = XML_GetCurrentLineNumber(parser_);
    WmtDocument document = std::move(*document_);
    document_.reset();
    on_document_(std::move(document));
  }

  std::function<void(WmtDocument&&)> on_document_;
  XML_Parser parser_;
  std::size_t depth_ = 0;
  std::optional<WmtDocument> document_;
  bool in_version_ = false;
  bool in_segment_ = false;
  std::optional<XmlFault> fault_;
  std::exception_ptr error_;
};

WmtParser::WmtParser(std::function<void(WmtDocument&&)> on_document)
    : state_(std::make_unique<State>(std::move(on_document))) {}

WmtParser::~WmtParser() = default;

void WmtParser::feed(std::string_view bytes) {
  state_->feed(bytes, false);
}

void WmtParser::finish() {
  state_->feed({}, true);
}

}  // namespace assay
