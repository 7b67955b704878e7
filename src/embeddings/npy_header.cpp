#include "embeddings/npy_header.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::uint64_t kVersionPlace = 6;
constexpr std::uint64_t kLengthPlace = 8;
/// NumPy itself refuses more than 10,000 characters.
constexpr std::uint64_t kLongestHeader = 65536;
constexpr std::size_t kMostDimensions = 8;

constexpr std::array<std::pair<std::string_view, Dtype>, 14> kDtypes = {{
    {"<f2", Dtype::kF16},
    {"<f4", Dtype::kF32},
    {"<f8", Dtype::kF64},
    {"=f2", Dtype::kF16},
    {"=f4", Dtype::kF32},
    {"=f8", Dtype::kF64},
    {"|u1", Dtype::kU8},
    {"<u1", Dtype::kU8},
    {"|b1", Dtype::kU8},
    {"<i4", Dtype::kI32},
    {"<u4", Dtype::kU32},
    {"<i8", Dtype::kI64},
    {"=i8", Dtype::kI64},
    {"<u8", Dtype::kU64},
}};

[[noreturn]] void fail(const std::string& where, const std::string& what,
                       const std::string& hint = "write the file anew with numpy.save") {
  throw input_error("E-NPY", where + ": " + what, hint);
}

/// A header as Python writes it: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }
class HeaderText {
 public:
  HeaderText(const std::string& where, std::string_view text) : where_(where), text_(text) {}

  void parse() {
    expect('{');
    while (!take('}')) {
      parse_entry();
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skip_space();
    if (place_ != text_.size()) fault("something follows the dictionary");
    if (!descr_ || !shape_ || !fortran_order_) {
      fault("not all of 'descr', 'fortran_order' and 'shape' are there");
    }
  }

  const std::string& descr() const { return *descr_; }
  bool fortran_order() const { return *fortran_order_; }
  std::vector<std::uint64_t> take_shape() { return std::move(*shape_); }

 private:
  [[noreturn]] void fault(const std::string& what) const {
    fail(where_,
         fmt::format("the header is not one of NumPy, at character {}: {}", place_ + 1, what));
  }

  void skip_space() {
    while (place_ < text_.size() && (text_[place_] == ' ' || text_[place_] == '\n')) ++place_;
  }

  bool take(char wanted) {
    skip_space();
    if (place_ == text_.size() || text_[place_] != wanted) return false;
    ++place_;
    return true;
  }

  void expect(char wanted) {
    if (!take(wanted)) fault(fmt::format("'{}' is missing", wanted));
  }

  bool take_word(std::string_view word) {
    skip_space();
    if (!text_.substr(place_).starts_with(word)) return false;
    place_ += word.size();
    return true;
  }

  std::string parse_string() {
    skip_space();
    if (place_ == text_.size() || (text_[place_] != '\'' && text_[place_] != '"')) {
      fault("a string is missing");
    }
    const char quote = text_[place_++];
    const std::size_t end = text_.find(quote, place_);
    if (end == std::string_view::npos) fault("a string does not end");
    const std::string_view value = text_.substr(place_, end - place_);
    if (value.find('\\') != std::string_view::npos) fault("an escape in a string");
    place_ = end + 1;
    return std::string(value);
  }

  void parse_entry() {
    const std::string key = parse_string();
    expect(':');
    if (key == "descr" && !descr_) {
      skip_space();
      if (place_ < text_.size() && text_[place_] == '[') refuse_pickle("a structured array");
      descr_ = parse_string();
    } else if (key == "fortran_order" && !fortran_order_) {
      fortran_order_ = take_word("True");
      if (!*fortran_order_ && !take_word("False")) fault("neither True nor False");
    } else if (key == "shape" && !shape_) {
      shape_ = parse_shape();
    } else {
      fault(fmt::format("the key '{}' is unknown or repeated", escape(key)));
    }
  }

  std::vector<std::uint64_t> parse_shape() {
    std::vector<std::uint64_t> shape;
    expect('(');
    while (!take(')')) {
      shape.push_back(parse_size());
      const bool has_comma = take(',');
      if (shape.size() == 1 && !has_comma) fault("a comma is missing after the only size");
      if (has_comma) continue;
      expect(')');
      break;
    }
    if (shape.size() > kMostDimensions) fault("too many dimensions");
    return shape;
  }

  std::uint64_t parse_size() {
    skip_space();
    if (text_.substr(place_).starts_with("np.")) {
      fail(where_, "the shape is written as np.int64(…), which NumPy cannot read either",
           "give open_memmap a shape of plain int, and write the file anew");
    }
    std::uint64_t size = 0;
    const char* begin = text_.data() + place_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), size);
    if (error != std::errc() || size > std::uint64_t{1} << 62U) fault("not a size");
    place_ += static_cast<std::size_t>(end - begin);
    if (place_ < text_.size() && text_[place_] == 'L') ++place_;  // A long of Python 2.
    return size;
  }

  [[noreturn]] void refuse_pickle(const std::string& what) const;

  const std::string& where_;
  std::string_view text_;
  std::size_t place_ = 0;
  std::optional<std::string> descr_;
  std::optional<bool> fortran_order_;
  std::optional<std::vector<std::uint64_t>> shape_;
};

