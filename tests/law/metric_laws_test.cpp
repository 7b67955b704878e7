#include "assay/error.h"
#include "assay/metric.h"

#include "law/test_name.h"
#include "text_corpus.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <ostream>
#include <vector>

#include <gtest/gtest.h>

/// What holds for every metric in the table; a new one gets all of this free.
namespace assay {

void PrintTo(const MetricInfo* info, std::ostream* out) {
  *out << info->name;
}

namespace {

using testing::TextCorpus;
using testing::Texts;

const std::vector<Texts> kReferences = {
    {"The cat sat quietly on the old mat, and nobody in the house dared to wake it."},
    {"Two dogs are running through the park while their owners talk about the weather today.",
     "A pair of dogs runs across the park."},
    {"It was raining.\nThe streets of the town were empty, and the shops had closed early.\n"},
};
const Texts kHypotheses = {
    "A cat was sitting on the old mat, and nobody dared to wake it up.",
    "Two dogs run through a park while the owners are talking about the weather.",
    "It rained.\nThe streets were empty and all the shops of the town had closed.",
};

/// Texts with little in them.
const Texts kEmptyTexts = {"", " ", "\n", "a", "...", "你好", "\xCC\x81", "a\n\na"};

Texts first_references() {
  Texts texts;
  for (const Texts& references : kReferences) texts.push_back(references.front());
  return texts;
}

/// Canonical values of options, by key; a metric may have fewer of them.
const std::map<std::string_view, Texts>& values_by_key() {
  static const std::map<std::string_view, Texts> kValues = {
      {"alg", {"google"}},
      {"alpha", {"0", "0.25", "1"}},
      {"asian", {"yes"}},
      {"beta", {"1", "3"}},
      {"case", {"lc", "mixed"}},
      {"data", {}},
      {"eff", {"yes", "no"}},
      {"exc", {"none"}},
      {"limit", {"words[3]", "bytes[20]"}},
      {"multi", {"best", "mean", "jackknife"}},
      {"nc", {"1", "8"}},
      {"norm", {"yes"}},
      {"normalize", {"none"}},
      {"nw", {"1", "9"}},
      {"order", {"1", "9"}},
      {"punct", {"no"}},
      {"smooth", {"none", "floor[0.10]", "floor[0.123]", "add-k[1.00]"}},
      {"space", {"yes"}},
      {"skip", {"0", "4"}},
      {"split", {"icu", "none"}},
      {"stem", {"yes", "snowball-german", "snowball-english"}},
      {"stop", {"yes"}},
      {"tok", {"none", "nfkc+char", "lower+intl", "icu"}},
      {"w", {"1", "2.5"}},
  };
  return kValues;
}

/// The values that an option takes besides its default.
Texts other_values(const OptionInfo& option) {
  const auto known = values_by_key().find(option.key);
  if (known == values_by_key().end()) {
    ADD_FAILURE() << "values_by_key() needs values for the option " << option.key;
    return {};
  }
  Texts values;
  for (const std::string& value : known->second) {
    try {
      if (option.canonical(value) == value && value != option.fallback) values.push_back(value);
    } catch (const Error&) {
      // Another metric's value.
    }
  }
  return values;
}

bool is_variant(const MetricInfo& info) {
  return std::ranges::find(metrics(), &info, &MetricInfo::variant) != metrics().end();
}

/// The metric by itself and with each option set to each other value.
std::vector<std::string> specs_of(const MetricInfo& info) {
  const std::string first = std::string(info.name) + (is_variant(info) ? ":alg=1.5.5" : "");
  std::vector<std::string> specs = {first};
  for (const OptionInfo& option : info.options) {
    for (const std::string& value : other_values(option)) {
      specs.push_back(first + (is_variant(info) ? "," : ":") + std::string(option.key) + "=" +
                      value);
    }
  }
  return specs;
}

/// Whether of several references one counts and it is the best.
bool takes_the_best(const std::string& text) {
  const MetricSpec spec = MetricSpec::parse(text);
  const auto multi = std::ranges::find(spec.options.table(), "multi", &OptionInfo::key);
  return multi == spec.options.table().end() || spec.options["multi"] == "best";
}

class MetricLaws : public ::testing::TestWithParam<const MetricInfo*> {
 protected:
  static const MetricInfo& info() { return *GetParam(); }
  static std::string name() { return std::string(info().name); }
  static double perfect_score() {
    if (info().better == Better::kLower) return 0;
    return info().scale == Scale::kHundred ? 100 : 1;
  }
  static bool is_better(double a, double b) {
    return info().better == Better::kHigher ? a > b : a < b;
  }
};

void expect_finite(const Report& report) {
  for (const SystemResult& system : report.systems) {
    for (std::size_t m = 0; m < report.metrics.size(); ++m) {
      const Score& score = system.scores[m];
      EXPECT_TRUE(std::isfinite(score.value)) << report.metrics[m].key;
      for (const Detail& detail : score.details) {
        EXPECT_TRUE(detail.is_list || detail.values.size() == 1) << detail.name;
        for (const double value : detail.values) EXPECT_TRUE(std::isfinite(value)) << detail.name;
      }
    }
  }
  for (const double value : report.segment_scores.cells) EXPECT_TRUE(std::isfinite(value));
}

/// All numbers of the corpus scores.
std::vector<double> numbers_of(const Report& report) {
  std::vector<double> numbers;
  for (const SystemResult& system : report.systems) {
    for (const Score& score : system.scores) {
      numbers.push_back(score.value);
      for (const Detail& detail : score.details) {
        numbers.insert(numbers.end(), detail.values.begin(), detail.values.end());
      }
    }
  }
  return numbers;
}

TEST_P(MetricLaws, EverythingIsFinite) {
  for (const std::string& reference : kEmptyTexts) {
    for (const std::string& hypothesis : kEmptyTexts) {
      const TextCorpus corpus({{hypothesis}}, {{reference, ""}});
      expect_finite(corpus.report(specs_of(info()), {.segment_scores = true}));
    }
  }
  expect_finite(TextCorpus({kHypotheses}, kReferences).report(specs_of(info())));
}

TEST_P(MetricLaws, TotalsOfNothingAreFinite) {
  for (const std::string& text : specs_of(info())) {
    const MetricSpec spec = MetricSpec::parse(text);
    FormSet forms;
    const auto metric = info().make(info(), spec.options, forms);
    const std::vector<double> zeros(metric->columns().size());
    EXPECT_TRUE(std::isfinite(metric->score(zeros))) << text;
    for (const Detail& detail : metric->details(zeros)) {
      for (const double value : detail.values) EXPECT_TRUE(std::isfinite(value)) << detail.name;
    }
    EXPECT_TRUE(metric->warnings(zeros).empty()) << text;
  }
}

TEST_P(MetricLaws, NoHypothesisBeatsTheReference) {
  const TextCorpus corpus({first_references(), kHypotheses, Texts(kHypotheses.size())},
                          kReferences);
  const std::vector<std::string> specs = specs_of(info());
  const Report report = corpus.report(specs);
  for (std::size_t m = 0; m < specs.size(); ++m) {
    if (!takes_the_best(specs[m])) continue;
    const double perfect = report.systems[0].scores[m].value;
    // ROUGE-1.5.5 weighs the length of ROUGE-W's reference twice: no recall is perfect.
    if (name() != "rougeW") {
      EXPECT_NEAR(perfect, perfect_score(), 1e-12) << specs[m];
    }
    EXPECT_TRUE(is_better(perfect, report.systems[1].scores[m].value)) << specs[m];
    EXPECT_TRUE(is_better(perfect, report.systems[2].scores[m].value)) << specs[m];
  }
}

TEST_P(MetricLaws, AnotherReferenceNeverHurtsAPerfectHypothesis) {
  std::vector<Texts> references = kReferences;
  for (Texts& segment : references) segment.insert(segment.begin(), "Something else entirely.");
  for (const std::string& spec : specs_of(info())) {
    if (!takes_the_best(spec)) continue;
    EXPECT_EQ(TextCorpus({first_references()}, references).score(spec).value,
              TextCorpus({first_references()}, kReferences).score(spec).value)
        << spec;
  }
}

TEST_P(MetricLaws, ScoresAreOnTheirScale) {
  // An error rate may pass 100.
  const double most = info().better == Better::kLower ? 1000 : perfect_score() + 1e-12;
  const TextCorpus corpus({kHypotheses, first_references()}, kReferences);
  const Report report = corpus.report(specs_of(info()), {.segment_scores = true});
  for (const SystemResult& system : report.systems) {
    for (const Score& score : system.scores) {
      EXPECT_GE(score.value, 0);
      EXPECT_LE(score.value, most);
    }
  }
}

TEST_P(MetricLaws, RunsAreEqualBitForBit) {
  const TextCorpus corpus({kHypotheses, first_references()}, kReferences);
  const std::vector<std::string> specs = specs_of(info());
  const Report first = corpus.report(specs, {.segment_scores = true});
  const Report again = corpus.report(specs, {.segment_scores = true});
  const Report threaded =
      corpus.report(specs, {.threads = 3, .block_segments = 1, .segment_scores = true});
  for (const Report* other : {&again, &threaded}) {
    EXPECT_EQ(numbers_of(*other), numbers_of(first));
    EXPECT_EQ(other->segment_scores.cells, first.segment_scores.cells);
  }
}

TEST_P(MetricLaws, TheOrderOfSegmentsDoesNotMatter) {
  const std::vector<Texts> backwards(kReferences.rbegin(), kReferences.rend());
  const Texts hypotheses(kHypotheses.rbegin(), kHypotheses.rend());
  const std::vector<std::string> specs = specs_of(info());
  EXPECT_EQ(numbers_of(TextCorpus({hypotheses}, backwards).report(specs)),
            numbers_of(TextCorpus({kHypotheses}, kReferences).report(specs)));
}

TEST_P(MetricLaws, OneSegmentScoresTheSameAsACorpusOfIt) {
  for (const std::string& text : specs_of(info())) {
    MetricSpec spec = MetricSpec::parse(text);
    if (info().for_segments != nullptr) info().for_segments(spec.options);
    const std::string segment_spec =
        name() + (spec.options.spec().empty() ? "" : ":") + spec.options.spec();
    for (std::size_t i = 0; i < kHypotheses.size(); ++i) {
      const TextCorpus corpus({{kHypotheses[i]}}, {kReferences[i]});
      const Report report = corpus.report({text}, {.segment_scores = true});
      EXPECT_EQ(testing::cell(report, 0, 0, 0), corpus.score(segment_spec).value) << text;
      EXPECT_EQ(report.segment_scores.cells.size(), report.metrics[0].segment_fields.size());
    }
  }
}

/// "tok:nfc+icu-72|smooth:exp" as settings of a spec.
std::string spec_of(const MetricSpec& spec, const std::string& signature) {
  std::string settings;
  std::istringstream parts(signature);
  for (std::string part; std::getline(parts, part, '|');) {
    const std::size_t colon = part.find(':');
    const std::string key = part.substr(0, colon);
    if (key == "nrefs" || key == "version") continue;
    settings += (settings.empty() ? "" : ",") + key + "=" + part.substr(colon + 1);
  }
  return std::string(spec.info->name) + ":" + settings;
}

TEST_P(MetricLaws, TheSignatureReadsBackAsTheSameOptions) {
  for (const std::string& text : specs_of(info())) {
    const MetricSpec spec = MetricSpec::parse(text);
    const std::string signature = spec.signature("1");
    EXPECT_TRUE(signature.starts_with("nrefs:1|")) << signature;
    EXPECT_TRUE(signature.ends_with("|version:" + std::string(version_signature()))) << signature;
    EXPECT_EQ(MetricSpec::parse(spec_of(spec, signature)).options, spec.options) << signature;
  }
}

TEST_P(MetricLaws, TheSpecOfTheOptionsReadsBack) {
  for (const std::string& text : specs_of(info())) {
    const MetricSpec spec = MetricSpec::parse(text);
    const std::string settings = spec.options.spec();
    const std::string again = name() + (settings.empty() ? "" : ":" + settings);
    EXPECT_EQ(again, text);
    EXPECT_EQ(MetricSpec::parse(again).options, spec.options);
  }
}

TEST_P(MetricLaws, ChangingAnOptionChangesTheSignature) {
  std::map<std::string, std::string> spec_by_signature;
  for (const std::string& text : specs_of(info())) {
    const std::string signature = MetricSpec::parse(text).signature("1");
    const auto [found, is_new] = spec_by_signature.try_emplace(signature, text);
    EXPECT_TRUE(is_new) << text << " and " << found->second << " are both " << signature;
  }
}

TEST_P(MetricLaws, DefaultsAreCanonical) {
  for (const OptionInfo& option : info().options) {
    EXPECT_EQ(option.canonical(option.fallback), option.fallback) << option.key;
    EXPECT_FALSE(option.summary.empty()) << option.key;
  }
}

TEST_P(MetricLaws, TheTableEntryIsComplete) {
  EXPECT_FALSE(info().title.empty());
  EXPECT_FALSE(info().summary.empty());
  EXPECT_NE(info().make, nullptr);
  EXPECT_NE(info().equals, nullptr);
  const auto has_name = [](const MetricInfo* other) { return other->name == info().name; };
  EXPECT_EQ(std::ranges::count_if(metrics(), has_name), 1);
}

/// All metrics but those that only exist with a file of the user's.
std::vector<const MetricInfo*> metrics_of_texts() {
  std::vector<const MetricInfo*> infos;
  std::ranges::copy_if(metrics(), std::back_inserter(infos),
                       [](const MetricInfo* info) { return !info->needs_file; });
  for (const MetricInfo* info : metrics()) {
    if (info->variant != nullptr) infos.push_back(info->variant);
  }
  return infos;
}

std::string law_name(const ::testing::TestParamInfo<const MetricInfo*>& info) {
  return testing::test_name<MetricInfo>(info) + (is_variant(*info.param) ? "_1_5_5" : "");
}

INSTANTIATE_TEST_SUITE_P(All, MetricLaws, ::testing::ValuesIn(metrics_of_texts()), law_name);

}  // namespace
}  // namespace assay
