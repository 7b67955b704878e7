#pragma once

#include "assay/instruction_set.h"
#include "assay/tokenizer.h"

#include "text/byte_masks.h"
#include "text/code_points.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

/// The loop that all rule-based tokenizers share: bytes become classes by a table, classes become
/// one bit mask per class for up to 64 bytes, and shifts and ands of masks say where tokens start
/// and end. The idea is simdjson's (Langdale and Lemire, "Parsing Gigabytes of JSON per Second",
/// 2019); the rules are regular expressions of sacreBLEU, stated as what they come to.
namespace assay {

/// What a code point does to the tokens around it. A class takes one bit of a table's byte.
enum ByteClass : std::uint8_t {
  kWord = 0,            ///< Joins its neighbours.
  kSpace = 1U << 0U,    ///< Ends a token and is in none.
  kDigit = 1U << 1U,    ///< A word character that marks and hyphens look at.
  kMark = 1U << 2U,     ///< Alone, unless is_glued() says that it stays with the next digit.
  kSingle = 1U << 3U,   ///< Always alone.
  kHyphen = 1U << 4U,   ///< Alone after a digit, otherwise a word character.
  kInner = 1U << 5U,    ///< A continuation byte: no token starts here.
  kDecode = 1U << 6U,   ///< A lead byte; Rules::classify knows the class.
  kSuspect = 1U << 7U,  ///< Rules::must_rewrite tells if the text cannot be cut as it stands.
  kSingleLead = kSingle | kHyphen,  ///< The first of three bytes that are alone together.
  kLineFeed = kSpace | kInner,      ///< White space that ends a line, for rules that cut lines.
};

/// Adds `value` to the classes of the bytes from `first` to `last`.
constexpr void add_class(ByteClasses& classes, unsigned first, unsigned last, ByteClass value) {
  for (std::size_t byte = first; byte <= last; ++byte) {
    classes[byte] = static_cast<std::uint8_t>(classes[byte] | value);
  }
}

constexpr void add_class(ByteClasses& classes, std::string_view bytes, ByteClass value) {
  for (const char byte : bytes) {
    const auto index = static_cast<unsigned char>(byte);
    add_class(classes, index, index, value);
  }
}

/// White space in ASCII, and the lead bytes that white space beyond it has.
constexpr ByteClasses space_classes() {
  ByteClasses classes{};
  add_class(classes, 0x09, 0x0D, kSpace);
  add_class(classes, 0x1C, 0x20, kSpace);
  add_class(classes, 0xC2, 0xC2, kDecode);
  add_class(classes, 0xE1, 0xE3, kDecode);
  return classes;
}

/// The ASCII part of the rules that `13a` and `zh` share.
constexpr ByteClasses european_classes() {
  ByteClasses classes = space_classes();
  add_class(classes, "!\"#$%&()*+/:;<=>?@[\\]^_`{|}~", kSingle);
  add_class(classes, ".,", kMark);
  add_class(classes, "-", kHyphen);
  add_class(classes, '0', '9', kDigit);
  return classes;
}

/// What a set of rules need not say. A set is a struct with `kClasses`.
struct DefaultRules {
  /// Whether marks at an end of the text behave as if a digit were beyond it. That is what a
  /// regular expression does that wants a non-digit there and finds nothing.
  static constexpr bool kDigitsOutside = false;

  /// The class of a code point whose lead byte is kDecode.
  static std::uint8_t classify(char32_t value) { return is_space(value) ? kSpace : kWord; }

  /// Whether what starts at a kSuspect byte has to be replaced before the text is cut.
  static bool must_rewrite(std::string_view, std::size_t) { return false; }
};

/// Notes the end of each line, and what has to be rewritten, while a Cutter cuts all lines at once.
class LineNotes {
 public:
  explicit LineNotes(LineTokens& lines) : lines_(lines) {
    lines_.to_rewrite.clear();
    grow();
  }

  /// Of a block before which there are `tokens`. Nearly all have one line feed or none, and which
  /// is not decided on, since nobody could predict it.
  template <typename Bytes>
  [[gnu::always_inline]] void end_lines(std::uint64_t feeds, std::uint64_t starts,
                                        std::size_t tokens) {
    if (room_ < size_ + kRoom) grow();
    do {
      const std::uint64_t up_to_feed = feeds ^ (feeds - 1);
      ends_[size_] = static_cast<std::uint32_t>(tokens + Bytes::count(starts & up_to_feed));
      size_ += feeds != 0 ? 1 : 0;
      feeds &= feeds - 1;
    } while (feeds != 0);
  }

