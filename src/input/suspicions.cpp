#include "input/suspicions.h"

#include "assay/text.h"

#include "text/code_points.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// A window of segments is looked at in every period; periods are longer once the corpus is large.
constexpr std::size_t kWindow = 32;
constexpr std::uint64_t kShortPeriod = 256;
constexpr std::uint64_t kLongPeriod = 4096;

/// A run of more segments than this that have next to nothing in common is suspicious.
constexpr std::size_t kLongestHarmlessRun = 20;
constexpr double kGain = 3;

constexpr double kManyTexts = 0.01;
constexpr unsigned char kFirstLeadByteOfMarks = 0xCC;

/// Of lead bytes from that one on, those of Greek, Cyrillic and Armenian letters and of ideographs
/// that neither change in form C nor compose with what is before.
constexpr std::string_view kStableLeadBytes = "\xCF\xD0\xD1\xD3\xD4\xD5\xE4\xE5\xE6\xE7\xE8\xE9";

bool is_sampled(std::uint64_t segment) {
  const std::uint64_t period = segment < kLongPeriod ? kShortPeriod : kLongPeriod;
  return segment % period < kWindow;
}

/// Whether a code point at the start of `text` is a quotation mark, a dash, a sign of currency or
/// the like, or a kana, which are stable too.
bool is_stable_mark(std::string_view text) {
  const std::string_view two = text.substr(0, 2);
  return (two == "\xE2\x80" && text.size() > 2 && text[2] != '\x80' && text[2] != '\x81') ||
         two == "\xE2\x82" || two == "\xE3\x81" || two == "\xE3\x83";
}

/// Whether form C of the text may be another text; below U+0300 nothing changes.
bool may_change(std::string_view text) {
  for (std::size_t i = ascii_prefix(text); i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < kFirstLeadByteOfMarks) continue;
    if (kStableLeadBytes.find(text[i]) != std::string_view::npos) continue;
    if (!is_stable_mark(text.substr(i))) return true;
  }
  return false;
}

/// Sets texts[i] to as much of the text as its telling words depend on.
void keep(std::string_view text, std::vector<std::string>& texts, std::size_t i) {
  texts.resize(std::max(texts.size(), i + 1));
  texts[i] = telling_part(text);
}

}  // namespace

void Suspicions::Forms::add(std::string_view text) {
  ++texts;
  if (!may_change(text)) return;
  std::string normalized;
  normalize_nfc(text, normalized);
  if (normalized != text) ++changed;
}

double Suspicions::Forms::share() const {
  return texts == 0 ? 0 : static_cast<double>(changed) / static_cast<double>(texts);
}

Suspicions::Suspicions(const InputOptions& options)
    : looks_for_shifts_(options.check_shifts), looks_at_forms_(options.normalize.empty()) {}

void Suspicions::look(const Block& block) {
  hypotheses_.resize(block.systems);
  shifts_.resize(block.systems);
  hypothesis_forms_.resize(block.systems);
  for (std::size_t i = 0; i < block.segments; ++i) {
    const std::uint64_t segment = block.first_segment + i;
    if (is_sampled(segment)) add_segment(block, i);
    if (window_size_ > 0 && !is_sampled(segment + 1)) end_window();
  }
}

void Suspicions::add_segment(const Block& block, std::size_t i) {
  if (window_size_ == 0) window_begin_ = block.first_segment + i;
  const bool has_reference = block.reference_begin[i] < block.reference_begin[i + 1];
  const std::string_view reference =
      has_reference ? block.references[block.reference_begin[i]] : std::string_view();
  if (looks_for_shifts_) keep(reference, references_, window_size_);
  if (looks_at_forms_) reference_forms_.add(reference);
  for (std::size_t s = 0; s < block.systems; ++s) {
    const std::string_view text = block.hypotheses[i * block.systems + s];
    if (looks_for_shifts_) keep(text, hypotheses_[s], window_size_);
    if (looks_at_forms_) hypothesis_forms_[s].add(text);
  }
  ++window_size_;
}

