#include "modules/sha256.h"

#include <array>
#include <openssl/evp.h>
#include <span>

namespace assay {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class State : public Sha256::State {
 public:
  bool start() {
    return context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1;
  }

  bool add(std::string_view bytes) override {
    return EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1;
  }

  std::string hexadecimal() override {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1) return "";
    std::string text;
    for (const unsigned byte : std::span(digest).first(size)) {
      text += kDigits[byte / 16];
      text += kDigits[byte % 16];
    }
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, FreeContext> context_{EVP_MD_CTX_new()};
};

std::unique_ptr<Sha256::State> make() {
  auto state = std::make_unique<State>();
  if (!state->start()) return nullptr;
  return state;
}

}  // namespace
}  // namespace assay

extern "C" const assay::Sha256Module assay_module = {.make = &assay::make};