  void rewrite(std::size_t offset) {
    lines_.to_rewrite.push_back(static_cast<std::uint32_t>(offset));
  }

  void finish(std::size_t tokens) {
    if (room_ < size_ + kRoom) grow();
    ends_[size_] = static_cast<std::uint32_t>(tokens);
    lines_.lines = size_ + 1;
  }

 private:
  static constexpr std::size_t kRoom = 64 + 1;

  [[gnu::noinline]] void grow() {
    if (lines_.ends.size() < size_ + kRoom) lines_.ends.resize(2 * (size_ + kRoom));
    ends_ = lines_.ends.data();
    room_ = lines_.ends.size();
  }

  LineTokens& lines_;
  std::uint32_t* ends_ = nullptr;
  std::size_t room_ = 0;
  std::size_t size_ = 0;
};

/// For a text that is all one.
class NoNotes {
 public:
  template <typename Bytes>
  void end_lines(std::uint64_t /*feeds*/, std::uint64_t /*starts*/, std::size_t /*tokens*/) {}
  void finish(std::size_t /*tokens*/) {}
};

/// Cuts one text by one set of rules, with what `Bytes` can do 64 at a time.
template <typename Rules, typename Bytes, typename Notes = NoNotes>
class Cutter {
 public:
  Cutter(std::string_view text, std::vector<TextSpan>& spans, Notes notes = {})
      : text_(text), spans_(spans), notes_(notes) {}

  /// Replaces the spans; false, with some of them, if the text has to be rewritten first.
  bool cut() {
    while (text_.size() - begin_ > kBlock) {
      if (!cut_next<true>()) return false;
    }
    if (begin_ < text_.size() && !cut_next<false>()) return false;
    if (open_ != 0) spans_[size_ - 1].end = narrow(text_.size());
    spans_.resize(size_);
    notes_.finish(size_);
    return true;
  }

 private:
  using Mask = std::uint64_t;

  static constexpr std::size_t kBlock = 64;
  static constexpr bool kHasSingleLeads = std::ranges::any_of(
      Rules::kClasses, [](std::uint8_t classes) { return (classes & kSingleLead) == kSingleLead; });
  static constexpr bool kDecodesFew =
      !kHasSingleLeads && std::ranges::count_if(Rules::kClasses, [](std::uint8_t classes) {
                            return (classes & kDecode) != 0;
                          }) <= 4;
  static constexpr bool kCutsLines = !std::is_same_v<Notes, NoNotes>;

  static std::uint32_t narrow(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

  static std::size_t first_bit(Mask mask) {
    return static_cast<std::size_t>(std::countr_zero(mask));
  }

  static Mask low_bits(std::size_t count) {
    return count >= kBlock ? ~Mask{0} : (Mask{1} << count) - 1;
  }

  /// Cuts the next bytes: if there are more than 64, as many of these as are whole code points.
  template <bool has_more>
  bool cut_next() {
    std::size_t size = has_more ? kBlock : text_.size() - begin_;
    Bytes::classify(kTables, text_.data() + begin_, size, masks_);
    if (has_more && may_break_point()) size -= bytes_of_half_point();
    if (mask(kSuspect) != 0 && finds_suspect()) return false;
    cut_block(size);
    begin_ += size;
    return true;
  }

  /// Whether a code point that is looked at may go on behind a full block. Where few lead bytes are
  /// looked at that is rare; where many are, nobody could predict it. Other code points may be
  /// parted: bytes of a word join, and where others are alone, those inside them are kInner.
  bool may_break_point() const { return !kDecodesFew || mask(kDecode) >> (kBlock - 3) != 0; }

  /// How many bytes at the end of a full block belong to a code point that does not end there. In
  /// some languages nobody could predict that, so the four bytes around the end are looked at as
  /// one word, in which those that continue a code point become 0.
  std::size_t bytes_of_half_point() const {
    const char* const end = text_.data() + begin_ + kBlock;
    std::uint32_t word = 0;
    for (int i = -3; i <= 0; ++i) word = word >> 8U | std::uint32_t{to_unsigned(end[i])} << 24U;
    const std::uint32_t others = (word ^ 0x80808080U) & 0xC0C0C0C0U;
    return static_cast<std::size_t>(std::countl_zero(others)) / 8;
  }

  static unsigned char to_unsigned(char byte) { return static_cast<unsigned char>(byte); }

  /// One bit per byte of the block: whether its table entry has `bit`.
  Mask mask(ByteClass bit) const {
    return masks_[static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(bit)))];
  }

