#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/code_points.h"
#include "text/cutter.h"

#include <string>

namespace assay {
namespace {

constexpr ByteClasses classes_13a() {
  ByteClasses classes = european_classes();
  add_class(classes, "&<\n", kSuspect);
  return classes;
}

/// For text as it comes. Of what `13a` replaces first, a line feed that is not after a hyphen needs
/// nothing: it separates as the space does that it would become.
struct Rules13a : DefaultRules {
  static constexpr ByteClasses kClasses = classes_13a();

  static bool must_rewrite(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    if (rest.front() == '\n') return offset > 0 && text[offset - 1] == '-';
    return rest.starts_with("&amp;") || rest.starts_with("&quot;") || rest.starts_with("&lt;") ||
           rest.starts_with("&gt;") || rest.starts_with("<skipped>");
  }
};

/// For texts that stand as lines, and have no line feeds.
struct LineRules13a : Rules13a {
  static constexpr ByteClasses kClasses = line_classes(classes_13a());
};

/// For text after its replacements: what looks like an entity now is none.
struct RewrittenRules13a : Rules13a {
  static bool must_rewrite(std::string_view, std::size_t) { return false; }
};

/// sacreBLEU's `13a`: mteval-v13a's rules for scoring text in European languages.
class Tokenizer13a : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    tokens.text = right_strip(text);
    if (cut<Rules13a>(tokens.text, tokens.spans)) return;
    tokens.storage = tokens.text;
    replace_all(tokens.storage, "<skipped>", "");
    replace_all(tokens.storage, "-\n", "");
    replace_all(tokens.storage, "&quot;", "\"");
    replace_all(tokens.storage, "&amp;", "&");
    replace_all(tokens.storage, "&lt;", "<");
    replace_all(tokens.storage, "&gt;", ">");
    cut_text<RewrittenRules13a>(tokens.storage, tokens);
  }

  bool cut_lines(std::string_view lines, LineTokens& tokens) const override {
    return cut_all_lines<LineRules13a>(lines, tokens);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizer13a = {
    .name = "13a",
    .summary = "mteval-v13a: punctuation apart, numbers whole; the usual one for BLEU",
    .in_sacrebleu = true,
    .signature = [] { return std::string("13a"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<Tokenizer13a>(); },
};

}  // namespace assay
