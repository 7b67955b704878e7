#include "slow_ter.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <tuple>

namespace assay {
namespace {

using Words = std::vector<TokenId>;

constexpr std::int64_t kInfinity = 10'000'000'000'000'000;
constexpr int kMostTried = 1000;
constexpr int kLongestBlock = 10;
constexpr int kReach = 50;
constexpr double kHalfWidth = 25;

struct Distance {
  std::int64_t value = 0;
  std::string path;  ///< From the start: '=' match, 's', 'd', 'i'.
};

struct Cell {
  std::int64_t value = kInfinity;
  char edit = '?';

  void offer(std::int64_t other, char how) {
    if (other < value) *this = {other, how};
  }
};

class Table {
 public:
  Table(const Words& words, const Words& reference)
      : words_(words), reference_(reference), n_(size(words)), m_(size(reference)) {
    cells_.resize(static_cast<std::size_t>((n_ + 1) * (m_ + 1)));
    for (int j = 0; j <= m_; ++j) at(0, j) = {j, 'i'};
    for (int i = 1; i <= n_; ++i) fill_row(i);
  }

  Distance distance() {
    Distance result{at(n_, m_).value, ""};
    int i = n_;
    int j = m_;
    while (i > 0 || j > 0) {
      const char edit = at(i, j).edit;
      result.path += edit;
      if (edit != 'i') --i;
      if (edit != 'd') --j;
    }
    std::ranges::reverse(result.path);
    return result;
  }

 private:
  static int size(const Words& words) { return static_cast<int>(words.size()); }

  Cell& at(int i, int j) { return cells_[static_cast<std::size_t>(i * (m_ + 1) + j)]; }

  void fill_row(int i) {
    const double ratio = static_cast<double>(m_) / n_;
    const double half = ratio / 2 > kHalfWidth ? std::ceil(ratio / 2 + kHalfWidth) : kHalfWidth;
    const int width = static_cast<int>(half);
    const int middle = static_cast<int>(std::floor(i * ratio));
    const int end = i == n_ ? m_ + 1 : std::min(m_ + 1, middle + width);
    for (int j = std::max(0, middle - width); j < end; ++j) {
      Cell& cell = at(i, j);
      if (j == 0) {
        cell = {at(i - 1, 0).value + 1, 'd'};
        continue;
      }
      const bool matches =
          words_[static_cast<std::size_t>(i - 1)] == reference_[static_cast<std::size_t>(j - 1)];
      cell.offer(at(i - 1, j - 1).value + (matches ? 0 : 1), matches ? '=' : 's');
      cell.offer(at(i - 1, j).value + 1, 'd');
      cell.offer(at(i, j - 1).value + 1, 'i');
    }
  }

  const Words& words_;
  const Words& reference_;
  int n_;
  int m_;
  std::vector<Cell> cells_;
};

struct Alignment {
  std::vector<int> places;  ///< [reference position]: a hypothesis position, or -1.
  std::vector<bool> errors;
  std::vector<bool> reference_errors;
};

Alignment alignment_of(const std::string& path) {
  Alignment result;
  for (const char edit : path) {
    if (edit != 'i') result.errors.push_back(edit != '=');
    if (edit == 'd') continue;
    result.places.push_back(static_cast<int>(result.errors.size()) - 1);
    result.reference_errors.push_back(edit != '=');
  }
  return result;
}

bool has_error(const std::vector<bool>& errors, int begin, int length) {
  return std::any_of(errors.begin() + begin, errors.begin() + begin + length,
                     [](bool is_error) { return is_error; });
}

Words shifted(const Words& words, int start, int length, int target) {
  Words result;
  const auto append = [&](int begin, int end) {
    for (int i = begin; i < end; ++i) result.push_back(words[static_cast<std::size_t>(i)]);
  };
  const int size = static_cast<int>(words.size());
  if (target < start) {
    append(0, target);
    append(start, start + length);
    append(target, start);
    append(start + length, size);
  } else if (target > start + length) {
    append(0, start);
    append(start + length, target);
    append(start, start + length);
    append(target, size);
  } else {
    append(0, start);
    append(start + length, std::min(size, target + length));
    append(start, start + length);
    append(std::min(size, target + length), size);
  }
  return result;
}

using Key = std::tuple<std::int64_t, int, int, int>;

struct Candidate {
  Key key;
  Words words;
};

class Search {
 public:
  Search(Words words, const Words& reference) : words_(std::move(words)), reference_(reference) {}

  std::size_t edits() {
    std::size_t shifts = 0;
    while (true) {
      const std::optional<Candidate> best = round();
      if (tried_ >= kMostTried || !best || std::get<0>(best->key) <= 0) break;
      words_ = best->words;
      ++shifts;
    }
    return shifts + static_cast<std::size_t>(Table(words_, reference_).distance().value);
  }

 private:
  std::optional<Candidate> round() {
    best_.reset();
    const Distance distance = Table(words_, reference_).distance();
    value_ = distance.value;
    alignment_ = alignment_of(distance.path);
    const int n = static_cast<int>(words_.size());
    const int m = static_cast<int>(reference_.size());
    for (int start = 0; start < n; ++start) {
      for (int reference_start = 0; reference_start < m; ++reference_start) {
        if (std::abs(reference_start - start) > kReach) continue;
        const int most = std::min({kLongestBlock, n - start, m - reference_start});
        for (int length = 1; length <= most && matches(start, reference_start, length); ++length) {
          if (!is_worth_it(start, reference_start, length)) continue;
          try_targets(start, reference_start, length);
          if (tried_ >= kMostTried) return best_;
        }
      }
    }
    return best_;
  }

  bool matches(int start, int reference_start, int length) const {
    return words_[static_cast<std::size_t>(start + length - 1)] ==
           reference_[static_cast<std::size_t>(reference_start + length - 1)];
  }

  bool is_worth_it(int start, int reference_start, int length) const {
    const int place = alignment_.places[static_cast<std::size_t>(reference_start)];
    return has_error(alignment_.errors, start, length) &&
           has_error(alignment_.reference_errors, reference_start, length) &&
           !(start <= place && place < start + length);
  }

  void try_targets(int start, int reference_start, int length) {
    int previous = -1;
    for (int offset = -1; offset < length; ++offset) {
      const int position = reference_start + offset;
      const int target =
          position < 0 ? 0 : alignment_.places[static_cast<std::size_t>(position)] + 1;
      if (target == previous) continue;
      previous = target;
      Words words = shifted(words_, start, length, target);
      const std::int64_t gain = value_ - Table(words, reference_).distance().value;
      const Key key{gain, length, -start, -target};
      if (!best_ || key > best_->key) best_ = {key, std::move(words)};
      ++tried_;
    }
  }

  Words words_;
  const Words& reference_;
  std::int64_t value_ = 0;
  Alignment alignment_;
  std::optional<Candidate> best_;
  int tried_ = 0;
};

}  // namespace

std::size_t slow_ter_edits(const std::vector<TokenId>& hypothesis,
                           const std::vector<TokenId>& reference) {
  if (reference.empty()) return hypothesis.size();
  return Search(hypothesis, reference).edits();
}

}  // namespace assay