  /// True if the text has to be rewritten first. Where in many lines that is so is noted instead.
  bool finds_suspect() {
    for (Mask suspects = mask(kSuspect); suspects != 0; suspects &= suspects - 1) {
      const std::size_t offset = begin_ + first_bit(suspects);
      if (!Rules::must_rewrite(text_, offset)) continue;
      if constexpr (!kCutsLines) return true;
      if constexpr (kCutsLines) notes_.rewrite(offset);
    }
    return false;
  }

  void cut_block(std::size_t size) {
    const Mask valid = low_bits(size);
    space_ = mask(kSpace);
    digit_ = mask(kDigit);
    mark_ = mask(kMark);
    single_ = mask(kSingle);
    inner_ = mask(kInner);
    const Mask feeds = space_ & inner_;
    if constexpr (kHasSingleLeads) {
      const Mask single_leads = single_ & mask(kHyphen);
      single_ |= single_leads << 1U | single_leads << 2U;
    }
    if (mask(kDecode) != 0) decode_all();
    const Mask alone = find_alone(size, valid & ~(valid >> 1U));
    const Mask cuts = (alone | alone << 1U | alone_before_) & ~inner_;
    const Mask after_space = space_ << 1U | space_before_;
    const Mask starts = (cuts | after_space) & ~space_ & valid;
    notes_.template end_lines<Bytes>(feeds, starts, size_);
    emit(starts, (cuts | space_) & ~after_space & valid);
    const std::size_t last = size - 1;
    alone_before_ = alone >> last & 1U;
    space_before_ = space_ >> last & 1U;
    digit_before_ = digit_ >> last & 1U;
  }

  /// Gives all bytes of the code points beyond ASCII the bits of their class.
  void decode_all() {
    for (Mask leads = mask(kDecode); leads != 0; leads &= leads - 1) {
      const std::size_t first = first_bit(leads);
      const CodePoint point = decode(text_.data() + begin_ + first);
      const Mask bytes = low_bits(point.size) << first;
      const std::uint8_t value = Rules::classify(point.value);
      space_ |= (value & kSpace) != 0 ? bytes : 0;
      digit_ |= (value & kDigit) != 0 ? bytes : 0;
      mark_ |= (value & kMark) != 0 ? bytes : 0;
      single_ |= (value & kSingle) != 0 ? bytes : 0;
    }
  }

  /// The bytes of code points that are tokens of their own, or cut off from what is before them.
  /// The last byte of the block is that of `last`.
  Mask find_alone(std::size_t size, Mask last) const {
    const Mask after_digit = digit_ << 1U | digit_before_;
    Mask digit_after = digit_ >> 1U;
    if ((mark_ & last) != 0 && is_digit_at(begin_ + size)) digit_after |= last;
    Mask alone = single_ | mark_ | (mask(kHyphen) & after_digit);
    for (Mask ends = mark_ & digit_after; ends != 0; ends &= ends - 1) {
      const std::size_t end = first_bit(ends) + 1;
      if (!is_glued(begin_ + end)) continue;
      const std::size_t bytes = code_point_before(text_, begin_ + end).size;
      alone &= ~(low_bits(bytes) << (end - bytes));
    }
    return alone;
  }

  /// Whether the mark that ends at `end`, before a digit, stays with that digit. Two passes part
  /// marks, first from a non-digit before them, then from one after them, and each pass takes the
  /// pairs from the left without overlap. In a run of marks it depends on their number, then,
  /// whether the last is the first half of a pair or the second.
  bool is_glued(std::size_t end) const {
    bool odd = false;
    std::uint8_t value = kMark;
    while (true) {
      if (end == 0) return odd == Rules::kDigitsOutside;
      const CodePoint point = code_point_before(text_, end);
      value = class_of(point);
      if (value != kMark) break;
      odd = !odd;
      end -= point.size;
    }
    return odd == (value == kDigit);
  }

