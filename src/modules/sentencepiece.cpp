#include "modules/sentencepiece.h"

#include <array>
#include <openssl/evp.h>
#include <sentencepiece_processor.h>
#include <span>

namespace assay {
namespace {

class Model : public PieceModel {
 public:
  bool load(std::string_view bytes, std::string& problem) {
    return is_ok(processor_.LoadFromSerializedProto(bytes), problem);
  }

  bool encode(std::string_view text, std::vector<std::string>& pieces,
              std::string& problem) const override {
    return is_ok(processor_.Encode(text, &pieces), problem);
  }

 private:
  static bool is_ok(const sentencepiece::util::Status& status, std::string& problem) {
    if (!status.ok()) problem = status.ToString();
    return status.ok();
  }

  sentencepiece::SentencePieceProcessor processor_;
};

std::unique_ptr<PieceModel> open(std::string_view bytes, std::string& problem) {
  auto model = std::make_unique<Model>();
  if (!model->load(bytes, problem)) return nullptr;
  return model;
}

std::string sha256(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    return "";
  }
  std::string text;
  for (const unsigned byte : std::span(digest).first(size)) {
    text += kDigits[byte / 16];
    text += kDigits[byte % 16];
  }
  return text;
}

}  // namespace
}  // namespace assay

extern "C" const assay::PieceModule assay_module = {
    .version = ASSAY_SENTENCEPIECE,
    .open = &assay::open,
    .sha256 = &assay::sha256,
};
