#include "assay/gate.h"

#include "text_corpus.h"

#include <algorithm>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::TextCorpus;
using testing::Texts;
using Status = Verdict::Status;

Gate floor_of(std::string_view text) {
  return parse_gate(GateKind::kFloor, text);
}

/// What `gates` say of one system, by each of `specs`.
struct Judged {
  Evaluation evaluation;
  std::vector<Status> statuses() const {
    std::vector<Status> all;
    for (const Verdict& verdict : evaluation.report.verdicts) all.push_back(verdict.status);
    return all;
  }
  const Verdict& verdict(std::size_t i) const { return evaluation.report.verdicts.at(i); }
};

Evaluation evaluate_texts(const Texts& hypotheses, const Texts& references,
                          const std::vector<std::string>& specs) {
  const TextCorpus corpus({hypotheses}, testing::by_segment({references}));
  std::vector<MetricSpec> parsed;
  for (const std::string& spec : specs) parsed.push_back(MetricSpec::parse(spec));
  InputOptions input = corpus.input();
  input.digest_references = true;
  return measure(corpus.files(), input, parsed, {.segment_scores = true, .keep_rows = true});
}

Judged judge(Evaluation evaluation, const std::vector<Gate>& gates,
             const Baseline* baseline = nullptr, const GateOptions& options = {}) {
  add_verdicts(evaluation, gates, baseline, "there is none", options);
  return {std::move(evaluation)};
}

const Texts kReferences = {"a b c d e", "f g h i j", "k l m n o", "p q r s t"};
const Texts kGood = {"a b c d e", "f g h i x", "k l m n o", "p q r s t"};
const Texts kBad = {"a b x y z", "f g h i x", "k l m x y", "x y z s t"};
const std::vector<std::string> kSpecs = {"rouge1", "wer"};

Gate drop_of(std::string_view text) {
  return parse_gate(GateKind::kDrop, text);
}

Gate significant_of(std::string_view text) {
  return parse_gate(GateKind::kSignificantDrop, text);
}

TEST(AddVerdictsTest, AFloorHoldsAtItsLimit) {
  const Evaluation evaluation = evaluate_texts(kGood, kReferences, kSpecs);  // 0.95 and 0.05
  const double score = evaluation.report.systems[0].scores[0].value;
  Gate at = floor_of("rouge1=0.5");
  at.limit = score;
  Gate above = at;
  above.limit = std::nextafter(score, 2.0);
  const Judged judged = judge(evaluate_texts(kGood, kReferences, kSpecs),
                              {at, above, parse_gate(GateKind::kCeiling, "wer=0.05"),
                               parse_gate(GateKind::kCeiling, "wer=0.0499")});
  EXPECT_EQ(judged.statuses(),
            (std::vector{Status::kPassed, Status::kFailed, Status::kPassed, Status::kFailed}));
  EXPECT_EQ(exit_code_of(judged.evaluation.report.verdicts), ExitCode::kGateFailed);
}

TEST(AddVerdictsTest, ADropIsForTheWorseWhicheverWayIsUp) {
  const Baseline good = make_baseline(evaluate_texts(kGood, kReferences, kSpecs));
  const Baseline bad = make_baseline(evaluate_texts(kBad, kReferences, kSpecs));
  const std::vector<Gate> gates = {drop_of("rouge1=0.01"), drop_of("wer=0.01"),
                                   drop_of("rouge1=0.9"), drop_of("wer=0.9")};
  const Judged worse = judge(evaluate_texts(kBad, kReferences, kSpecs), gates, &good);
  EXPECT_EQ(worse.statuses(),
            (std::vector{Status::kFailed, Status::kFailed, Status::kPassed, Status::kPassed}));
  const Judged better = judge(evaluate_texts(kGood, kReferences, kSpecs), gates, &bad);
  EXPECT_EQ(better.statuses(), std::vector(4, Status::kPassed));
  const Judged same = judge(evaluate_texts(kBad, kReferences, kSpecs),
                            {drop_of("rouge1=0"), drop_of("wer=0")}, &bad);
  EXPECT_EQ(same.statuses(), std::vector(2, Status::kPassed));
}