  static std::uint8_t class_of(CodePoint point) {
    if (point.size > 1) return Rules::classify(point.value);
    return Rules::kClasses[static_cast<std::size_t>(point.value)];
  }

  bool is_digit_at(std::size_t offset) const {
    if (offset == text_.size()) return Rules::kDigitsOutside;
    return class_of(code_point_at(text_, offset)) == kDigit;
  }

  void emit(Mask starts, Mask ends) {
    if (spans_.size() < size_ + kSpanRoom) spans_.resize(2 * (size_ + kSpanRoom));
    TextSpan* const next = spans_.data() + size_;
    const std::size_t started = Bytes::count(starts);
    const std::size_t ended = Bytes::count(ends);
    size_ += started;
    // Without a branch: if none is open, that is an end that will be overwritten.
    (next - open_)->end = narrow(begin_ + first_bit(ends));
    ends &= ends - open_;
    open_ += started - ended;
    Bytes::put(next, starts, ends, narrow(begin_));
  }

  static constexpr ByteTables kTables{Rules::kClasses};

  std::string_view text_;
  std::vector<TextSpan>& spans_;
  Notes notes_;
  std::size_t begin_ = 0;  ///< Where the block starts.
  std::size_t size_ = 0;   ///< How many spans there are.
  std::size_t open_ = 0;   ///< 1 if the last one has no end yet.

  ByteMasks masks_{};
  Mask space_ = 0;
  Mask digit_ = 0;
  Mask mark_ = 0;
  Mask single_ = 0;
  Mask inner_ = 0;

  // What the last byte before the block was, 0 or 1; before the text there is space.
  Mask space_before_ = 1;
  Mask alone_before_ = 0;
  Mask digit_before_ = 0;
};

/// The classes of rules for texts that stand as lines, by those of the rules for one text.
constexpr ByteClasses line_classes(ByteClasses classes) {
  classes['\n'] = kLineFeed;
  return classes;
}

/// Tokens are whatever is between white space.
struct SpaceRules : DefaultRules {
  static constexpr ByteClasses kClasses = space_classes();
};

/// The same for many texts.
struct SpaceLineRules : DefaultRules {
  static constexpr ByteClasses kClasses = line_classes(space_classes());
};

#ifdef __x86_64__

template <typename Rules, typename Notes>
[[ASSAY_TARGET_AVX2, gnu::flatten]] bool cut_avx2(std::string_view text,
                                                  std::vector<TextSpan>& spans, Notes notes) {
  return Cutter<Rules, Avx2Bytes, Notes>(text, spans, notes).cut();
}

template <typename Rules, typename Notes>
[[ASSAY_TARGET_AVX512, gnu::flatten]] bool cut_avx512(std::string_view text,
                                                      std::vector<TextSpan>& spans, Notes notes) {
  return Cutter<Rules, Avx512Bytes, Notes>(text, spans, notes).cut();
}

#endif

/// Replaces the spans; false, with others, if the text has to be rewritten first.
template <typename Rules, typename Notes = NoNotes>
bool cut(std::string_view text, std::vector<TextSpan>& spans, Notes notes = {}) {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return cut_avx512<Rules>(text, spans, notes);
  if (instruction_set() == InstructionSet::kAvx2) return cut_avx2<Rules>(text, spans, notes);
#endif
  return Cutter<Rules, PortableBytes, Notes>(text, spans, notes).cut();
}

/// Tokenizer::cut_lines() by rules with line_classes(), of which kDigitsOutside is false: next to a
/// line feed they do what they do at an end of the text.
template <typename Rules>
bool cut_all_lines(std::string_view lines, LineTokens& tokens) {
  static_assert(!Rules::kDigitsOutside);
  tokens.tokens.text = lines;
  return cut<Rules>(lines, tokens.tokens.spans, LineNotes(tokens));
}

/// Cuts `text` itself into tokens, by rules that never rewrite.
template <typename Rules>
void cut_text(std::string_view text, Tokens& tokens) {
  tokens.text = text;
  cut<Rules>(text, tokens.spans);
}

}  // namespace assay
