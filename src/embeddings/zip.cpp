#include "embeddings/zip.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocatorSignature = 0x07064b50;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kDirectorySize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kLocatorSize = 20;
constexpr std::uint64_t kLongestComment = 65535;
constexpr std::uint64_t kMostMembers = 10'000;
constexpr std::uint32_t kAllOnes = 0xFFFFFFFF;
constexpr std::uint16_t kAllOnes16 = 0xFFFF;
constexpr std::uint16_t kZip64Extra = 1;
/// Flags: encrypted, data descriptor, strong encryption, masked headers.
constexpr unsigned kEncrypted = 0x2041;
constexpr unsigned kHasDescriptor = 0x8;
constexpr std::uint64_t kLongestDescriptor = 24;
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;
/// Deflate cannot do better; small texts have a few bytes more around them.
constexpr std::uint64_t kMostRatio = 1032;
constexpr std::uint64_t kSlack = 64;

/// Where the central directory is.
struct Directory {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
  std::uint64_t members = 0;
  std::uint64_t end = 0;  ///< Where the records about it begin.
};

class DirectoryReader {
 public:
  DirectoryReader(const BinaryFile& file, std::uint64_t most_inflated)
      : file_(file), most_inflated_(most_inflated) {}

  std::vector<ZipMember> operator()() {
    directory_ = find_directory();
    read_entries();
    check_layout();
    check_names();
    return std::move(members_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw_zip_error(file_, what); }

  std::vector<std::byte> bytes(std::uint64_t begin, std::uint64_t size) const {
    if (begin > file_.size() || size > file_.size() - begin) {
      fail(fmt::format("byte {}: {} bytes should be here, but the file has {}", begin, size,
                       file_.size()));
    }
    std::vector<std::byte> buffer(static_cast<std::size_t>(size));
    file_.read(begin, buffer);
    return buffer;
  }

  /// The last signature whose comment ends exactly with the file.
  std::uint64_t find_end() const {
    const std::uint64_t size = std::min(file_.size(), kLongestComment + kEndSize);
    const std::vector<std::byte> tail = bytes(file_.size() - size, size);
    for (std::size_t i = tail.size(); i-- > 0;) {
      if (tail.size() - i < kEndSize || load_number<std::uint32_t>(tail, i) != kEndSignature) {
        continue;
      }
      if (i + kEndSize + load_number<std::uint16_t>(tail, i + 20) == tail.size()) {
        return file_.size() - size + i;
      }
    }
    fail(fmt::format("no end of a central directory in {} bytes; is the file cut off?",
                     file_.size()));
  }

  Directory find_directory() const {
    const std::uint64_t place = find_end();
    const std::vector<std::byte> end = bytes(place, kEndSize);
    Directory found{load_number<std::uint32_t>(end, 16), load_number<std::uint32_t>(end, 12),
                    load_number<std::uint16_t>(end, 10), place};
    const bool is_one_disk = load_number<std::uint16_t>(end, 4) == 0 &&
                             load_number<std::uint16_t>(end, 6) == 0 &&
                             load_number<std::uint16_t>(end, 8) == found.members;
    if (!is_one_disk && load_number<std::uint16_t>(end, 8) != kAllOnes16) {
      fail("a part of an archive on several disks");
    }
    if (found.begin == kAllOnes || found.size == kAllOnes || found.members == kAllOnes16) {
      found = find_directory64(place);
    }
    std::uint64_t directory_end = 0;
    if (__builtin_add_overflow(found.begin, found.size, &directory_end) ||
        directory_end != found.end) {
      fail(fmt::format("the central directory of {} bytes at byte {} does not end at byte {}",
                       found.size, found.begin, found.end));
    }
    if (found.members > kMostMembers) fail(fmt::format("{} members", found.members));
    return found;
  }

  Directory find_directory64(std::uint64_t end) const {
    if (end < kLocatorSize) fail("no room for a zip64 locator");
    const std::vector<std::byte> locator = bytes(end - kLocatorSize, kLocatorSize);
    const auto place = load_number<std::uint64_t>(locator, 8);
    if (load_number<std::uint32_t>(locator) != kLocatorSignature) fail("no zip64 locator");
    const std::vector<std::byte> record = bytes(place, kEnd64Size);
    std::uint64_t record_end = 0;
    if (load_number<std::uint32_t>(record) != kEnd64Signature ||
        __builtin_add_overflow(load_number<std::uint64_t>(record, 4), place + 12, &record_end) ||
        record_end != end - kLocatorSize ||
        load_number<std::uint64_t>(record, 24) != load_number<std::uint64_t>(record, 32) ||
        load_number<std::uint32_t>(record, 16) != 0 ||
        load_number<std::uint32_t>(record, 20) != 0) {
      fail(fmt::format("byte {}: not a zip64 end of the directory", place));
    }
    return {load_number<std::uint64_t>(record, 48), load_number<std::uint64_t>(record, 40),
            load_number<std::uint64_t>(record, 32), place};
  }

  void read_entries() {
    const std::vector<std::byte> directory = bytes(directory_.begin, directory_.size);
    std::size_t place = 0;
    for (std::uint64_t i = 0; i < directory_.members; ++i) {
      if (directory.size() - place < kDirectorySize) fail("the central directory is cut off");
      const Bytes entry = Bytes(directory).subspan(place);
      const std::size_t size = kDirectorySize + load_number<std::uint16_t>(entry, 28) +
                               load_number<std::uint16_t>(entry, 30) +
                               load_number<std::uint16_t>(entry, 32);
      if (load_number<std::uint32_t>(entry) != kDirectorySignature || size > entry.size()) {
        fail(fmt::format("byte {}: not an entry of the directory", directory_.begin + place));
      }
      add_member(entry.first(size));
      place += size;
    }
    if (place != directory.size()) fail("something follows the entries of the directory");
  }

  void add_member(Bytes entry) {
    ZipMember member;
    const std::size_t name_size = load_number<std::uint16_t>(entry, 28);
    const Bytes name = entry.subspan(kDirectorySize, name_size);
    for (const std::byte byte : name) member.name += static_cast<char>(byte);
    const auto flags = load_number<std::uint16_t>(entry, 8);
    const auto method = load_number<std::uint16_t>(entry, 10);
    const std::string shown = escape(member.name);
    if ((flags & kEncrypted) != 0) fail(shown + " is encrypted");
    if (method != kStored && method != kDeflated) {
      fail(fmt::format("{} is packed by method {}; only deflate is supported", shown, method));
    }
    member.is_deflated = method == kDeflated;
    member.crc = load_number<std::uint32_t>(entry, 16);
    member.packed = load_number<std::uint32_t>(entry, 20);
    member.size = load_number<std::uint32_t>(entry, 24);
    std::uint64_t local = load_number<std::uint32_t>(entry, 42);
    read_zip64(entry.subspan(kDirectorySize + name_size, load_number<std::uint16_t>(entry, 30)),
               shown, member, local);
    check_sizes(member, shown);
    add_local(local, (flags & kHasDescriptor) != 0, std::move(member));
  }

  /// The extra field supplies those numbers that are all ones, in this order.
  void read_zip64(Bytes extra, const std::string& shown, ZipMember& member, std::uint64_t& local) {
    std::array<std::uint64_t*, 3> numbers = {&member.size, &member.packed, &local};
    const auto is_missing = [](const std::uint64_t* number) { return *number == kAllOnes; };
    while (extra.size() >= 4) {
      const std::size_t size = load_number<std::uint16_t>(extra, 2);
      if (size > extra.size() - 4) break;
      Bytes values = extra.subspan(4, size);
      const bool is_zip64 = load_number<std::uint16_t>(extra) == kZip64Extra;
      extra = extra.subspan(4 + size);
      if (!is_zip64) continue;
      for (std::uint64_t* number : numbers) {
        if (!is_missing(number)) continue;
        if (values.size() < 8) fail(shown + " has too short a zip64 field");
        *number = load_number<std::uint64_t>(values);
        values = values.subspan(8);
      }
      return;
    }
    if (std::ranges::any_of(numbers, is_missing)) fail(shown + " lacks a zip64 field");
  }

  void check_sizes(const ZipMember& member, const std::string& shown) {
    if (!member.is_deflated && member.packed != member.size) {
      fail(fmt::format("{} is stored, but {} bytes should be {}", shown, member.packed,
                       member.size));
    }
    if (!member.is_deflated) return;
    if (member.packed > file_.size() || member.size > kMostRatio * member.packed + kSlack) {
      fail(fmt::format("{} cannot be {} bytes, deflated to {}", shown, member.size, member.packed));
    }
    if (member.size > most_inflated_) {
      fail(fmt::format("{} and those before it inflate to more than is allowed", shown));
    }
    most_inflated_ -= member.size;
  }

  /// The local header must be there and have the same name.
  void add_local(std::uint64_t place, bool has_descriptor, ZipMember member) {
    const std::vector<std::byte> header = bytes(place, kLocalSize);
    const std::string shown = escape(member.name);
    const std::size_t name_size = load_number<std::uint16_t>(header, 26);
    if (load_number<std::uint32_t>(header) != kLocalSignature || name_size != member.name.size()) {
      fail(fmt::format("{} is not at byte {}", shown, place));
    }
    const std::vector<std::byte> name = bytes(place + kLocalSize, name_size);
    const bool is_same = std::equal(name.begin(), name.end(), member.name.begin(),
                                    [](std::byte a, char b) { return static_cast<char>(a) == b; });
    const auto method = load_number<std::uint16_t>(header, 8);
    if (!is_same || method != (member.is_deflated ? kDeflated : kStored)) {
      fail(fmt::format("the directory and the header at byte {} tell different things of {}", place,
                       shown));
    }
    if (!has_descriptor) check_local(header, member, shown);
    member.begin = place + kLocalSize + name_size + load_number<std::uint16_t>(header, 28);
    if (member.begin > directory_.begin || member.packed > directory_.begin - member.begin) {
      fail(fmt::format("{} does not end before the central directory", shown));
    }
    places_.push_back({place, member.begin + member.packed, has_descriptor});
    members_.push_back(std::move(member));
  }

  /// Sizes in the local header may also be all ones, with the real ones in its zip64 field.
  void check_local(Bytes header, const ZipMember& member, const std::string& shown) const {
    const auto agrees = [](std::uint32_t local, std::uint64_t real) {
      return local == kAllOnes || local == real;
    };
    if (load_number<std::uint32_t>(header, 14) == member.crc &&
        agrees(load_number<std::uint32_t>(header, 18), member.packed) &&
        agrees(load_number<std::uint32_t>(header, 22), member.size)) {
      return;
    }
    fail(fmt::format("the directory and the local header have other sizes for {}", shown));
  }

  void check_layout() {
    std::ranges::sort(places_, {}, &Place::begin);
    std::uint64_t end = 0;
    std::uint64_t gap = 0;
    for (const Place& place : places_) {
      if (place.begin < end) fail(fmt::format("members overlap at byte {}", place.begin));
      check_gap(end, place.begin, gap);
      end = place.end;
      gap = place.has_descriptor ? kLongestDescriptor : 0;
    }
    check_gap(end, directory_.begin, gap);
  }

  void check_gap(std::uint64_t end, std::uint64_t next, std::uint64_t most) const {
    if (next - end <= most) return;
    fail(fmt::format("bytes {} to {} belong to no member", end, next));
  }

  void check_names() const {
    std::vector<std::string_view> names;
    for (const ZipMember& member : members_) {
      const std::string_view name = member.name;
      const bool is_path = name.starts_with('/') || name.find("..") != std::string_view::npos ||
                           name.find('\\') != std::string_view::npos;
      if (name.empty() || is_path || name.find('\0') != std::string_view::npos) {
        fail(fmt::format("the name '{}' is not one of an array", escape(name)));
      }
      names.push_back(name);
    }
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) fail(fmt::format("{} is there twice", escape(*twice)));
  }

  struct Place {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool has_descriptor = false;
  };

  const BinaryFile& file_;
  std::uint64_t most_inflated_;
  Directory directory_;
  std::vector<ZipMember> members_;
  std::vector<Place> places_;
};

}  // namespace

void throw_zip_error(const BinaryFile& file, const std::string& what) {
  throw input_error("E-ZIP", fmt::format("{}: {}", file.shown(), what),
                    "write the file anew with numpy.savez");
}

std::vector<ZipMember> read_zip_directory(const BinaryFile& file, std::uint64_t most_inflated) {
  return DirectoryReader(file, most_inflated)();
}

}  // namespace assay
