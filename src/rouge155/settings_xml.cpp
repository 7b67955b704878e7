#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/text.h"

#include "rouge155/settings.h"

#include <algorithm>
#include <expat.h>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

// The settings of ROUGE-1.5.5: EVAL elements, each with PEER-ROOT, MODEL-ROOT, INPUT-FORMAT, PEERS
// of P, and MODELS of M.

namespace assay {
namespace {

constexpr std::size_t kDeepest = 64;

std::string trimmed(const std::string& text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

std::string upper(std::string_view name) {
  std::string text(name);
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string joined(const std::string& root, const std::string& file) {
  return root.empty() ? file : root + "/" + file;
}

/// Makes evaluations of the elements as they come. Nothing is thrown through the parser, which is
/// written in C: the first error is kept, and the parser stopped.
class SettingsReader {
 public:
  explicit SettingsReader(std::string path)
      : path_(std::move(path)), parser_(XML_ParserCreate(nullptr)) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }

  Rouge155Evaluations operator()() {
    const XML_Status status = parse(read_file(path_));
    if (error_) throw Error(*error_);
    if (status == XML_STATUS_ERROR) {
      const XML_Error code = XML_GetErrorCode(parser_.get());
      if (code == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
      if (code == XML_ERROR_UNDEFINED_ENTITY) throw entity_error();
      throw input_error("E-XML", fmt::format("{}: {}", place(), XML_ErrorString(code)),
                        "mend the XML; & is written &amp; and < is written &lt;");
    }
    if (!evaluations_.empty()) return std::move(evaluations_);
    throw input_error("E-EMPTY", escape(path_) + ": there is no EVAL",
                      "settings have an EVAL for each document");
  }

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  /// In pieces whose size is an int.
  XML_Status parse(std::string_view bytes) {
    constexpr std::size_t kPiece = std::size_t{1} << 20U;
    XML_Status status = XML_STATUS_OK;
    for (bool is_last = false; !is_last && status == XML_STATUS_OK;) {
      const std::string_view piece = bytes.substr(0, kPiece);
      bytes.remove_prefix(piece.size());
      is_last = bytes.empty();
      status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()),
                         is_last ? XML_TRUE : XML_FALSE);
    }
    return status;
  }

  static SettingsReader& self(void* data) { return *static_cast<SettingsReader*>(data); }
  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    self(data).guard([&](SettingsReader& reader) { reader.start(upper(name), attributes); });
  }
  static void on_end(void* data, const XML_Char* name) {
    self(data).guard([&](SettingsReader& reader) { reader.end(upper(name)); });
  }
  static void on_text(void* data, const XML_Char* text, int size) {
    self(data).text_.append(text, static_cast<std::size_t>(size));
  }
  static void on_doctype(void* data, const XML_Char* /*name*/, const XML_Char* /*system*/,
                         const XML_Char* /*public_id*/, int /*has_subset*/) {
    self(data).guard([](SettingsReader& reader) {
      throw input_error("E-DTD", fmt::format("{}: a document type", reader.place()),
                        "remove it: settings need none, and entities are not read");
    });
  }

  template <typename Do>
  void guard(const Do& act) {
    if (error_) return;
    try {
      act(*this);
    } catch (const Error& error) {
      error_ = error;
      XML_StopParser(parser_.get(), XML_FALSE);
    }
  }

  std::string place() const {
    return fmt::format("{}:{}:{}", escape(path_), XML_GetCurrentLineNumber(parser_.get()),
                       XML_GetCurrentColumnNumber(parser_.get()) + 1);
  }

  Error entity_error() const {
    return input_error("E-DTD", fmt::format("{}: an entity that XML does not define", place()),
                       "write the text itself; & is written &amp;");
  }

  Error fault(std::string_view problem, std::string_view hint) const {
    return input_error("E-SETTINGS", fmt::format("{}: {}", place(), problem), std::string(hint));
  }

  static std::string attribute(const XML_Char** attributes, std::string_view key) {
    for (; *attributes != nullptr; attributes += 2) {
      if (*attributes == key) return attributes[1];
    }
    return {};
  }

  void start(const std::string& name, const XML_Char** attributes) {
    if (++depth_ > kDeepest) {
      throw fault("elements lie too deep in one another",
                  "close them: settings have ROUGE-EVAL, EVAL, PEERS and P");
    }
    text_.clear();
    id_ = attribute(attributes, "ID");
    if (name == "EVAL") {
      start_evaluation();
    } else if (name == "INPUT-FORMAT") {
      format_ = sentence_format(attribute(attributes, "TYPE"), place());
    }
  }

  void start_evaluation() {
    if (id_.empty()) throw fault("an EVAL without an ID", "give each EVAL an ID of its own");
    if (std::ranges::find(evaluations_, id_, &Rouge155Evaluation::id) != evaluations_.end()) {
      throw input_error("E-ID", fmt::format("{}: a second EVAL '{}'", place(), escape(id_)),
                        "give each EVAL an ID of its own");
    }
    evaluations_.push_back({.id = id_});
    peer_root_.clear();
    model_root_.clear();
    format_.reset();
  }

  void end(const std::string& name) {
    --depth_;
    if (evaluations_.empty()) return;
    const std::string text = trimmed(text_);
    if (name == "PEER-ROOT") {
      peer_root_ = text;
    } else if (name == "MODEL-ROOT") {
      model_root_ = text;
    } else if (name == "P") {
      add_peer(text);
    } else if (name == "M") {
      add_model(text);
    } else if (name == "EVAL") {
      end_evaluation();
    }
    if (name == "P" || name == "M") text_.clear();
  }

  void add_model(const std::string& file) {
    if (file.empty()) throw fault("an M without a file name", "write <M ID=\"1\">FILE</M>");
    evaluations_.back().models.push_back(file);
  }

  void add_peer(const std::string& file) {
    auto& peers = evaluations_.back().peers;
    if (id_.empty()) throw fault("a P without an ID", "the ID is the system's name");
    if (file.empty()) throw fault("a P without a file name", "write <P ID=\"SYSTEM\">FILE</P>");
    if (std::ranges::find(peers, id_, &Rouge155Peer::system) != peers.end()) {
      throw input_error("E-ID",
                        fmt::format("{}: a second P '{}' in this EVAL", place(), escape(id_)),
                        "one system has one text in an EVAL");
    }
    peers.push_back({id_, file});
  }

  /// The roots may come after the files.
  void end_evaluation() {
    Rouge155Evaluation& evaluation = evaluations_.back();
    if (!format_) throw fault("an EVAL without INPUT-FORMAT", "<INPUT-FORMAT TYPE=\"SPL\"/>");
    if (evaluation.models.empty()) throw fault("an EVAL without a model", "add M elements");
    if (evaluation.peers.empty()) throw fault("an EVAL without a peer", "add P elements");
    evaluation.format = *format_;
    for (Rouge155Peer& peer : evaluation.peers) peer.path = joined(peer_root_, peer.path);
    for (std::string& model : evaluation.models) model = joined(model_root_, model);
  }

  std::string path_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  std::optional<Error> error_;
  Rouge155Evaluations evaluations_;
  std::size_t depth_ = 0;
  std::string text_;
  std::string id_;
  std::string peer_root_;
  std::string model_root_;
  std::optional<SentenceFormat> format_;
};

}  // namespace

Rouge155Evaluations read_settings(const std::string& path) {
  return SettingsReader(path)();
}

}  // namespace assay
