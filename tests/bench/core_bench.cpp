#include "assay/alignment.h"
#include "assay/ngram.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace assay {
namespace {

constexpr TokenId kVocabulary = 50;

/// `length` tokens over a small vocabulary, the same on every run.
std::vector<TokenId> make_tokens(std::size_t length, std::uint32_t seed) {
  std::vector<TokenId> tokens(length);
  std::uint32_t state = seed;
  for (TokenId& token : tokens) {
    state = state * 1664525 + 1013904223;  // Numerical Recipes' generator.
    token = (state >> 16U) % kVocabulary;
  }
  return tokens;
}

void BM_NgramMatches(benchmark::State& state) {
  const auto length = static_cast<std::size_t>(state.range(0));
  const std::vector<TokenId> hypothesis = make_tokens(length, 1);
  const std::vector<TokenId> reference = make_tokens(length, 2);
  const std::span<const TokenId> references = reference;
  NgramMatcher matcher;
  for (auto _ : state) {
    benchmark::DoNotOptimize(matcher.matches(hypothesis, {&references, 1}, 4, kVocabulary));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_NgramMatches)->ArgName("tokens")->Arg(25)->Arg(100)->Arg(400)->Arg(2000);

void BM_LcsLength(benchmark::State& state) {
  const auto length = static_cast<std::size_t>(state.range(0));
  const std::vector<TokenId> a = make_tokens(length, 1);
  const std::vector<TokenId> b = make_tokens(length, 2);
  LcsMatcher matcher;
  for (auto _ : state) benchmark::DoNotOptimize(matcher.length(a, b, kVocabulary));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_LcsLength)->ArgName("tokens")->Arg(25)->Arg(100)->Arg(400)->Arg(2000);

/// Text as people score it: several scripts, numbers, punctuation.
constexpr std::string_view kText =
    "The committee's report (48 pages, $1,250.50) was published on 3 May; \"nobody\" read it. "
    "Über die Straße gingen 25 Schülerinnen – trotz Regen. 北京2008年的天气，真好。 Привет, мир!";

void BM_Tokenize(benchmark::State& state, const TokenizerInfo* info) {
  const auto tokenizer = info->make();
  Tokens tokens;
  for (auto _ : state) {
    (*tokenizer)(kText, tokens);
    benchmark::DoNotOptimize(tokens.spans.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kText.size()));
}

void BM_Stem(benchmark::State& state, const StemmerInfo* info) {
  const std::vector<std::string> words = {"internationalization", "running", "hopefully",
                                          "government",           "parties", "the"};
  std::string word;
  for (auto _ : state) {
    for (const std::string& original : words) {
      word = original;
      info->apply(word);
      benchmark::DoNotOptimize(word.data());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(words.size()));
}

void register_tables() {
  for (const TokenizerInfo* info : tokenizers()) {
    if (info->load != nullptr) continue;  // The time of those is their library's.
    benchmark::RegisterBenchmark(("BM_Tokenize/" + std::string(info->name)).c_str(),
                                 [info](benchmark::State& state) { BM_Tokenize(state, info); });
  }
  for (const StemmerInfo* info : stemmers()) {
    benchmark::RegisterBenchmark(("BM_Stem/" + std::string(info->name)).c_str(),
                                 [info](benchmark::State& state) { BM_Stem(state, info); });
  }
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  assay::register_tables();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
