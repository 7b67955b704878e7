#include "assay/places.h"

#include "assay/alignment.h"
#include "assay/instruction_set.h"
#include "assay/ngram.h"

#include "overlap.h"
#include "random_tokens.h"
#include "text/byte_masks.h"
#include "token_keys.h"

#include <string>

#include <gtest/gtest.h>

namespace assay {
namespace {

/// Tokens of a text of their own, with a space between them.
class Text {
 public:
  explicit Text(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      const auto begin = static_cast<std::uint32_t>(bytes_.size());
      bytes_ += word;
      tokens_.spans.push_back({begin, static_cast<std::uint32_t>(bytes_.size())});
      if (tokens_.spans.size() < words.size()) bytes_ += ' ';
    }
    // Without room behind it, so that a sanitizer sees reading too far.
    bytes_.shrink_to_fit();
    tokens_.text = bytes_;
    keys_.assign(tokens_);
  }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  KeyRun keys() const { return keys_.all(); }

 private:
  std::string bytes_;
  Tokens tokens_;
  TokenKeys keys_;
};

Places places_of(const std::vector<std::string>& reference,
                 const std::vector<std::string>& hypothesis) {
  Places places;
  find_places(Text(reference).keys(), Text(hypothesis).keys(), places);
  return places;
}

/// As the definition says.
std::vector<std::uint64_t> slow_rows(const std::vector<std::string>& reference,
                                     const std::vector<std::string>& hypothesis) {
  std::vector<std::uint64_t> rows;
  for (const std::string& token : hypothesis) {
    std::uint64_t row = 0;
    for (std::size_t p = 0; p < reference.size(); ++p) {
      if (reference[p] == token) row |= std::uint64_t{1} << p;
    }
    rows.push_back(row);
  }
  return rows;
}

void expect_rows(const std::vector<std::string>& reference,
                 const std::vector<std::string>& hypothesis) {
  const Places places = places_of(reference, hypothesis);
  std::vector<std::uint64_t> expected = slow_rows(reference, hypothesis);
  EXPECT_EQ(places.reference_length, reference.size());
  ASSERT_EQ(places.hypothesis_length, hypothesis.size());
  expected.resize(expected.size() + Places::kPadding);
  ASSERT_GE(places.rows.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(places.rows[i], expected[i]) << i;
}

TEST(PlacesTest, LengthAndNulBytesTellTokensApart) {
  const std::string nul(1, '\0');
  expect_rows({"a", "a" + nul, "a" + nul + nul, nul, nul + nul}, {"a", nul, "a" + nul});
  const std::string fifteen(15, 'x');
  expect_rows({fifteen, fifteen + "x", fifteen.substr(1)}, {fifteen + "x", fifteen, "x"});
  expect_rows({}, {"a"});
  expect_rows({"a"}, {});
}

/// Words of all lengths, of which one byte differs, or none.
std::vector<std::string> similar_words(RandomTokens& random, std::size_t count) {
  std::vector<std::string> words(count);
  for (std::string& word : words) {
    word.assign(random.number(1, random.number(0, 3) == 0 ? 40 : 9), 'a');
    word[random.number(0, word.size() - 1)] = "abc"[random.number(0, 2)];
  }
  return words;
}

TEST(PlacesTest, EqualTheDefinitionOnTokensOfAllLengths) {
  RandomTokens random(20261125);
  for (int i = 0; i < 20000; ++i) {
    const auto reference = similar_words(random, random.number(0, Places::kMostPlaces));
    expect_rows(reference, similar_words(random, random.number(0, 90)));
  }
}

TEST(PlacesTest, OfRunsAreThoseOfTheirTokens) {
  constexpr std::size_t kWords = 300;
  RandomTokens random(20261129);
  const auto reference = similar_words(random, kWords);
  const auto hypothesis = similar_words(random, kWords);
  const Text reference_text(reference);
  const Text hypothesis_text(hypothesis);
  const auto words_of = [](const std::vector<std::string>& all, const KeyRun& run) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(run.first);
    return std::vector<std::string>(begin, begin + static_cast<std::ptrdiff_t>(run.size));
  };
  for (int i = 0; i < 5000; ++i) {
    KeyRun of_reference = reference_text.keys();
    KeyRun of_hypothesis = hypothesis_text.keys();
    of_reference.first = random.number(0, kWords);
    of_reference.size =
        random.number(0, std::min(kWords - of_reference.first, Places::kMostPlaces));
    of_hypothesis.first = random.number(0, kWords);
    of_hypothesis.size = random.number(0, kWords - of_hypothesis.first);
    Places places;
    find_places(of_reference, of_hypothesis, places);
    places.rows.resize(of_hypothesis.size);
    ASSERT_EQ(places.rows,
              slow_rows(words_of(reference, of_reference), words_of(hypothesis, of_hypothesis)));
  }
}

/// Places of texts of numbers.
Places places_of(const std::vector<TokenId>& reference, const std::vector<TokenId>& hypothesis) {
  Places places;
  places.reference_length = reference.size();
  places.hypothesis_length = hypothesis.size();
  places.rows.resize(hypothesis.size() + Places::kPadding);
  for (std::size_t i = 0; i < hypothesis.size(); ++i) {
    for (std::size_t p = 0; p < reference.size(); ++p) {
      if (reference[p] == hypothesis[i]) places.rows[i] |= std::uint64_t{1} << p;
    }
  }
  return places;
}

/// Two texts of few different words that often have long parts in common.
struct TwoTexts {
  std::vector<TokenId> reference;
  std::vector<TokenId> hypothesis;
  std::size_t vocabulary = 0;
};

TwoTexts random_texts(RandomTokens& random) {
  TwoTexts texts;
  texts.vocabulary = random.number(1, 30);
  texts.reference = random.text(random.number(0, Places::kMostPlaces), texts.vocabulary);
  texts.hypothesis = random.like(texts.reference, random.number(0, 90), texts.vocabulary);
  return texts;
}

TEST(PlacesTest, HoldAllThatMatchingNeeds) {
  RandomTokens random(7);
  NgramMatcher ngrams;
  for (int i = 0; i < 20000; ++i) {
    const TwoTexts texts = random_texts(random);
    const std::span<const TokenId> view = texts.reference;
    const std::size_t most_order = random.number(1, kMostOrders);
    ASSERT_EQ(match_places(places_of(texts.reference, texts.hypothesis), most_order),
              ngrams.matches(texts.hypothesis, {&view, 1}, most_order, texts.vocabulary));
  }
}

TEST(PlacesTest, GiveTheOverlapThatMatchersFind) {
  RandomTokens random(8);
  NgramMatcher ngrams;
  LcsMatcher lcs;
  for (int i = 0; i < 20000; ++i) {
    const TwoTexts texts = random_texts(random);
    const std::span<const TokenId> view = texts.reference;
    const OrderCounts matches = ngrams.matches(texts.hypothesis, {&view, 1}, 2, texts.vocabulary);
    const std::size_t subsequence = lcs.length(view, texts.hypothesis, texts.vocabulary);
    const Overlap expected{matches[0], matches[1], static_cast<std::uint32_t>(subsequence)};
    ASSERT_EQ(overlap_of(places_of(texts.reference, texts.hypothesis)), expected);
  }
}

/// What the instruction set that is in use has.
template <typename Check>
void with_bytes(Check check) {
  check(PortableBytes());
#ifdef __x86_64__
  if (instruction_set() >= InstructionSet::kAvx2) check(Avx2Bytes());
  if (instruction_set() >= InstructionSet::kAvx512) check(Avx512Bytes());
#endif
}

template <typename Bytes>
void expect_masks(const ByteClasses& classes, std::string_view bytes) {
  ByteMasks masks{};
  Bytes::classify(ByteTables(classes), bytes.data(), bytes.size(), masks);
  for (std::size_t c = 0; c < kByteClasses; ++c) {
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const std::uint64_t bit = classes[static_cast<unsigned char>(bytes[i])] >> c & 1U;
      expected |= bit << i;
    }
    ASSERT_EQ(masks[c], expected) << bytes.size() << " bytes, class " << c;
  }
}