TEST(AddVerdictsTest, SegmentsAreCounted) {
  const auto rule = [](std::string_view text) { return parse_gate(GateKind::kSegments, text); };
  const Judged judged = judge(evaluate_texts(kBad, kReferences, kSpecs),
                              {rule("segments(rouge1 < 0.5) <= 2"),   // 0.4 and 0.4
                               rule("segments(rouge1 < 0.5) < 50%"),  //
                               rule("segments(wer >= 0.6) < 25%"),    //
                               rule("segments(wer > 0.2) <= 75%")});
  EXPECT_EQ(judged.verdict(0).actual, 2);
  EXPECT_EQ(judged.verdict(1).actual, 50);
  EXPECT_EQ(judged.verdict(3).actual, 75);
  EXPECT_EQ(judged.statuses(),
            (std::vector{Status::kPassed, Status::kFailed, Status::kFailed, Status::kPassed}));
}

TEST(AddVerdictsTest, ADropThatReachesItsLimitHolds) {
  const Texts references = {"a b c d e f g h i j"};
  const auto with_errors = [&](std::size_t errors) {
    std::string text = references[0];
    for (std::size_t i = 0; i < errors; ++i) text[2 * i] = 'x';
    return evaluate_texts({text}, references, kSpecs);
  };
  for (std::size_t before = 0; before < 10; ++before) {
    const Baseline baseline = make_baseline(with_errors(before));
    const Judged judged = judge(with_errors(before + 1),
                                {drop_of("wer=0.1"), drop_of("rouge1=0.1"),
                                 drop_of("wer=0.09999999999"), drop_of("rouge1=0.09999999999")},
                                &baseline);
    EXPECT_EQ(judged.statuses(),
              (std::vector{Status::kPassed, Status::kPassed, Status::kFailed, Status::kFailed}))
        << before;
  }
}

TEST(AddVerdictsTest, WithoutABaselineNothingIsDecided) {
  const Judged judged =
      judge(evaluate_texts(kGood, kReferences, kSpecs),
            {drop_of("rouge1=0.1"), significant_of("rouge1"), floor_of("rouge1=0.99")});
  EXPECT_EQ(judged.statuses(),
            (std::vector{Status::kUndecided, Status::kUndecided, Status::kFailed}));
  EXPECT_EQ(judged.verdict(0).reason, "there is none");
  EXPECT_EQ(judged.verdict(0).code, "E-BASELINE");
  EXPECT_EQ(exit_code_of(judged.evaluation.report.verdicts), ExitCode::kUndecided);
}

/// Why a baseline that was changed is not compared with.
std::string reason_for(const Baseline& baseline, const Texts& references = kReferences) {
  const Judged judged =
      judge(evaluate_texts(kGood, references, kSpecs), {drop_of("rouge1=1")}, &baseline);
  const bool is_open = judged.verdict(0).status == Status::kUndecided;
  EXPECT_EQ(is_open, !judged.verdict(0).reason.empty());
  return judged.verdict(0).reason;
}

TEST(AddVerdictsTest, ABaselineThatWasMadeOtherwiseNeverPasses) {
  const Baseline baseline = make_baseline(evaluate_texts(kGood, kReferences, kSpecs));
  EXPECT_EQ(reason_for(baseline), "");
  Baseline changed = baseline;
  changed.version = "7.0.0";
  EXPECT_EQ(reason_for(changed), "");  // A version alone changes no score.
  changed.scores_revision = 99;
  EXPECT_NE(reason_for(changed).find("scores_revision: 1, was 99"), std::string::npos);
  changed = baseline;
  changed.systems["system0"]["rouge1"].signature = "nrefs:1|alg:google|tok:icu-72|multi:best";
  const std::string reason = reason_for(changed);
  EXPECT_NE(reason.find("tok: google-rouge, was icu-72"), std::string::npos) << reason;
  EXPECT_NE(reason.find("stem: no, was not there"), std::string::npos) << reason;
  EXPECT_EQ(reason.find("alg"), std::string::npos) << reason;
  changed = baseline;
  changed.systems["system0"]["rouge1"].score += 1;
  EXPECT_NE(reason_for(changed).find("score of its rows"), std::string::npos);
  changed = baseline;
  changed.systems["system0"]["rouge1"].columns[0] = "other";
  EXPECT_NE(reason_for(changed).find("columns"), std::string::npos);
  changed = baseline;
  changed.systems["system0"].erase("rouge1");
  EXPECT_EQ(reason_for(changed), "the baseline has no rouge1 of system0");
}

