#include "modules/sha256.h"

#include <array>
#include <cstdlib>
#include <new>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <span>

namespace assay {
namespace {

/// OpenSSL 3.0 crashes where it finds no memory, so it never hears of that.
void* checked(void* memory) {
  const std::new_handler handler = std::get_new_handler();
  if (memory == nullptr && handler != nullptr) handler();
  return memory;
}

void* allocate(std::size_t size, const char* /*file*/, int /*line*/) {
  return size == 0 ? nullptr : checked(std::malloc(size));
}

void release(void* memory, const char* /*file*/, int /*line*/) {
  std::free(memory);
}

void* reallocate(void* memory, std::size_t size, const char* /*file*/, int /*line*/) {
  if (size > 0) return checked(std::realloc(memory, size));
  std::free(memory);
  return nullptr;
}

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
  // Takes effect once, before OpenSSL has allocated anything.
  CRYPTO_set_mem_functions(&allocate, &reallocate, &release);
  auto state = std::make_unique<State>();
  if (!state->start()) return nullptr;
  return state;
}

}  // namespace
}  // namespace assay

extern "C" const assay::Sha256Module assay_module = {.make = &assay::make};