void Suspicions::end_window() {
  for (std::size_t s = 0; s < shifts_.size() && looks_for_shifts_; ++s) {
    if (shifts_[s].by == 0 && may_have_run(s)) look_for_shift(s);
  }
  window_size_ = 0;
}

/// Whether more than kLongestHarmlessRun segments of the window can have little in common: those in
/// the middle of it are in all such runs.
bool Suspicions::may_have_run(std::size_t system) const {
  constexpr std::size_t kShortestRun = kLongestHarmlessRun + 1;
  static_assert(kWindow < 2 * kShortestRun);
  if (window_size_ < kShortestRun) return false;
  TellingWords reference;
  TellingWords hypothesis;
  for (std::size_t i = window_size_ - kShortestRun; i < kShortestRun; ++i) {
    set_telling_words(references_[i], reference);
    set_telling_words(hypotheses_[system][i], hypothesis);
    if (word_overlap(hypothesis, reference) >= kLittleOverlap) return false;
  }
  return true;
}

void Suspicions::set_words(std::size_t system) {
  reference_words_.resize(window_size_);
  hypothesis_words_.resize(window_size_);
  for (std::size_t i = 0; i < window_size_; ++i) {
    set_telling_words(references_[i], reference_words_[i]);
    set_telling_words(hypotheses_[system][i], hypothesis_words_[i]);
  }
}

void Suspicions::look_for_shift(std::size_t system) {
  set_words(system);
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t i = 0, run = 0; i < window_size_; ++i) {
    const double overlap = word_overlap(hypothesis_words_[i], reference_words_[i]);
    run = overlap < kLittleOverlap ? run + 1 : 0;
    if (run <= end - begin) continue;
    begin = i + 1 - run;
    end = i + 1;
  }
  if (end - begin <= kLongestHarmlessRun) return;
  Shift shift{.first = window_begin_ + begin, .overlap = mean_overlap(begin, end, 0)};
  for (int by = -kMostShift; by <= kMostShift; ++by) {
    const double mean = mean_overlap(begin, end, by);
    if (mean <= std::max(shift.shifted_overlap, kGain * shift.overlap) || mean < kLittleOverlap)
      continue;
    shift.shifted_overlap = mean;
    shift.by = by;
  }
  if (shift.by != 0) shifts_[system] = shift;
}

/// Of the hypotheses from `begin` to `end` and the references that stand `shift` lines below.
double Suspicions::mean_overlap(std::size_t begin, std::size_t end, int shift) const {
  double sum = 0;
  std::size_t pairs = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t other = i + static_cast<std::size_t>(shift);
    if (other >= window_size_) continue;
    sum += word_overlap(hypothesis_words_[i], reference_words_[other]);
    ++pairs;
  }
  return pairs == 0 ? 0 : sum / static_cast<double>(pairs);
}

std::vector<Warning> Suspicions::warnings(const std::vector<std::string>& systems,
                                          const std::string& reference) {
  if (window_size_ > 0) end_window();
  std::vector<Warning> warnings;
  for (std::size_t s = 0; s < shifts_.size(); ++s) {
    const Shift& shift = shifts_[s];
    if (shift.by != 0) {
      warnings.push_back(
          {.code = "W-SHIFT",
           .file = systems[s],
           .line = shift.first + 1,
           .message = fmt::format("lines from here on seem to belong to those {} {} in {}: of "
                                  "their words {:.0f} % are there, and {:.0f} % where they stand",
                                  std::abs(shift.by), shift.by > 0 ? "below" : "above", reference,
                                  100 * shift.shifted_overlap, 100 * shift.overlap)});
    }
    const double a = hypothesis_forms_[s].share();
    const double b = reference_forms_.share();
    if (std::max(a, b) > kManyTexts && std::min(a, b) < std::max(a, b) / 2) {
      warnings.push_back({.code = "W-NORM",
                          .file = systems[s],
                          .line = 0,
                          .message = fmt::format("{:.0f} % of the texts looked at here are not in "
                                                 "Unicode's form C, and {:.0f} % in {}",
                                                 100 * a, 100 * b, reference)});
    }
  }
  return warnings;
}

}  // namespace assay
