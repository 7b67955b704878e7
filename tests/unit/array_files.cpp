#include "array_files.h"

#include <zlib.h>

#include <nlohmann/json.hpp>

namespace assay::testing {
namespace {

template <typename Number>
void append(std::string& bytes, Number number) {
  bytes += bytes_of_one(number);
}

std::string deflated(const std::string& data) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, data.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// An entry with everything filled in.
struct Member {
  const ZipEntry& entry;
  std::string packed;
  std::uint32_t crc = 0;
  std::uint32_t packed_size = 0;
  std::uint32_t size = 0;
  std::uint16_t method = 0;
  std::uint16_t flags = 0;
  std::uint32_t place = 0;
};

Member member_of(const ZipEntry& entry) {
  Member member{entry, entry.deflate ? deflated(entry.data) : entry.data};
  const auto* data = reinterpret_cast<const Bytef*>(entry.data.data());
  const auto or_given = [](auto right, auto given) { return given != 0 ? given : right; };
  member.crc = or_given(
      static_cast<std::uint32_t>(crc32(0, data, static_cast<uInt>(entry.data.size()))), entry.crc);
  member.packed_size = or_given(static_cast<std::uint32_t>(member.packed.size()), entry.packed);
  member.size = or_given(static_cast<std::uint32_t>(entry.data.size()), entry.size);
  const std::uint16_t method = entry.deflate ? 8 : 0;
  member.method = entry.method != 0 ? entry.method : method;
  member.flags = static_cast<std::uint16_t>(entry.flags | (entry.descriptor ? 8U : 0U));
  return member;
}

std::string zip64_extra(const Member& member) {
  std::string extra;
  append<std::uint16_t>(extra, 1);
  append<std::uint16_t>(extra, 16);
  append<std::uint64_t>(extra, member.size);
  append<std::uint64_t>(extra, member.packed_size);
  return extra;
}

/// What local and central headers share, from the version to the length of the name.
std::string middle_of(const Member& member, std::size_t name_size, bool is_central) {
  const bool is_late = member.entry.descriptor && !is_central;
  const bool is_long = member.entry.zip64 && !is_central;
  std::string bytes;
  append<std::uint16_t>(bytes, 20);
  append(bytes, member.flags);
  append(bytes, member.method);
  append<std::uint32_t>(bytes, 0);
  append<std::uint32_t>(bytes, is_late ? 0 : member.crc);
  append<std::uint32_t>(bytes, is_long ? 0xFFFFFFFF : is_late ? 0 : member.packed_size);
  append<std::uint32_t>(bytes, is_long ? 0xFFFFFFFF : is_late ? 0 : member.size);
  append(bytes, static_cast<std::uint16_t>(name_size));
  append<std::uint16_t>(bytes, is_long ? 20 : 0);
  return bytes;
}

}  // namespace

std::string raw_safetensors(std::string_view header, std::string_view data) {
  return bytes_of_one<std::uint64_t>(header.size()) + std::string(header) + std::string(data);
}

std::string safetensors(const std::vector<Array>& arrays, const Metadata& metadata) {
  nlohmann::ordered_json header;
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::string data;
  for (const Array& array : arrays) {
    header[array.name] = {{"dtype", array.dtype},
                          {"shape", array.shape},
                          {"data_offsets", {data.size(), data.size() + array.bytes.size()}}};
    data += array.bytes;
  }
  return raw_safetensors(header.dump(), data);
}

std::string raw_npy(std::string header, std::string_view data, int major) {
  const std::size_t start = major == 1 ? 10 : 12;
  while ((start + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(major);
  bytes += '\0';
  if (major == 1) {
    append(bytes, static_cast<std::uint16_t>(header.size()));
  } else {
    append(bytes, static_cast<std::uint32_t>(header.size()));
  }
  return bytes + header + std::string(data);
}

std::string npy(std::string_view descr, std::string_view shape, std::string_view data) {
  return raw_npy("{'descr': '" + std::string(descr) +
                     "', 'fortran_order': False, 'shape': " + std::string(shape) + ", }",
                 data);
}

std::string zip(const std::vector<ZipEntry>& entries, std::string_view comment,
                std::string_view prefix) {
  std::string bytes(prefix);
  std::string directory;
  for (const ZipEntry& entry : entries) {
    Member member = member_of(entry);
    member.place = static_cast<std::uint32_t>(bytes.size() - prefix.size());
    if (entry.place >= 0) member.place = static_cast<std::uint32_t>(entry.place);
    const std::string& local = entry.local_name.empty() ? entry.name : entry.local_name;
    bytes += "PK\x03\x04" + middle_of(member, local.size(), false) + local;
    if (entry.zip64) bytes += zip64_extra(member);
    bytes += member.packed;
    if (entry.descriptor) {
      bytes += "PK\x07\x08";
      append(bytes, member.crc);
      append<std::uint64_t>(bytes, member.packed_size);
      append<std::uint64_t>(bytes, member.size);
    }
    directory += std::string("PK\x01\x02\x14\0", 6) + middle_of(member, entry.name.size(), true);
    directory += std::string(10, '\0');
    append(directory, member.place);
    directory += entry.name;
  }
  const std::size_t begin = bytes.size() - prefix.size();
  bytes += directory + std::string("PK\x05\x06\0\0\0\0", 8);
  for (int i = 0; i < 2; ++i) append(bytes, static_cast<std::uint16_t>(entries.size()));
  append(bytes, static_cast<std::uint32_t>(directory.size()));
  append(bytes, static_cast<std::uint32_t>(begin));
  append(bytes, static_cast<std::uint16_t>(comment.size()));
  return bytes + std::string(comment);
}

std::string with_zip64_end(const std::string& archive) {
  const std::size_t end = archive.size() - 22;
  const auto number_at = [&](std::size_t place, std::size_t size) {
    std::uint64_t number = 0;
    std::memcpy(&number, archive.data() + place, size);
    return number;
  };
  std::string bytes = archive.substr(0, end) + "PK\x06\x06";
  append<std::uint64_t>(bytes, 44);
  append<std::uint32_t>(bytes, 45 << 16U | 45U);
  append<std::uint64_t>(bytes, 0);
  for (int i = 0; i < 2; ++i) append(bytes, number_at(end + 10, 2));
  append(bytes, number_at(end + 12, 4));
  append(bytes, number_at(end + 16, 4));
  bytes += std::string("PK\x06\x07\0\0\0\0", 8);
  append<std::uint64_t>(bytes, end);
  append<std::uint32_t>(bytes, 1);
  bytes += std::string("PK\x05\x06\0\0\0\0", 8) + std::string(12, '\xFF');
  append<std::uint16_t>(bytes, 0);
  return bytes;
}

std::vector<Array> small_arrays() {
  const SmallTexts texts;
  return {{"emb", "F32", {9, 2}, bytes_of(texts.emb)},
          {"offsets", "I64", {4}, bytes_of(texts.offsets)},
          {"ids", "I64", {9}, bytes_of(texts.ids)}};
}

std::string small_safetensors() {
  return safetensors(small_arrays(), {{"cls_token_id", "1"}, {"sep_token_id", "2"}});
}

std::string small_npz(bool deflate) {
  const SmallTexts texts;
  return zip({{"emb.npy", npy("<f4", "(9, 2)", bytes_of(texts.emb)), deflate},
              {"offsets.npy", npy("<i8", "(4,)", bytes_of(texts.offsets)), deflate},
              {"ids.npy", npy("<i8", "(9,)", bytes_of(texts.ids)), deflate}});
}

}  // namespace assay::testing
