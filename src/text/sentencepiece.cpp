#include "text/sentencepiece.h"

#include "assay/error.h"
#include "assay/text.h"

#include "text/cutter.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <openssl/evp.h>
#include <sentencepiece_processor.h>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

/// A model in memory, which threads share.
struct Model {
  sentencepiece::SentencePieceProcessor processor;
  std::string sha256;
};

Error model_error(std::string what, const std::string& hint, std::string detail = {}) {
  return {ExitCode::kInput, {"E-MODEL", std::move(what), std::move(detail), hint}};
}

/// A device could be read for ever.
void refuse_device(const std::string& path, const std::string& hint) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  if (!is_character_file(status) && !is_block_file(status)) return;
  throw model_error(fmt::format("the model '{}' is not a file", escape(path)), hint);
}

std::string read_file(const std::string& path, const std::string& hint) {
  refuse_device(path, hint);
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::string bytes;
  for (std::array<char, 65536> buffer{}; in.good();) {
    in.read(buffer.data(), buffer.size());
    bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.is_open() && !in.bad()) return bytes;
  const int problem = errno == 0 ? EIO : errno;
  throw model_error(
      fmt::format("cannot read the model '{}': {}", escape(path), std::strerror(problem)), hint);
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw system_error("E-LIBRARY", "OpenSSL cannot compute a SHA-256");
  }
  std::string text;
  for (const unsigned char byte : std::span(digest).first(size)) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

std::shared_ptr<const Model> open_model(const std::string& path, const std::string& hint) {
  const std::string bytes = read_file(path, hint);
  auto model = std::make_shared<Model>();
  const auto status = model->processor.LoadFromSerializedProto(bytes);
  if (!status.ok()) {
    throw model_error(fmt::format("'{}' is not a SentencePiece model", escape(path)), hint,
                      escape(status.ToString(), 1000));
  }
  model->sha256 = sha256(bytes);
  return model;
}

/// Each model is read once: a spec is looked at several times before it scores, and what is hashed
/// is what cuts.
std::shared_ptr<const Model> find_model(const std::string& path, const std::string& hint) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Model>> models;
  const std::lock_guard lock(mutex);
  const auto found = models.find(path);
  if (found != models.end()) return found->second;
  return models.emplace(path, open_model(path, hint)).first->second;
}

class ModelTokenizer : public Tokenizer {
 public:
  explicit ModelTokenizer(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  void operator()(std::string_view text, Tokens& tokens) const override {
    thread_local std::vector<std::string> pieces;
    // Not all that is white space at the end of a line is so for the model.
    const auto status = model_->processor.Encode(right_strip(text), &pieces);
    if (!status.ok()) {
      throw system_error("E-LIBRARY", fmt::format("SentencePiece cannot encode '{}': {}",
                                                  escape(text), escape(status.ToString())));
    }
    tokens.storage.clear();
    for (const std::string& piece : pieces) {
      tokens.storage += piece;
      tokens.storage += ' ';
    }
    cut_text<SpaceRules>(tokens.storage, tokens);
  }

 private:
  std::shared_ptr<const Model> model_;
};

}  // namespace

PieceTokenizer load_pieces(std::string_view file, const std::string& hint) {
  auto model = find_model(std::string(file), hint);
  PieceTokenizer loaded;
  loaded.sha256 = model->sha256;
  loaded.tokenizer = std::make_unique<ModelTokenizer>(std::move(model));
  return loaded;
}

std::string sentencepiece_version() {
  return ASSAY_SENTENCEPIECE;
}

}  // namespace assay