TEST(AddVerdictsTest, OtherReferencesAreNoticedWhateverTheirOrder) {
  const Baseline baseline = make_baseline(evaluate_texts(kGood, kReferences, kSpecs));
  Texts swapped = kReferences;
  std::swap(swapped[0], swapped[1]);
  Texts joined = kReferences;
  joined[0] += "x";
  for (const Texts& references : {swapped, joined}) {
    EXPECT_NE(reason_for(baseline, references).find("references: "), std::string::npos);
  }
}

TEST(AddVerdictsTest, SystemsMayBeRenamedOnlyWhereThereIsOne) {
  Baseline baseline = make_baseline(evaluate_texts(kGood, kReferences, kSpecs));
  baseline.systems["old"] = baseline.systems["system0"];
  baseline.systems.erase("system0");
  EXPECT_EQ(reason_for(baseline), "");
  baseline.systems["older"] = baseline.systems["old"];
  EXPECT_EQ(reason_for(baseline), "the baseline has no rouge1 of system0");
}

TEST(MisfitTest, IsToldWhateverTheGates) {
  const Baseline baseline = make_baseline(evaluate_texts(kGood, kReferences, kSpecs));
  const auto misfit = [](const Baseline& earlier, const Texts& references = kReferences,
                         const std::vector<std::string>& specs = kSpecs) {
    Evaluation evaluation = evaluate_texts(kBad, references, specs);
    return misfit_of(evaluation, earlier);
  };
  EXPECT_EQ(misfit(baseline), "");
  EXPECT_EQ(misfit(baseline, kReferences, {"wer", "bleu"}), "");
  Texts others = kReferences;
  others[0] += "x";
  EXPECT_NE(misfit(baseline, others, {"bleu"}).find("references: "), std::string::npos);
  Baseline changed = baseline;
  changed.scores_revision = 99;
  EXPECT_EQ(misfit(changed), "the baseline was made otherwise: scores_revision: 1, was 99");
  changed = baseline;
  changed.systems["system0"]["wer"].signature += "|x:1";
  EXPECT_EQ(misfit(changed), "the baseline was made otherwise: x: not there, was 1");
  changed = baseline;
  changed.systems["removed"] = changed.systems["system0"];
  EXPECT_EQ(misfit(changed), "the baseline has the system removed, which was not scored");
}

/// A corpus in which a part of the words is wrong.
Texts damaged(const Texts& texts, double share, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> toss(0, 1);
  Texts result;
  for (const std::string& text : texts) {
    std::istringstream in(text);
    std::string line;
    for (std::string word; in >> word;) line += (toss(random) < share ? "wrong" : word) + " ";
    result.push_back(line);
  }
  return result;
}

Texts many_references() {
  Texts texts;
  for (int i = 0; i < 60; ++i) {
    std::string line;
    for (int j = 0; j < 12; ++j) line += "w" + std::to_string((i * 7 + j * 3) % 50) + " ";
    texts.push_back(line);
  }
  return texts;
}

TEST(AddVerdictsTest, OnlyADropThatIsMoreThanChanceFails) {
  const Texts references = many_references();
  const auto evaluate_damage = [&](double share, unsigned seed) {
    return evaluate_texts(damaged(references, share, seed), references, kSpecs);
  };
  const Baseline baseline = make_baseline(evaluate_damage(0.2, 1));
  const std::vector<Gate> gates = {significant_of("rouge1"), significant_of("wer")};
  for (const PairedTest test : {PairedTest::kBootstrap, PairedTest::kRandomization}) {
    const GateOptions options{.test = test};
    const Judged worse = judge(evaluate_damage(0.5, 2), gates, &baseline, options);
    EXPECT_EQ(worse.statuses(), std::vector(2, Status::kFailed));
    const Judged better = judge(evaluate_damage(0.05, 2), gates, &baseline, options);
    EXPECT_EQ(better.statuses(), std::vector(2, Status::kPassed));
    EXPECT_LE(*better.verdict(0).p_adjusted, 0.05);  // Significant, but no drop.
    const Judged same = judge(evaluate_damage(0.2, 1), gates, &baseline, options);
    EXPECT_EQ(same.verdict(0).p, 1);
    const Judged alike = judge(evaluate_damage(0.205, 3), gates, &baseline, options);
    EXPECT_EQ(alike.statuses(), std::vector(2, Status::kPassed));
  }
}