[[noreturn]] void throw_pickle(const std::string& where, const std::string& what) {
  throw input_error(
      "E-PICKLE",
      fmt::format("{}: {}; object arrays hold pickled code and are never loaded", where, what),
      "save plain numbers: float16, float32, int64, …");
}

void HeaderText::refuse_pickle(const std::string& what) const {
  throw_pickle(where_, what);
}

Dtype dtype_of(const std::string& where, const std::string& descr) {
  const auto* found = std::ranges::find(kDtypes, std::string_view(descr),
                                        &std::pair<std::string_view, Dtype>::first);
  if (found != kDtypes.end()) return found->second;
  const bool has_order =
      !descr.empty() && std::string_view("<>=|").find(descr.front()) != std::string_view::npos;
  const char kind = descr.size() > (has_order ? 1 : 0) ? descr[has_order ? 1 : 0] : ' ';
  if (std::string_view("OVUSaMm").find(kind) != std::string_view::npos) {
    throw_pickle(where, fmt::format("the dtype is '{}'", escape(descr)));
  }
  fail(where, fmt::format("the dtype '{}' is not supported", escape(descr)),
       "save little-endian float16, float32, float64, int32 or int64");
}

struct Preamble {
  std::uint64_t header_place = 0;
  std::uint64_t header_size = 0;
};

/// Magic, version and length. The length is believed only as far as there are bytes.
Preamble read_preamble(const std::string& where, TensorReader& bytes, std::uint64_t size) {
  std::array<std::byte, 12> start{};
  const auto there = static_cast<std::size_t>(std::min<std::uint64_t>(size, start.size()));
  bytes.read(0, MutableBytes(start).first(there));
  const bool is_npy = there >= kLengthPlace + 2 &&
                      std::ranges::equal(
                          kMagic, Bytes(start).first(kMagic.size()), {},
                          [](char c) { return static_cast<unsigned char>(c); },
                          [](std::byte b) { return std::to_integer<unsigned char>(b); });
  if (!is_npy) fail(where, fmt::format("not an array of NumPy ({} bytes)", size));
  const auto major = std::to_integer<int>(start[kVersionPlace]);
  const auto minor = std::to_integer<int>(start[kVersionPlace + 1]);
  if (major < 1 || major > 3 || minor != 0) {
    fail(where, fmt::format("version {}.{} of the format is unknown", major, minor));
  }
  Preamble preamble;
  preamble.header_place = major == 1 ? 10 : 12;
  if (size < preamble.header_place) fail(where, fmt::format("cut off after {} bytes", size));
  preamble.header_size = major == 1 ? load_number<std::uint16_t>(start, kLengthPlace)
                                    : load_number<std::uint32_t>(start, kLengthPlace);
  if (preamble.header_size > kLongestHeader) {
    fail(where, fmt::format("a header of {} bytes", preamble.header_size));
  }
  if (preamble.header_size > size - preamble.header_place) {
    fail(where, fmt::format("the header should end at byte {}, but there are {}",
                            preamble.header_place + preamble.header_size, size));
  }
  return preamble;
}

}  // namespace

NpyHeader read_npy_header(const std::string& where, TensorReader& bytes, std::uint64_t size) {
  const Preamble preamble = read_preamble(where, bytes, size);
  std::string text(static_cast<std::size_t>(preamble.header_size), '\0');
  bytes.read(preamble.header_place, std::as_writable_bytes(std::span(text)));
  if (!text.ends_with('\n')) fail(where, "the header does not end in a newline");
  HeaderText header(where, text);
  header.parse();
  NpyHeader result;
  Tensor& tensor = result.tensor;
  tensor.dtype = dtype_of(where, header.descr());
  tensor.dtype_name = header.descr();
  tensor.shape = header.take_shape();
  tensor.place = preamble.header_place + preamble.header_size;
  if (header.fortran_order()) {
    fail(where, "the array is in Fortran's order", "save numpy.ascontiguousarray(array)");
  }
  std::uint64_t data = 0;
  if (!multiply(tensor.shape, tensor.elements) ||
      __builtin_mul_overflow(tensor.elements, size_of(tensor.dtype), &data) ||
      __builtin_add_overflow(data, tensor.place, &result.size)) {
    fail(where, fmt::format("{} is larger than any file", description(tensor)));
  }
  if (result.size != size) {
    fail(where, fmt::format("{} should end at byte {}, but there are {}", description(tensor),
                            result.size, size));
  }
  return result;
}

}  // namespace assay
