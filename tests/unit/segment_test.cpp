#include "assay/segment.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace assay {
namespace {

constexpr std::size_t kSystems = 2;
constexpr std::size_t kReferences = 2;
constexpr std::size_t kFiles = kSystems + kReferences;

/// A block of which every file's texts stand in memory as lines do.
struct LinesOfFiles {
  std::vector<std::string> bytes;
  Block block;
};

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      "a",  "b",   "the ", " ",          "1,000",
      ".",  "x-7", "&lt;", "&amp;quot;", "страна",
      "　", "…",   "-",    "\t",         "a very-long-and-compound-word"};
  const std::size_t kind = random() % 50;
  if (kind == 1) return std::string(random() % 9000, 'x') + "&amp;";
  const std::size_t most = kind == 0 ? 3000 : kind < 5 ? 200 : 25;
  std::string text;
  for (std::size_t left = random() % most; left > 0; --left) {
    text += pieces[random() % pieces.size()];
    if (random() % 2 == 0) text += ' ';
  }
  return text;
}

void make_lines(std::mt19937& random, std::size_t segments, LinesOfFiles& to) {
  std::vector<std::vector<std::size_t>> begins(kFiles);
  std::vector<std::vector<std::size_t>> sizes(kFiles);
  to.bytes.assign(kFiles, "");
  for (std::size_t f = 0; f < kFiles; ++f) {
    for (std::size_t i = 0; i < segments; ++i) {
      const std::string text = random_text(random);
      begins[f].push_back(to.bytes[f].size());
      sizes[f].push_back(text.size());
      to.bytes[f] += text + (i % 3 == 0 ? " \n" : "\n");
    }
  }
  Block& block = to.block;
  block.segments = segments;
  block.systems = kSystems;
  block.system_names = {"a", "b"};
  const auto view = [&](std::size_t f, std::size_t i) {
    return std::string_view(to.bytes[f]).substr(begins[f][i], sizes[f][i]);
  };
  for (std::size_t i = 0; i < segments; ++i) {
    for (std::size_t f = 0; f < kSystems; ++f) block.hypotheses.push_back(view(f, i));
    block.reference_begin.push_back(static_cast<std::uint32_t>(block.references.size()));
    for (std::size_t f = kSystems; f < kFiles; ++f) block.references.push_back(view(f, i));
  }
  block.reference_begin.push_back(static_cast<std::uint32_t>(block.references.size()));
}

void expect_same_side(const TokenizedText& found, const TokenizedText& expected) {
  EXPECT_TRUE(std::ranges::equal(found.tokens, expected.tokens));
  EXPECT_TRUE(std::ranges::equal(found.line_ends, expected.line_ends));
}

void expect_same_places(const Places* found, const Places* expected) {
  ASSERT_EQ(found == nullptr, expected == nullptr);
  if (found == nullptr) return;
  EXPECT_EQ(found->reference_length, expected->reference_length);
  ASSERT_EQ(found->hypothesis_length, expected->hypothesis_length);
  for (std::size_t i = 0; i < found->hypothesis_length; ++i) {
    EXPECT_EQ(found->rows[i], expected->rows[i]);
  }
}

void expect_same(const SegmentForms& found, const SegmentForms& expected, FormId form) {
  ASSERT_EQ(found.references(), expected.references());
  for (std::size_t r = 0; r < kReferences; ++r) {
    EXPECT_EQ(found.reference_length(form, r), expected.reference_length(form, r));
    for (std::size_t h = 0; h < kSystems; ++h) {
      EXPECT_EQ(found.hypothesis_length(form, h), expected.hypothesis_length(form, h));
      expect_same_places(found.places(form, r, h), expected.places(form, r, h));
    }
  }
  for (std::size_t r = 0; r < kReferences; ++r) {
    expect_same_side(found.reference(form, r), expected.reference(form, r));
  }
  for (std::size_t h = 0; h < kSystems; ++h) {
    expect_same_side(found.hypothesis(form, h), expected.hypothesis(form, h));
  }
  EXPECT_EQ(found.vocabulary_size(form), expected.vocabulary_size(form));
}

/// Forms that can be cut ahead, and forms that cannot.
FormSet some_forms() {
  FormSet forms;
  forms.require({.tokenizer = "13a"});
  forms.require({.tokenizer = "none"});
  forms.require({.tokenizer = "lower+13a"});
  forms.require({.tokenizer = "intl"});
  forms.require({.tokenizer = "13a", .stemmer = "porter"});
  forms.require({.tokenizer = "13a", .lines = true});
  forms.require({.tokenizer = "none", .reference_tokenizer = "13a"});
  return forms;
}

TEST(SegmentForms, AreTheSameWhetherTextsAreCutAtOnceOrOneByOne) {
  const FormSet forms = some_forms();
  SegmentForms found(forms);
  SegmentForms expected(forms);
  std::mt19937 random(7);
  for (const std::size_t segments : {1U, 3U, 4U, 5U, 16U, 17U, 100U, 250U}) {
    LinesOfFiles lines;
    make_lines(random, segments, lines);
    Block one_by_one = lines.block;
    lines.block.are_lines = true;
    for (std::size_t i = 0; i < segments; ++i) {
      found.prepare(lines.block, i);
      expected.prepare(one_by_one, i);
      for (FormId form = 0; form < forms.size(); ++form) expect_same(found, expected, form);
      if (HasFailure()) FAIL() << "segment " << i << " of " << segments;
    }
  }
}

TEST(SegmentForms, CanBePreparedInAnyOrder) {
  const FormSet forms = some_forms();
  SegmentForms found(forms);
  SegmentForms expected(forms);
  std::mt19937 random(8);
  LinesOfFiles lines;
  make_lines(random, 60, lines);
  Block one_by_one = lines.block;
  lines.block.are_lines = true;
  for (std::size_t step = 0; step < 500; ++step) {
    const std::size_t i =
        step % 3 == 0 ? random() % 60 : std::min<std::size_t>(found.index() + 1, 59);
    found.prepare(lines.block, i);
    expected.prepare(one_by_one, i);
    for (FormId form = 0; form < forms.size(); ++form) expect_same(found, expected, form);
    if (HasFailure()) FAIL() << "segment " << i;
  }
}

}  // namespace
}  // namespace assay
