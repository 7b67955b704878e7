#include "assay/error.h"

#include "embedded_texts.h"

namespace assay {
namespace {

using testing::Array;
using testing::arrays_of;
using testing::BertScoreTest;
using testing::bytes_of;
using testing::cell;
using testing::kAxes;
using testing::kSpecial;
using testing::Metadata;
using testing::Text;
using testing::text_of;
using Texts = testing::EmbeddedTexts;

TEST_F(BertScoreTest, RescalesEachByItsOwnBaseline) {
  const std::string table =
      folder_.write("b.tsv", "LAYER,P,R,F\n0,0,0,0\n1,0.5,0.25,0.2\r\n3,.1,.1,.1\n");
  const Text full = text_of({1, 7, 2}, kAxes);
  const Text other = text_of({1, 7, 2}, {kAxes[0], {1, 1, 0}, kAxes[0]});
  const EmbeddingPaths paths = {{write({other})}, {write({full})}};
  const std::vector<double> raw = values(report(paths), 0);
  const Report actual = report(paths, "bertscore:layer=1,baseline=" + table);
  expect_values(actual, 0, {(raw[0] - 0.5) / 0.5, (raw[1] - 0.25) / 0.75, (raw[2] - 0.2) / 0.8});
  EXPECT_TRUE(actual.warnings.empty());
  // What the row says is in the signature, not which file it stands in.
  const auto fact = [&](int layer) {
    const std::string spec = "bertscore:layer=" + std::to_string(layer) + ",baseline=" + table;
    const std::string signature = report(paths, spec).metrics.at(0).signature;
    return signature.substr(signature.find("|base:"));
  };
  EXPECT_EQ(fact(1), "|base:2a95f09f|version:assay-0.1.0");
  EXPECT_EQ(fact(0), "|base:f456c1ff|version:assay-0.1.0");
  EXPECT_EQ(report(paths).metrics.at(0).signature.find("|base:"), std::string::npos);
  EXPECT_EQ(report(paths, "bertscore:layer=2,baseline=" + table).warnings.at(0).code, "W-BASELINE");
  testing::expect_error(error_of(paths, "bertscore:layer=3,baseline=" + table), "E-RESCALE",
                        {"layer 3"});
  testing::expect_error(error_of(paths, "bertscore:baseline=" + table), "E-VALUE", {"layer=K"},
                        ExitCode::kUsage);
  testing::expect_error(error_of(paths, "bertscore:layer=0,baseline=" + folder_.path("")),
                        "E-ISDIR", {});
  for (const char* bad :
       {"", "P,R,F\n", "LAYER,P,R,F\n0,0,0\n", "LAYER,P,R,F\n0,0,0,x\n", "LAYER,P,R,F\n0,nan,0,0\n",
        "LAYER,P,R,F\n0,1,0,0\n", "LAYER,P,R,F\n0,0,0,0,0\n"}) {
    folder_.write("b.tsv", bad);
    testing::expect_error(error_of(paths, "bertscore:layer=0,baseline=" + table), "E-RESCALE",
                          {"b.tsv"});
  }
}

TEST_F(BertScoreTest, WeightsMayComeFromAFile) {
  const Texts hypotheses = {text_of({1, 7, 8, 2}, {kAxes[0], kAxes[1], {1, 1, 0}, kAxes[2]})};
  const EmbeddingPaths paths = {{write(hypotheses)},
                                {write({text_of({1, 7, 2}, {kAxes[2], kAxes[1], kAxes[2]})})}};
  const double half = std::sqrt(0.5);
  const std::string counts =
      folder_.write("df.safetensors",
                    testing::safetensors({{"doc_ids", "I32", {2}, bytes_of<std::int32_t>({7, 8})},
                                          {"doc_freq", "I64", {2}, bytes_of<std::int64_t>({9, 0})}},
                                         {{"num_docs", "9"}}));
  // 7 is in all documents; 8, 1 and 2 are in none, and 1 is like nothing in the reference.
  EXPECT_NEAR(cell(report(paths, "bertscore:idf=" + counts), 0, 0, 1), (0 + half + 1) / 3, 1e-6);
  const std::string lines = folder_.write("idf.tsv", "7\t3\n8\t1\n1\t0\n2\t0e0\n");
  EXPECT_NEAR(cell(report(paths, "bertscore:idf=" + lines), 0, 0, 1), (3 + half) / 4, 1e-6);
  testing::expect_error(
      error_of(paths, "bertscore:idf=" + folder_.write("idf.tsv", "7\t3\n1\t0\n2\t0\n")), "E-IDF",
      {"token 8"});
  for (const char* bad :
       {"7\t-1\n", "7\tnan\n", "7 1\n", "x\t1\n", "7\t1\n7\t2\n", "\n", "7\t\n"}) {
    testing::expect_error(error_of(paths, "bertscore:idf=" + folder_.write("idf.tsv", bad)),
                          "E-IDF", {"idf.tsv"});
  }
  testing::expect_error(error_of(paths, "bertscore:idf=" + paths.systems[0]), "E-IDF", {"doc_ids"});
  testing::expect_error(error_of(paths, "bertscore:idf=none.tsv"), "E-NOENT", {"none.tsv"});
  testing::expect_error(error_of(paths, "bertscore:idf=" + folder_.path("")), "E-ISDIR", {});
}

TEST_F(BertScoreTest, NamesTheFilesThatItReads) {
  const auto files_of = [](const char* spec) { return MetricSpec::parse(spec).files(); };
  EXPECT_EQ(files_of("bertscore:idf=a.tsv,baseline=b.tsv"),
            (std::vector<std::string>{"a.tsv", "b.tsv"}));
  EXPECT_EQ(files_of("bertscore:idf=yes"), std::vector<std::string>());
  EXPECT_EQ(files_of("bertscore"), std::vector<std::string>());
  EXPECT_THROW(files_of("bertscore:idf=-"), Error);
  EXPECT_THROW(files_of("bertscore:baseline=-"), Error);
}

TEST_F(BertScoreTest, RefusesFilesOfDifferentModels) {
  const std::vector<Array> arrays = arrays_of({text_of({1, 7, 2}, kAxes)});
  for (const char* key :
       {"model", "num_layers", "tokenizer", "max_length", "normalized", "cls_token_id"}) {
    Metadata a = kSpecial;
    Metadata b = kSpecial;
    a[key] = "3";
    b[key] = "1";
    const EmbeddingPaths paths = {{write(arrays, a)}, {write(arrays, b)}};
    testing::expect_error(error_of(paths), "E-MISMATCH", {key, "'3'", "'1'"});
    const Report allowed = report(paths, "bertscore:mismatch=allow");
    EXPECT_NE(allowed.metrics[0].signature.find("|mismatch:allow|"), std::string::npos);
    EXPECT_EQ(allowed.metrics[0].equals, "");
  }
  const EmbeddingPaths widths = {{write(arrays)},
                                 {write({text_of({1, 7, 2}, {{1, 0}, {0, 1}, {1, 1}})})}};
  testing::expect_error(error_of(widths), "E-SHAPE", {"3 numbers", "2 in"});
  testing::expect_error(error_of(widths, "bertscore:mismatch=allow"), "E-SHAPE", {});
  const EmbeddingPaths counts = {{write(arrays)}, {write(Texts(2, text_of({1, 7, 2}, kAxes)))}};
  testing::expect_error(error_of(counts), "E-SHAPE", {"2 segments", "1 in"});
}

TEST_F(BertScoreTest, AsksForWhatTheFilesDoNotTell) {
  const std::vector<Array> arrays = arrays_of({text_of({1, 7, 2}, kAxes)});
  const EmbeddingPaths untold = {{write(arrays, {})}, {write(arrays, {})}};
  testing::expect_error(error_of(untold), "E-SPECIAL", {"cls=ID"});
  expect_values(report(untold, "bertscore:cls=1,sep=2"), 0, {1, 1, 1});
  const std::vector<Array> without_ids = {arrays[0], arrays[1]};
  const EmbeddingPaths no_ids = {{write(without_ids)}, {write(without_ids)}};
  testing::expect_error(error_of(no_ids), "E-SPECIAL", {"'ids'"});
  testing::expect_error(error_of(no_ids, "bertscore:idf=yes"), "E-IDF", {"'ids'"});
  testing::expect_error(error_of({{}, {}}), "E-EMBEDDINGS", {"--ref-emb"}, ExitCode::kUsage);
}

TEST_F(BertScoreTest, PrintsTheHashOfBertScore) {
  const std::vector<Array> arrays = arrays_of({text_of({1, 7, 2}, kAxes)});
  Metadata metadata = kSpecial;
  metadata.insert({{"model", "bert|x"},
                   {"num_layers", "9"},
                   {"tokenizer", "fast"},
                   {"transformers_version", "4.1"},
                   {"lang", "en"}});
  const EmbeddingPaths paths = {{write(arrays, metadata)}, {write(arrays, metadata)}};
  const Report plain = report(paths);
  EXPECT_EQ(plain.metrics[0].peer_signature,
            "bert|x_L9_no-idf_version=0.3.12(hug_trans=4.1)_fast-tokenizer");
  EXPECT_EQ(
      plain.metrics[0].signature,
      "nrefs:1|idf:no|special:match|model:bert_x|layer:9|tok:fast|emb:F32|version:assay-0.1.0");
  std::string table = "LAYER,P,R,F\n";
  for (int i = 0; i < 10; ++i) table += std::to_string(i) + ",0,0,0\n";
  const Report rescaled =
      report(paths, "bertscore:idf=yes,baseline=" + folder_.write("b.tsv", table));
  EXPECT_EQ(rescaled.metrics[0].peer_signature,
            "bert|x_L9_idf_version=0.3.12(hug_trans=4.1)-custom-rescaled_fast-tokenizer");
}

/// Texts beside the embeddings.
class TiedTextTest : public BertScoreTest {
 protected:
  std::optional<Error> error_with(const std::string& text, const EmbeddingPaths& paths,
                                  const InputOptions& input = {}) {
    CorpusFiles files =
        testing::files_of({folder_.write("hyp.txt", text)}, {folder_.write("ref.txt", "c\n")});
    files.embeddings = paths;
    try {
      const std::vector<MetricSpec> specs = {MetricSpec::parse("bertscore")};
      evaluate(files, input, specs, {});
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }
};

TEST_F(TiedTextTest, TheTextMustBeWhatTheEmbeddingsWereMadeFrom) {
  const std::vector<Array> arrays = arrays_of({text_of({1, 7, 2}, kAxes)});
  Metadata metadata = kSpecial;
  // printf 'ab\n' | sha256sum
  metadata["text_sha256"] = "a63d8014dba891345b30174df2b2a57efbb65b4f9f09b98f245d1b3192277ece";
  const EmbeddingPaths paths = {{write(arrays, metadata)}, {write(arrays)}};
  EXPECT_FALSE(error_with("  ab \n", paths));
  testing::expect_error(error_with("abc\n", paths), "E-TEXT", {paths.systems[0]});
  testing::expect_error(
      error_with("ab\nab\n", {{write(Texts(2, text_of({1, 7, 2}, kAxes)))}, {write(arrays)}}),
      "E-SHAPE", {});
}

TEST_F(TiedTextTest, TextsAndEmbeddingsHaveTheSameNumbers) {
  const std::string one = write({text_of({1, 7, 2}, kAxes)});
  const std::string two = write(Texts(2, text_of({1, 7, 2}, kAxes)));
  testing::expect_error(error_with("a\n", {{two}, {two}}), "E-SHAPE", {"2 segments for 1"});
  testing::expect_error(error_with("a\n", {{one}, {one, one}}), "E-SHAPE", {"2 references, but 1"});
}

}  // namespace
}  // namespace assay