TEST(AddVerdictsTest, PValuesAreThoseOfCompareAndHolmIsOverAllGates) {
  const Texts references = many_references();
  const Texts before = damaged(references, 0.3, 1);
  const Texts now = damaged(references, 0.34, 2);
  const Baseline baseline = make_baseline(evaluate_texts(before, references, kSpecs));
  const Judged judged =
      judge(evaluate_texts(now, references, kSpecs),
            {significant_of("rouge1"), significant_of("wer")}, &baseline, {.trials = 1000});

  const TextCorpus corpus({before, now}, testing::by_segment({references}));
  const std::vector<MetricSpec> specs = {MetricSpec::parse("rouge1"), MetricSpec::parse("wer")};
  Evaluation both = measure(corpus.files(), corpus.input(), specs, {.keep_rows = true});
  add_comparisons(both, {.trials = 1000});
  std::vector<double> p;
  for (std::size_t i = 0; i < 2; ++i) {
    p.push_back(both.report.comparisons[i].p);
    EXPECT_EQ(judged.verdict(i).p, p.back());
  }
  const double smaller = std::min(p[0], p[1]);
  const double larger = std::max({p[0], p[1], std::min(1.0, 2 * smaller)});
  for (std::size_t i = 0; i < 2; ++i) {
    const double expected = p[i] == smaller ? std::min(1.0, 2 * smaller) : larger;
    EXPECT_DOUBLE_EQ(*judged.verdict(i).p_adjusted, expected);
  }
}

TEST(AddVerdictsTest, ATestThatIsAskedForTwiceIsOne) {
  const Texts references = many_references();
  const std::vector<std::string> specs = {"rouge1", "rouge2", "rouge1:stem=no"};
  const auto evaluate_damage = [&](double share, unsigned seed) {
    return evaluate_texts(damaged(references, share, seed), references, specs);
  };
  const Baseline baseline = make_baseline(evaluate_damage(0.3, 1));
  const Gate gate = significant_of("rouge1");
  const auto adjusted = [&](const std::vector<Gate>& gates) {
    const Judged judged = judge(evaluate_damage(0.34, 2), gates, &baseline, {.trials = 1000});
    EXPECT_EQ(judged.evaluation.report.verdicts.size(), gates.size());
    for (const Verdict& verdict : judged.evaluation.report.verdicts) {
      EXPECT_TRUE(verdict.p.has_value());
    }
    return *judged.verdict(gates.size() - 1).p_adjusted;
  };
  const double once = adjusted({gate});
  EXPECT_LT(once, 0.5);
  EXPECT_EQ(adjusted({gate, gate}), once);
  EXPECT_EQ(adjusted({gate, significant_of("rouge1:stem=no")}), once);
  EXPECT_GT(adjusted({significant_of("rouge2"), gate}),
            once);  // The same signature, another score.
}

TEST(AddVerdictsTest, TooFewTrialsOrSegmentsDecideNothing) {
  const Baseline baseline = make_baseline(evaluate_texts(kGood, kReferences, kSpecs));
  const std::vector<Gate> gates = {significant_of("rouge1"), significant_of("wer")};
  EXPECT_THROW(judge(evaluate_texts(kBad, kReferences, kSpecs), gates, &baseline, {.trials = 38}),
               Error);
  EXPECT_NO_THROW(
      judge(evaluate_texts(kBad, kReferences, kSpecs), gates, &baseline, {.trials = 39}));
  EXPECT_THROW(judge(evaluate_texts(kBad, kReferences, kSpecs), gates, &baseline, {.alpha = 1e-5}),
               Error);  // Two million.
  const Baseline one = make_baseline(evaluate_texts({"a b"}, {"a b"}, kSpecs));
  const Judged judged = judge(evaluate_texts({"a c"}, {"a b"}, kSpecs), gates, &one);
  EXPECT_EQ(judged.statuses(), std::vector(2, Status::kUndecided));
  EXPECT_EQ(judged.verdict(0).code, "E-ONE-SEGMENT");
}

std::string written(const Baseline& baseline) {
  std::ostringstream out;
  write_baseline(baseline, out);
  return out.str();
}