TEST(ByteMasksTest, HaveABitForEachByteOfAClass) {
  RandomTokens random(3);
  ByteClasses classes{};
  for (std::uint8_t& entry : classes) entry = static_cast<std::uint8_t>(random.number(0, 255));
  for (std::size_t size = 0; size <= 64; ++size) {
    for (int round = 0; round < 50; ++round) {
      std::string bytes(size, '\0');
      for (char& byte : bytes) {
        byte = static_cast<char>(random.number(0, round % 2 == 0 ? 127 : 255));
      }
      with_bytes([&](auto set) { expect_masks<decltype(set)>(classes, bytes); });
    }
  }
}

/// Tokens of one byte and more, of which the last may not end in the block.
TEST(ByteMasksTest, BecomeSpans) {
  RandomTokens random(5);
  for (int round = 0; round < 5000; ++round) {
    const std::size_t longest = random.number(1, 20);
    std::vector<TextSpan> expected;
    std::uint64_t starts = 0;
    std::uint64_t ends = 0;
    for (std::size_t at = random.number(0, 9); at < 64;) {
      const std::size_t end = at + random.number(1, longest);
      starts |= std::uint64_t{1} << at;
      if (end < 64) ends |= std::uint64_t{1} << end;
      expected.emplace_back(100 + at, end < 64 ? 100 + end : 0);
      at = end + random.number(0, 2);
    }
    with_bytes([&](auto set) {
      std::vector<TextSpan> spans(kSpanRoom);
      decltype(set)::put(spans.data(), starts, ends, 100);
      ASSERT_EQ(decltype(set)::count(starts), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_EQ(spans[i].begin, expected[i].begin);
        if (expected[i].end != 0) {
          ASSERT_EQ(spans[i].end, expected[i].end);
        }
      }
    });
  }
}

}  // namespace
}  // namespace assay
