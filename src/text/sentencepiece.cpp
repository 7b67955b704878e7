#include "text/sentencepiece.h"

#include "assay/error.h"
#include "assay/text.h"

#include "modules/module.h"
#include "modules/sentencepiece.h"
#include "modules/sha256.h"
#include "text/cutter.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

const Module<PieceModule>& found_module() {
  static const Module<PieceModule> found = find_module<PieceModule>("sentencepiece");
  return found;
}

const PieceModule& module() {
  const Module<PieceModule>& found = found_module();
  if (found.table != nullptr) return *found.table;
  throw Error(ExitCode::kUsage,
              {"E-UNAVAILABLE", "this assay is without SentencePiece", found.problem,
               "install libsentencepiece-dev and libssl-dev and build again"});
}

/// A model in memory, which threads share.
struct Model {
  std::unique_ptr<PieceModel> pieces;
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
  std::string what =
      fmt::format("cannot read the model '{}': {}", escape(path), std::strerror(problem));
  if (in.is_open() && problem == EIO) throw system_error("E-READ", std::move(what));
  throw model_error(std::move(what), hint);
}

std::string sha256(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hexadecimal();
}

std::shared_ptr<const Model> open_model(const std::string& path, const std::string& hint) {
  const PieceModule& library = module();
  const std::string bytes = read_file(path, hint);
  std::string problem;
  auto model = std::make_shared<Model>();
  model->pieces = library.open(bytes, problem);
  if (!model->pieces) {
    throw model_error(fmt::format("'{}' is not a SentencePiece model", escape(path)), hint,
                      escape(problem, 1000));
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
    std::string problem;
    if (!model_->pieces->encode(right_strip(text), pieces, problem)) {
      throw system_error("E-LIBRARY", fmt::format("SentencePiece cannot encode '{}': {}",
                                                  escape(text), escape(problem)));
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
  const PieceModule* const table = found_module().table;
  return table == nullptr ? "" : std::string(table->version);
}

}  // namespace assay
