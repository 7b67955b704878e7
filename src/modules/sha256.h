#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace assay {

/// SHA-256 of bytes that come piece by piece, by OpenSSL, whose library is loaded for the first of
/// them. All throw E-LIBRARY (system) when that fails.
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256();

  void add(std::string_view bytes);

  /// Of all that was added; nothing may be added afterwards.
  std::string hexadecimal();

  /// The first eight digits of that, as signatures name what is in a file.
  std::string abbreviated();

  /// What the module `sha256` makes; false and "" tell that OpenSSL failed.
  class State {
   public:
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    virtual ~State() = default;
    virtual bool add(std::string_view bytes) = 0;
    virtual std::string hexadecimal() = 0;
  };

 private:
  std::unique_ptr<State> state_;
};

/// What the module `sha256` gives.
struct Sha256Module {
  /// nullptr if OpenSSL fails.
  std::unique_ptr<Sha256::State> (*make)() = nullptr;
};

}  // namespace assay
