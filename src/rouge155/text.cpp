#include "rouge155/text.h"

#include "assay/text.h"
#include "assay/tokenizer.h"

#include <algorithm>

namespace assay {
namespace {

constexpr std::uint32_t kDropped = ~std::uint32_t{0};
constexpr std::size_t kMostKnown = std::size_t{1} << 17U;

bool is_perl_space(char byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/// Reads a line from the left; once something is not as expected it has failed for good.
class LineScanner {
 public:
  explicit LineScanner(std::string_view line) : rest_(line) {}

  LineScanner& text(std::string_view expected) {
    failed_ = failed_ || !rest_.starts_with(expected);
    if (!failed_) rest_.remove_prefix(expected.size());
    return *this;
  }

  LineScanner& optional(std::string_view expected) {
    if (!failed_ && rest_.starts_with(expected)) rest_.remove_prefix(expected.size());
    return *this;
  }

  /// One or more bytes of a kind.
  template <typename Is>
  LineScanner& some(Is is) {
    const auto size = static_cast<std::size_t>(std::ranges::find_if_not(rest_, is) - rest_.begin());
    failed_ = failed_ || size == 0;
    if (!failed_) rest_.remove_prefix(size);
    return *this;
  }

  LineScanner& digits() { return some(is_digit); }

  /// What is left up to a '<', or "" after a failure.
  std::string_view up_to_tag() const { return failed_ ? "" : rest_.substr(0, rest_.find('<')); }

  /// The same if the tag is `tag`.
  std::string_view up_to(std::string_view tag) const {
    const std::string_view text = up_to_tag();
    return rest_.substr(text.size()).starts_with(tag) ? text : "";
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

/// <a name="1">[1]</a> <a href="#1" id=1>SENTENCE, or the same with size="1" before name.
std::string_view see_sentence(std::string_view line) {
  LineScanner scanner(line);
  scanner.text("<a ");
  if (line.starts_with("<a size")) scanner.text("size=\"").digits().text("\" ");
  scanner.text("name=\"").digits().text("\">[").digits().text("]</a>").some(is_perl_space);
  scanner.text("<a href=\"#").digits().text("\" id=").digits().text(">");
  return scanner.up_to_tag();
}

/// <S SNTNO="1a">SENTENCE</S>
std::string_view isi_sentence(std::string_view line) {
  LineScanner scanner(line);
  scanner.text("<S SNTNO=\"");
  scanner.some([](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == ','; });
  scanner.text("\">");
  return scanner.up_to("</S>");
}

std::string_view sentence_of(std::string_view line, SentenceFormat format) {
  switch (format) {
    case SentenceFormat::kLines:
      return line;
    case SentenceFormat::kMarked:
      return line.substr(0, line.find('<'));
    case SentenceFormat::kSee:
      return see_sentence(line);
    case SentenceFormat::kIsi:
      return isi_sentence(line);
  }
  return {};
}

/// The first byte from `begin` on that is white space, or that is not.
std::size_t find_space(std::string_view text, std::size_t begin, bool space) {
  while (begin < text.size() && is_perl_space(text[begin]) != space) ++begin;
  return begin;
}

/// The words of `text`, up to `most`, and in `size` the bytes that they take. What stands between
/// white space is a word; so is the nothing before white space at the start, if a word follows.
std::size_t count_words(std::string_view text, std::size_t most, std::size_t& size) {
  std::size_t words = 0;
  size = 0;
  if (find_space(text, 0, false) == text.size()) return 0;
  for (std::size_t begin = 0; begin < text.size() && words < most; ++words) {
    size = find_space(text, begin, true);
    begin = find_space(text, size, false);
  }
  return words;
}

using Sentences = std::vector<std::string_view>;

/// Whole sentences while fewer than `limit` words or bytes are used up, then the start of one.
template <typename Measure, typename Cut>
Sentences cut_total(std::span<const std::string_view> sentences, std::size_t limit,
                    const Measure& measure, const Cut& cut) {
  Sentences kept;
  std::size_t used = 0;
  for (const std::string_view sentence : sentences) {
    const std::size_t size = measure(sentence);
    if (used + size >= limit) {
      kept.push_back(cut(sentence, limit - used));
      break;
    }
    kept.push_back(sentence);
    used += size;
  }
  return kept;
}

Sentences cut_words(std::span<const std::string_view> sentences, std::size_t limit) {
  std::size_t bytes = 0;
  return cut_total(
      sentences, limit,
      [&](std::string_view text) { return count_words(text, std::string::npos, bytes); },
      [&](std::string_view text, std::size_t words) {
        count_words(text, words, bytes);
        return text.substr(0, bytes);
      });
}

Sentences cut_bytes(std::span<const std::string_view> sentences, std::size_t limit) {
  return cut_total(
      sentences, limit, [](std::string_view text) { return text.size(); },
      [](std::string_view text, std::size_t bytes) { return text.substr(0, bytes); });
}

/// What ROUGE-L and -W do with a limit of bytes: sentences do not use it up.
Sentences cut_each(std::span<const std::string_view> sentences, std::size_t limit) {
  Sentences kept;
  for (const std::string_view sentence : sentences) {
    kept.push_back(sentence.substr(0, limit));
    if (sentence.size() >= limit) break;
  }
  return kept;
}

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool is_word_byte(char byte) {
  return is_digit(byte) || (lower(byte) >= 'a' && lower(byte) <= 'z');
}

}  // namespace

std::vector<std::string_view> sentences_of(std::string_view bytes, SentenceFormat format) {
  std::vector<std::string_view> sentences;
  for_each_line(bytes, [&](std::string_view line) {
    const std::string_view sentence = sentence_of(line, format);
    if (!sentence.empty()) sentences.push_back(sentence);
  });
  return sentences;
}

Rouge155Cutter::Rouge155Cutter(std::shared_ptr<const WordLists> lists, const Options& options)
    : lists_(std::move(lists)), options_(options) {}

Rouge155Text Rouge155Cutter::operator()(std::span<const std::string_view> sentences, bool stems) {
  const LengthLimit& limit = options_.limit;
  Sentences kept;
  if (limit.unit == LengthLimit::Unit::kWords) {
    kept = cut_words(sentences, limit.count);
    sentences = kept;
  } else if (limit.unit == LengthLimit::Unit::kBytes) {
    kept = cut_each(sentences, limit.count);
  }
  const bool is_uneven = limit.unit == LengthLimit::Unit::kBytes;
  Rouge155Text text;
  for (const std::string_view sentence : is_uneven ? std::span(kept) : sentences) {
    add_tokens(sentence, stems, text.tokens);
    text.sentence_ends.push_back(static_cast<std::uint32_t>(text.tokens.size()));
  }
  if (!is_uneven) {
    text.flat = text.tokens;
    return text;
  }
  for (const std::string_view part : cut_bytes(sentences, limit.count)) {
    add_tokens(part, stems, text.flat);
  }
  return text;
}

void Rouge155Cutter::clear_if_large() {
  if (known_[0].size() + known_[1].size() < kMostKnown) return;
  vocabulary_.clear();
  for (auto& known : known_) known.clear();
}

void Rouge155Cutter::add_tokens(std::string_view text, bool stems, std::vector<TokenId>& tokens) {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_word_byte(text[begin])) {
      ++begin;
      continue;
    }
    token_.clear();
    for (; begin < text.size() && is_word_byte(text[begin]); ++begin) token_ += lower(text[begin]);
    const std::uint32_t id = look_up(token_, stems);
    if (id != kDropped) tokens.push_back(id);
  }
}

std::uint32_t Rouge155Cutter::look_up(std::string_view token, bool stems) {
  StringMap<std::uint32_t>& known = known_[stems ? 1 : 0];
  const auto found = known.find(token);
  if (found != known.end()) return found->second;
  std::uint32_t id = kDropped;
  if (!options_.removes_stop_words || !lists_->is_stop_word(token)) {
    std::string stem(token);
    if (stems && stem.size() > kLongestUnstemmed) lists_->stem(stem);
    id = vocabulary_.id(stem);
  }
  known.emplace(token, id);
  return id;
}

}  // namespace assay
