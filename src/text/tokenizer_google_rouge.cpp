#include "assay/tokenizer.h"

#include "text/code_points.h"
#include "text/cutter.h"

namespace assay {
namespace {

constexpr ByteClasses classes_google_rouge() {
  ByteClasses classes{};
  add_class(classes, 0x00, '0' - 1, kSpace);
  add_class(classes, '9' + 1, 'a' - 1, kSpace);
  add_class(classes, 'z' + 1, 0xFF, kSpace);
  return classes;
}

struct RulesGoogleRouge : DefaultRules {
  static constexpr ByteClasses kClasses = classes_google_rouge();
};

/// rouge_score's own: runs of ASCII letters and digits, in lower case.
class GoogleRougeTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    tokens.storage.resize(text.size());
    if (!lower_ascii(text, tokens.storage.data())) {
      // The two code points beyond ASCII whose lower case has an ASCII letter: a K that is a
      // sign, and a capital I with a dot that becomes one of its own.
      replace_all(tokens.storage, "\u212A", "k");
      replace_all(tokens.storage, "\u0130", "i ");
    }
    cut_text<RulesGoogleRouge>(tokens.storage, tokens);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerGoogleRouge = {
    .name = "google-rouge",
    .summary = "rouge_score's: runs of a-z and 0-9, in lower case",
    .signature = [] { return std::string("google-rouge"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<GoogleRougeTokenizer>(); },
};

}  // namespace assay
