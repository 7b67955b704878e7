#include "rouge155/run.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

using Averaging = Rouge155Options::Averaging;

/// The digits at the start of a key without leading zeros, or "".
std::string_view leading_number(std::string_view key, bool& has_number) {
  const std::size_t size = std::min(key.find_first_not_of("0123456789"), key.size());
  has_number = size > 0;
  std::string_view digits = key.substr(0, size);
  while (digits.starts_with('0')) digits.remove_prefix(1);
  return digits;
}

/// By number where both keys start with one, otherwise by bytes.
bool is_before(const Rouge155Document* a, const Rouge155Document* b) {
  bool is_number_a = false;
  bool is_number_b = false;
  const std::string_view number_a = leading_number(a->key, is_number_a);
  const std::string_view number_b = leading_number(b->key, is_number_b);
  if (!is_number_a || !is_number_b || number_a == number_b) return a->key < b->key;
  if (number_a.size() != number_b.size()) return number_a.size() < number_b.size();
  return number_a < number_b;
}

class Printer {
 public:
  explicit Printer(const Rouge155Options& options) : options_(options) {}

  void add(const Rouge155System& system) {
    for (std::size_t c = 0; c < options_.columns.size(); ++c) {
      print("{:-<45}\n", "");
      if (options_.averaging == Averaging::kSums) {
        add_sums(system, c);
      } else {
        add_averages(system, c);
      }
      if (options_.shows_documents) add_documents(system, c);
    }
  }

  std::string text() { return fmt::to_string(text_); }

 private:
  template <typename... Arguments>
  void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

  void add_averages(const Rouge155System& system, std::size_t c) {
    constexpr std::string_view kLetters = "RPF";
    for (std::size_t i = 0; i < kLetters.size(); ++i) {
      const Rouge155Average& average = system.averages[c][i];
      print("{} {} Average_{}: {:7.5f} ({}%-conf.int. {:7.5f} - {:7.5f})\n", system.name,
            options_.columns[c].tag, kLetters[i], average.mean, options_.confidence, average.low,
            average.high);
    }
  }

  void add_sums(const Rouge155System& system, std::size_t c) {
    Triple sum{};
    for (const Rouge155Document& document : system.documents) {
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += document.values[c][i];
    }
    print("{} {} M_count: {:.15g} P_count: {:.15g} H_count: {:.15g}\n", system.name,
          options_.columns[c].tag, std::trunc(sum[0]), std::trunc(sum[1]), std::trunc(sum[2]));
  }

  void add_documents(const Rouge155System& system, std::size_t c) {
    std::vector<const Rouge155Document*> documents;
    for (const Rouge155Document& document : system.documents) documents.push_back(&document);
    std::ranges::sort(documents, is_before);
    print("{:.<45}\n", "");
    const bool has_scores = options_.averaging == Averaging::kScores;
    for (const Rouge155Document* document : documents) {
      const auto& [first, second, third] = document->values[c];
      print("{} {} Eval {} ", system.name, options_.columns[c].tag, document->key);
      if (has_scores) {
        print("R:{:7.5f} P:{:7.5f} F:{:7.5f}\n", first, second, third);
      } else {
        print("R:{:.15g} P:{:.15g} F:{:.15g}\n", first, second, third);
      }
    }
  }

  const Rouge155Options& options_;
  fmt::memory_buffer text_;
};

}  // namespace

std::string rouge155_report(const Rouge155Result& result, const Rouge155Options& options) {
  Printer printer(options);
  for (const Rouge155System& system : result.systems) printer.add(system);
  return printer.text();
}

}  // namespace assay