TEST(BaselineTest, IsReadBackToTheBitAndHoldsNoText) {
  const Texts references = {"secret words here", "more of them"};
  const Baseline baseline =
      make_baseline(evaluate_texts({"secret word", "of 1/3 them"}, references, {"rouge1", "bleu"}));
  const std::string text = written(baseline);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  const Baseline copy = read_baseline(text, "base.json");
  EXPECT_EQ(written(copy), text);
  const BaselineScore& score = baseline.systems.at("system0").at("rouge1");
  EXPECT_EQ(copy.systems.at("system0").at("rouge1").cells, score.cells);
  EXPECT_EQ(copy.systems.at("system0").at("rouge1").score, score.score);
  EXPECT_EQ(score.signature.find("version"), std::string::npos);
  EXPECT_LT(text.find("\"bleu\""), text.find("\"rouge1\""));  // Sorted.
}

TEST(BaselineTest, ASegmentThatChangesChangesOneLine) {
  const auto lines = [](const Texts& hypotheses) {
    return written(make_baseline(evaluate_texts(hypotheses, kReferences, {"rouge1"})));
  };
  Texts changed = kGood;
  changed[2] = "k l m n x";
  std::istringstream before(lines(kGood));
  std::istringstream after(lines(changed));
  std::string a;
  std::string b;
  int different = 0;
  while (std::getline(before, a) && std::getline(after, b)) different += a == b ? 0 : 1;
  EXPECT_EQ(different, 3);  // The segment, the score and the checksum.
}

TEST(BaselineTest, WhatIsNoBaselineIsRefused) {
  const std::string good = written(make_baseline(evaluate_texts(kGood, kReferences, {"rouge1"})));
  const auto refused = [](const std::string& text) {
    try {
      read_baseline(text, "base.json");
    } catch (const Error& error) {
      return error.exit_code() == ExitCode::kInput && error.problem().code == "E-BASELINE-FILE";
    }
    return false;
  };
  EXPECT_FALSE(refused(good));
  for (std::size_t size = 0; size + 2 < good.size(); size += 7) {
    EXPECT_TRUE(refused(good.substr(0, size))) << size;
  }
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  EXPECT_TRUE(refused(replaced("assay-baseline/2", "assay-baseline/1")));
  EXPECT_TRUE(refused(replaced("\"segments\":4", "\"segments\":5")));
  EXPECT_TRUE(refused(replaced("\"segments\":4", "\"segments\":\"4\"")));
  EXPECT_TRUE(refused(replaced("\"score\":", "\"scor\":")));
  EXPECT_TRUE(refused(replaced("\"score\":", "\"x\":1,\"score\":")));
  EXPECT_TRUE(refused(replaced("[1,", "[")));
  EXPECT_TRUE(refused(replaced("[1,", "[null,")));
  EXPECT_TRUE(refused(good + "x"));
}

TEST(BaselineTest, WhateverIsChangedIsNoticedButHowItIsSetOut) {
  const std::string good = written(make_baseline(evaluate_texts(kBad, kReferences, {"rouge1"})));
  const auto reason = [](const std::string& text) -> std::string {
    try {
      read_baseline(text, "base.json");
    } catch (const Error& error) {
      return error.problem().what;
    }
    return "";
  };
  std::vector<std::string> lines;
  std::istringstream in(good);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  const auto joined = [](const std::vector<std::string>& all, const std::string& end) {
    std::string text;
    for (const std::string& line : all) text += line + end;
    return text;
  };
  EXPECT_EQ(reason(joined(lines, "\r\n")), "");
  std::vector<std::string> shuffled = lines;  // The sums of the rows stay.
  const auto first = std::ranges::find(shuffled, "\"rows\":[") + 1;
  ASSERT_NE(first[0], first[1]);
  std::swap(first[0], first[1]);
  EXPECT_NE(reason(joined(shuffled, "\n")).find("it was changed"), std::string::npos);
  for (const char* const old : {"\"assay\":\"", "\"checksum\":\"", "\"references\":\"",
                                "\"signature\":\"", "\"columns\":[\"", "\"systems\":{\n\""}) {
    const std::string from = old;
    std::string text = good;
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.insert(text.find(from) + from.size(), "x");
    EXPECT_NE(reason(text).find("it was changed"), std::string::npos) << from;
  }
}

}  // namespace
}  // namespace assay
