#include "assay/error.h"
#include "assay/metric.h"
#include "assay/options.h"
#include "assay/registry.h"
#include "assay/text.h"
#include "assay/tokenizer.h"

#include "example_tokenizers.h"
#include "temp_files.h"

#include <array>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace assay {
namespace {

const std::string kModel = ASSAY_SOURCE_DIR "/tests/golden/spm.model";

std::string tokens_of(const TextPipeline& pipeline, std::string_view text) {
  Tokens tokens;
  pipeline(text, tokens);
  std::string joined;
  for (std::size_t i = 0; i < tokens.size(); ++i) joined.append(i > 0 ? " " : "").append(tokens[i]);
  return joined;
}

std::optional<Error> error_of_spec(std::string_view spec) {
  try {
    const TextPipeline pipeline(spec);
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

std::string model_bytes() {
  std::ifstream in(kModel, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class SpmTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto missing = testing::missing_for(*find_named(tokenizers(), "spm"));
    if (missing) GTEST_SKIP() << *missing;
  }
};

struct Case {
  std::string_view text;
  std::string_view tokens;
};

/// What the Python package makes of them with the same model.
constexpr std::array<Case, 18> kCases = {{
    {"", ""},
    {"   ", ""},
    {"The weather is nice.", "▁The ▁we a ther ▁is ▁ n ice ."},
    {"  The   weather  ", "▁The ▁we a ther"},
    {"ﬁ１２", "▁f i 12"},
    {"a\u00A0b\u3000c\u2028d\u200Be", "▁a ▁b ▁ c ▁ d ▁ e"},
    {"日本語 中文", "▁ 日 本 語 ▁ 中 文"},
    {"Über die Straße", "▁ Ü b er ▁die ▁Straße"},
    {"cafe\u0301", "▁ca f é"},
    {"\uFEFFx", "▁ x"},
    {std::string_view("x\0y", 3), std::string_view("▁ x \0 y", 9)},
    {"😀 ok", "▁ 😀 ▁ ok"},
    {"1,000.50", "▁ 1 , 0 00 . 50"},
    {"हिन्दी पाठ", "▁ ह ि न ् दी ▁प ा ठ"},
    {"tab\there", "▁ t ab ▁her e"},
    {"▁ a▁b", "▁ ▁ ▁a ▁b"},
    {"a\u0085b", "▁a b"},
    {"\u202Fx", "▁ x"},
}};

TEST_F(SpmTest, CutsIntoThePiecesOfTheModel) {
  const TextPipeline pipeline("spm=" + kModel);
  for (const Case& expected : kCases) {
    EXPECT_EQ(tokens_of(pipeline, expected.text), expected.tokens) << escape(expected.text);
  }
}

TEST_F(SpmTest, TheSignatureNamesTheBytesOfTheModel) {
  EXPECT_EQ(TextPipeline("lower+spm=" + kModel).signature(), "lower+spm-dedbb3be");
  EXPECT_EQ(MetricSpec::parse("bleu:tok=spm=" + kModel).equals("1"), "");
  const testing::TempFolder folder;
  // An unknown field of the message: another file, the same pieces.
  const std::string other = folder.write("other.model", model_bytes() + "\xA0\x1F\x01");
  const TextPipeline pipeline("spm=" + other);
  EXPECT_NE(pipeline.signature(), "spm-dedbb3be");
  EXPECT_EQ(tokens_of(pipeline, "The weather"), "▁The ▁we a ther");
}

TEST_F(SpmTest, PublishedModelsGoByTheirName) {
  for (const std::string name : {"flores101", "flores200", "spBLEU-1K"}) {
    const TextPipeline pipeline(name + "=" + kModel);
    EXPECT_EQ(pipeline.signature(), name);
    EXPECT_EQ(MetricSpec::parse("bleu:tok=" + name + "=" + kModel).equals("1"), "sacrebleu 2.6.0");
    EXPECT_FALSE(TextPipeline("lower+" + name + "=" + kModel).is_in_sacrebleu());
  }
}

TEST_F(SpmTest, APathMayHoldAnything) {
  const testing::TempFolder folder;
  const std::string path = folder.write("a,b+c d=e.model", model_bytes());
  const TextPipeline pipeline("nfc+spm=" + path);
  EXPECT_EQ(pipeline.signature(), "nfc+spm-dedbb3be");
  EXPECT_EQ(canonical_tokenizer("spm=\"" + path + "\""), "spm=" + path);
  for (const std::string& spec : {"bleu:tok=\"lower+spm=" + path + "\",case=lc",
                                  "bleu:case=lc,tok=lower+spm=\"" + path + "\""}) {
    const MetricSpec parsed = MetricSpec::parse(spec);
    EXPECT_EQ(parsed.options["tok"], "lower+spm=" + path);
    EXPECT_EQ(parsed.options["case"], "lc");
    EXPECT_TRUE(MetricSpec::parse("bleu:" + parsed.options.spec()).options == parsed.options);
  }
}

TEST_F(SpmTest, AFileThatIsNoModelIsAnError) {
  const testing::TempFolder folder;
  const std::string bytes = model_bytes();
  for (const std::string& broken : {std::string(), std::string("text\n"), bytes.substr(0, 1000),
                                    bytes.substr(1), std::string(5000, '\0')}) {
    const std::string path = folder.write(std::to_string(broken.size()), broken);
    testing::expect_error(error_of_spec("spm=" + path), "E-MODEL", {path});
  }
}

TEST_F(SpmTest, AMissingFileIsNamedAndWhereToGetIt) {
  testing::expect_error(error_of_spec("spm=/no/such.model"), "E-MODEL",
                        {"'/no/such.model': No such file"});
  testing::expect_error(error_of_spec("flores101=/no/such.model"), "E-MODEL",
                        {"https://dl.fbaipublicfiles.com/"});
  testing::expect_error(error_of_spec("spm=/"), "E-MODEL", {"Is a directory"});
}

TEST(SpmOptionTest, WantsAFile) {
  for (const std::string spec : {"spm", "spm=", "lower+flores200", "spBLEU-1K=\"\""}) {
    testing::expect_error(error_of_spec(spec), "E-TOKENIZER", {"lacks its FILE", "=FILE"},
                          ExitCode::kUsage);
  }
  testing::expect_error(error_of_spec("13a=x"), "E-TOKENIZER", {"write 13a without the ="},
                        ExitCode::kUsage);
  testing::expect_error(error_of_spec("smp=x"), "E-TOKENIZER", {"did you mean 'spm'?"},
                        ExitCode::kUsage);
}

TEST(SpmOptionTest, WithoutSentencePieceThereIsAHint) {
  const auto error = error_of_spec("spm=" + kModel);
  if (!error) GTEST_SKIP() << "this assay was built with SentencePiece";
  testing::expect_error(error, "E-UNAVAILABLE",
                        {"is without SentencePiece", "install libsentencepiece-dev"},
                        ExitCode::kUsage);
}

}  // namespace
}  // namespace assay
