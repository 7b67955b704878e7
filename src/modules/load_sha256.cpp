#include "assay/error.h"

#include "modules/module.h"
#include "modules/sha256.h"

namespace assay {
namespace {

[[noreturn]] void fail() {
  throw system_error("E-LIBRARY", "OpenSSL cannot compute a SHA-256");
}

std::unique_ptr<Sha256::State> make_state() {
  static const Module<Sha256Module> module = find_module<Sha256Module>("sha256");
  if (module.table == nullptr) {
    throw system_error("E-LIBRARY", "OpenSSL's library cannot be loaded: " + module.problem,
                       "install libssl3");
  }
  return module.table->make();
}

}  // namespace

Sha256::Sha256() : state_(make_state()) {
  if (!state_) fail();
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  if (!state_->add(bytes)) fail();
}

std::string Sha256::hexadecimal() {
  std::string text = state_->hexadecimal();
  if (text.empty()) fail();
  return text;
}

std::string Sha256::abbreviated() {
  constexpr std::size_t kDigits = 8;
  return hexadecimal().substr(0, kDigits);
}

}  // namespace assay
