#include "slow_chrf.h"

#include "assay/text.h"

#include <map>

namespace assay {
namespace {

using Tokens = std::vector<std::string>;

constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

Tokens characters(std::string_view text, bool keeps_space) {
  Tokens tokens;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = code_point_at(text, i);
    if (keeps_space || !is_space(point.value)) tokens.emplace_back(text.substr(i, point.size));
    i += point.size;
  }
  return tokens;
}

Tokens split(std::string_view text) {
  Tokens words;
  std::string word;
  for (const std::string& character : characters(text, true)) {
    if (!is_space(code_point_at(character, 0).value)) {
      word += character;
    } else if (!word.empty()) {
      words.push_back(word);
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

std::map<Tokens, double> ngrams(const Tokens& tokens, std::size_t order) {
  std::map<Tokens, double> counts;
  for (std::size_t first = 0; first + order <= tokens.size(); ++first) {
    const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(first);
    ++counts[Tokens(begin, begin + static_cast<std::ptrdiff_t>(order))];
  }
  return counts;
}

double sum(const std::map<Tokens, double>& counts) {
  double sum = 0;
  for (const auto& [ngram, count] : counts) sum += count;
  return sum;
}

void add_counts(const Tokens& hypothesis, const Tokens& reference, std::size_t most_order,
                std::vector<double>& counts) {
  for (std::size_t order = 1; order <= most_order; ++order) {
    const auto ours = ngrams(hypothesis, order);
    const auto theirs = ngrams(reference, order);
    double matches = 0;
    for (const auto& [ngram, count] : ours) {
      const auto found = theirs.find(ngram);
      if (found != theirs.end()) matches += std::min(count, found->second);
    }
    counts.push_back(theirs.empty() ? 0 : sum(ours));
    counts.push_back(sum(theirs));
    counts.push_back(matches);
  }
}

}  // namespace

std::vector<std::string> slow_chrf_words(std::string_view text) {
  Tokens tokens;
  for (const std::string& word : split(text)) {
    const bool has_more = characters(word, true).size() > 1;
    if (has_more && kPunctuation.find(word.back()) != std::string_view::npos) {
      tokens.push_back(word.substr(0, word.size() - 1));
      tokens.push_back(word.substr(word.size() - 1));
    } else if (has_more && kPunctuation.find(word.front()) != std::string_view::npos) {
      tokens.push_back(word.substr(0, 1));
      tokens.push_back(word.substr(1));
    } else {
      tokens.push_back(word);
    }
  }
  return tokens;
}

std::vector<double> SlowChrf::counts(std::string_view hypothesis,
                                     const std::vector<std::string>& references) const {
  const auto prepared = [this](std::string_view text) {
    std::string result(text);
    if (lowercase) assay::lowercase(text, result);
    return result;
  };
  const std::string ours = prepared(hypothesis);
  std::vector<double> best;
  double best_score = -1;
  for (const std::string& reference : references) {
    const std::string theirs = prepared(reference);
    std::vector<double> counts;
    add_counts(characters(ours, keeps_space), characters(theirs, keeps_space), character_order,
               counts);
    add_counts(slow_chrf_words(ours), slow_chrf_words(theirs), word_order, counts);
    if (score(counts) <= best_score) continue;
    best_score = score(counts);
    best = counts;
  }
  return best;
}

double SlowChrf::score(const std::vector<double>& counts) const {
  const double factor = beta * beta;
  double precisions = 0;
  double recalls = 0;
  double f_scores = 0;
  double orders = 0;
  for (std::size_t i = 0; i < counts.size(); i += 3) {
    const double precision = counts[i] > 0 ? counts[i + 2] / counts[i] : 1e-16;
    const double recall = counts[i + 1] > 0 ? counts[i + 2] / counts[i + 1] : 1e-16;
    const double denominator = factor * precision + recall;
    f_scores += denominator > 0 ? (1 + factor) * precision * recall / denominator : 1e-16;
    if (counts[i] == 0 || counts[i + 1] == 0) continue;
    precisions += precision;
    recalls += recall;
    ++orders;
  }
  if (!effective_order) return 100 * f_scores / static_cast<double>(character_order + word_order);
  if (precisions + recalls == 0) return 0;
  const double precision = precisions / orders;
  const double recall = recalls / orders;
  return 100 * ((1 + factor) * precision * recall / (factor * precision + recall));
}

std::string SlowChrf::spec() const {
  std::string text = "chrf:nc=" + std::to_string(character_order);
  text += ",nw=" + std::to_string(word_order);
  text += ",beta=" + std::to_string(beta);
  text += effective_order ? ",eff=yes" : ",eff=no";
  text += lowercase ? ",case=lc" : ",case=mixed";
  return text + (keeps_space ? ",space=yes" : ",space=no");
}

}  // namespace assay
