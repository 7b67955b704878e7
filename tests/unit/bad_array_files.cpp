#include "bad_array_files.h"

#include "array_files.h"

#include <limits>
#include <random>

namespace assay::testing {
namespace {

const std::string kEight(8, '\0');

/// An .npy file with one thing wrong: two rows of one F32, with lengths beside it.
BadFile bad_npy(std::string what, std::string bytes, std::string code = "E-NPY") {
  return {std::move(what), "x.npy", std::move(bytes), std::move(code), {{"x.lengths", "1\n1\n"}}};
}

BadFile bad_header(std::string what, std::string header, std::string code = "E-NPY") {
  return bad_npy(std::move(what), raw_npy(std::move(header), kEight), std::move(code));
}

BadFile bad_descr(const std::string& descr, std::string code) {
  return bad_npy("dtype " + descr, npy(descr, "(2, 1)", kEight), std::move(code));
}

BadFile bad_shape(const std::string& shape) {
  return bad_npy("shape " + shape, npy("<f4", shape, kEight));
}

BadFile bad_npz(std::string what, std::string bytes) {
  return {std::move(what), "x.npz", std::move(bytes), "E-ZIP"};
}

BadFile bad_safetensors(std::string what, std::string bytes) {
  return {std::move(what), "x.safetensors", std::move(bytes), "E-SAFETENSORS"};
}

/// One array of eight bytes whose entry is `entry`.
BadFile bad_entry(std::string what, const std::string& entry, const std::string& more = "") {
  return bad_safetensors(std::move(what),
                         raw_safetensors("{" + more + "\"emb\":" + entry + "}", kEight));
}

std::string good_member() {
  return npy("<f4", "(2, 1)", kEight);
}

/// A member of 40 zeros, deflated.
ZipEntry zeros() {
  return {"emb.npy", npy("<i8", "(5,)", std::string(40, '\0')), true};
}

/// Bytes that deflate cannot make fewer.
std::string noise(std::size_t size) {
  std::mt19937 random(1);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

/// A header of `count` members, each `member` with its number for "#".
std::string many_members(std::size_t count, const std::string& member) {
  std::string header = "{";
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = member.find('#');
    header += (i > 0 ? "," : "") + member.substr(0, place);
    if (place != std::string::npos) header += std::to_string(i) + member.substr(place + 1);
  }
  return header + "}";
}

BadFile bad_arrays(std::string what, std::string code, const std::vector<Array>& arrays) {
  return {std::move(what), "x.safetensors", safetensors(arrays), std::move(code)};
}

/// The small file with one array replaced or added.
BadFile with_array(std::string what, std::string code, const Array& array) {
  std::vector<Array> arrays = small_arrays();
  bool is_new = true;
  for (Array& other : arrays) {
    if (other.name != array.name) continue;
    other = array;
    is_new = false;
  }
  if (is_new) arrays.push_back(array);
  return bad_arrays(std::move(what), std::move(code), arrays);
}

BadFile with_offsets(std::string what, const std::vector<std::int64_t>& offsets) {
  return with_array(std::move(what), "E-SHAPE",
                    {"offsets", "I64", {offsets.size()}, bytes_of(offsets)});
}

BadFile with_weights(std::string what, float weight) {
  return with_array(std::move(what), "E-IDF",
                    {"weights", "F32", {9}, bytes_of(std::vector<float>(9, weight))});
}

}  // namespace

std::vector<BadFile> bad_npy_files() {
  const std::string good = good_member();
  std::string minor = good;
  minor[7] = 1;
  std::vector<BadFile> files = {
      bad_npy("empty", ""),
      bad_npy("wrong magic", "\x93NUMPX" + good.substr(6)),
      bad_npy("version 4.0", raw_npy("{}", kEight, 4)),
      bad_npy("version 0.0", raw_npy("{}", kEight, 0)),
      bad_npy("version 1.1", minor),
      bad_npy("a header of 4 GB in 12 bytes", std::string("\x93NUMPY\x02\0\xF0\xFF\xFF\xFF", 12)),
      bad_npy("a header past the end", std::string("\x93NUMPY\x01\0\x76\0{", 11)),
      bad_npy("a header of over 64 KiB", raw_npy(std::string(70000, ' '), "", 2)),
      bad_npy("no newline",
              [&] {
                std::string bytes = good;
                bytes[127] = ' ';
                return bytes;
              }()),
      bad_npy("longer than declared", good + "x"),
      bad_npy("shorter than declared", good.substr(0, good.size() - 1)),
      bad_header("not a dictionary", "[1, 2]"),
      bad_header("an empty dictionary", "{}"),
      bad_header("an unknown key",
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), 'x': 1, }"),
      bad_header("a key twice",
                 "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }"),
      bad_header("no shape", "{'descr': '<f4', 'fortran_order': False, }"),
      bad_header("more after it", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), } x"),
      bad_header("a string without end", "{'descr': '<f4"),
      bad_header("an expression", "__import__('os').system('true')"),
      bad_header("Fortran's order", "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }"),
      bad_header("neither True nor False",
                 "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 1), }"),
      bad_header("a structured array",
                 "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "E-PICKLE"),
  };
  for (const char* shape :
       {"(-2, 1)", "(2.0, 1)", "(9223372036854775808,)", "(4294967296, 4294967296)",
        "(0, 4611686018427387904, 4611686018427387904)", "(3, 1)", "(1, 1)", "(True, 2)", "(2)",
        "(2,, 1)", "(2, 1", "2", "[2, 1]", "(np.int64(2), 1)", "(1,1,1,1,1,1,1,1,2)",
        "(99999999999999999999, 1)"}) {
    files.push_back(bad_shape(shape));
  }
  for (const char* descr : {">f4", "|i1", "<i2", "<c8", "<f16", "<ixy", "", "f"}) {
    files.push_back(bad_descr(descr, "E-NPY"));
  }
  for (const char* descr : {"|O", "<V2", "<U2", "|S4", "<M8[ns]", "<m8"}) {
    files.push_back(bad_descr(descr, "E-PICKLE"));
  }
  return files;
}

namespace {

std::vector<BadFile> bad_zip_ends() {
  const std::string good = zip({{"emb.npy", good_member()}});
  std::string disks = good;
  disks[good.size() - 18] = 1;
  std::string count = good;
  count[good.size() - 12] = 2;
  count[good.size() - 14] = 2;
  std::string long64 = good;
  long64.replace(good.size() - 6, 4, "\xFF\xFF\xFF\xFF");
  std::string beyond = good;
  beyond.replace(good.size() - 6, 4, std::string("\xF0\xFF\xFF\x7F", 4));
  const std::string good64 = with_zip64_end(good);
  const std::size_t record64 = good.size() - 22;
  const auto changed64 = [&](std::string what, std::size_t place, char byte) {
    std::string bytes = good64;
    bytes[place] = byte;
    return bad_npz(std::move(what), bytes);
  };
  return {
      changed64("zip64 with another record", record64, 'x'),
      changed64("zip64 with a record that is too long", record64 + 4, 45),
      changed64("zip64 with a record of 2^64 bytes", record64 + 11, '\xFF'),
      changed64("zip64 on several disks", record64 + 16, 1),
      changed64("zip64 with two numbers of members", record64 + 24, 2),
      changed64("zip64 with a directory elsewhere", record64 + 48, 1),
      changed64("zip64 with another locator", record64 + 56, 'x'),
      changed64("zip64 with a record elsewhere", record64 + 64, 1),
      changed64("zip64 with a record beyond the end", record64 + 71, '\x7F'),
      bad_npz("only the end", std::string("PK\x05\x06", 4) + std::string(17, '\0')),
      bad_npz("bytes after the end", good + "x"),
      bad_npz("several disks", disks),
      bad_npz("more members than there are", count),
      bad_npz("zip64 without its records", long64),
      bad_npz("the directory beyond the end", beyond),
  };
}

std::vector<BadFile> bad_npz_members() {
  const std::string member = good_member();
  const std::string packed_twice = zip({{"emb.npy", member}, {"a.npy", member}});
  std::string torn = zip({zeros()});
  torn[37] = '\xFF';  // There is no such kind of block.
  return {
      bad_npz("empty", ""),
      bad_npz("bytes before the start", zip({{"emb.npy", member}}, "", "xxxx")),
      bad_npz("a path upwards", zip({{"../../emb.npy", member}})),
      bad_npz("an absolute path", zip({{"/emb.npy", member}})),
      bad_npz("a path of another system", zip({{"a\\emb.npy", member}})),
      bad_npz("no name", zip({{"", member}})),
      bad_npz("a name with a NUL", zip({{std::string("emb\0.npy", 8), member}})),
      bad_npz("a name twice", zip({{"emb.npy", member}, {"emb.npy", member}})),
      bad_npz("another name in the local header",
              zip({{.name = "emb.npy", .data = member, .local_name = "ids.npy"}})),
      bad_npz("encrypted", zip({{.name = "emb.npy", .data = member, .flags = 1}})),
      bad_npz("packed by bzip2", zip({{.name = "emb.npy", .data = member, .method = 12}})),
      bad_npz("a wrong checksum",
              zip({{.name = "offsets.npy",
                    .data = npy("<i8", "(3,)", bytes_of<std::int64_t>({0, 1, 2})),
                    .crc = 5},
                   {"emb.npy", member}})),
      bad_npz("another size than is stored",
              zip({{.name = "emb.npy", .data = member, .packed = 99}})),
      bad_npz("more than is in the file",
              zip({{.name = "emb.npy", .data = member, .packed = 9999, .size = 9999}})),
      bad_npz("all ones without a zip64 field",
              zip({{.name = "emb.npy", .data = member, .packed = ~0U, .size = ~0U}})),
      bad_npz(
          "inflates to more than a gigabyte",
          zip({{.name = "emb.npy", .data = noise(1'100'000), .deflate = true, .size = 1U << 30U},
               {.name = "ids.npy", .data = "x", .deflate = true}})),
      bad_npz("more than 10,000 members", zip(std::vector<ZipEntry>(10'001, {.name = "x"}))),
      bad_npz("overlapping members", zip({{.name = "emb.npy", .data = member},
                                          {.name = "emb.npy", .data = member, .place = 0}})),
      bad_npz("a member in the middle of another",
              zip({{.name = "emb.npy", .data = member},
                   {.name = "ids.npy", .data = member, .place = 60}})),
      bad_npz("a member outside", zip({{.name = "emb.npy", .data = member, .place = 99999}})),
      bad_npz("a hole between members",
              [&] {
                std::string bytes = packed_twice;
                return bytes.insert(bytes.find("PK\x03\x04", 4), "x");
              }()),
      bad_npz("a broken stream", torn),
      bad_npz(
          "a bomb",
          zip({{.name = "emb.npy", .data = zeros().data, .deflate = true, .size = 99'999'999}})),
      bad_npz("inflates to more", zip({{"emb.npy", member},
                                       {.name = "offsets.npy",
                                        .data = zeros().data + "x",
                                        .deflate = true,
                                        .size = static_cast<std::uint32_t>(zeros().data.size())}})),
      {"a cut array", "x.npz", zip({{"emb.npy", member.substr(0, member.size() - 1)}}), "E-NPY"},
      {"a pickle inside", "x.npz", zip({{"emb.npy", npy("|O", "(1,)", "\x80\x04N.")}}), "E-PICKLE"},
  };
}

}  // namespace

std::vector<BadFile> bad_npz_files() {
  std::vector<BadFile> files = bad_zip_ends();
  for (BadFile& file : bad_npz_members()) files.push_back(std::move(file));
  return files;
}

namespace {

std::vector<BadFile> bad_headers() {
  const std::string entry = R"({"dtype":"F32","shape":[2,1],"data_offsets":[0,8]})";
  const std::string other = R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
  const auto header = [](std::string what, const std::string& text) {
    return bad_safetensors(std::move(what), raw_safetensors(text, kEight));
  };
  return {
      bad_safetensors("empty", ""),
      bad_safetensors("eight bytes", kEight),
      bad_safetensors("a header longer than the file", bytes_of_one<std::uint64_t>(1000) + "{}"),
      bad_safetensors("a header of 2^64 - 1 bytes", std::string(8, '\xFF') + "{}" + kEight),
      bad_safetensors("a header of over 100 MB", bytes_of_one<std::uint64_t>(100'000'001) + "{}"),
      bad_safetensors("a header of 0 bytes", kEight + "{}"),
      header("not an object", "[]"),
      header("a space first", " {\"emb\":" + entry + "}"),
      header("not UTF-8", "{\"\xFF\":" + entry + "}"),
      header("no end", "{\"emb\":" + entry),
      header("a trailing comma", "{\"emb\":" + entry + ",}"),
      header("more after it", "{\"emb\":" + entry + "}x"),
      header("no quotes", "{emb:" + entry + "}"),
      header("a control character", "{\"e\nb\":" + entry + "}"),
      header("half a pair of surrogates", "{\"\\ud800\":" + entry + "}"),
      header("an unknown escape", "{\"\\x41\":" + entry + "}"),
      header("a string without end", "{\"emb\\"),
      header("no arrays but data", "{}"),
      header("an array twice", "{\"emb\":" + other + ",\"emb\":" +
                                   R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]}})"),
      header("an array twice, once with escapes",
             "{\"emb\":" + other +
                 ",\"\\u0065mb\":" + R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]}})"),
      header("overlapping arrays", "{\"a\":" + entry + ",\"emb\":" +
                                       R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]}})"),
      header("a hole", "{\"a\":" + other +
                           ",\"emb\":" + R"({"dtype":"U8","shape":[3],"data_offsets":[5,8]}})"),
      header("a hole at the start", R"({"emb":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})"),
      header("bytes at the end", "{\"emb\":" + other + "}"),
      header("numbers as metadata", "{\"__metadata__\":{\"a\":1},\"emb\":" + entry + "}"),
      header("metadata that is no object", "{\"__metadata__\":[],\"emb\":" + entry + "}"),
      header("metadata twice",
             "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"},\"emb\":" + entry + "}"),
      header("two objects of metadata",
             "{\"__metadata__\":{},\"__metadata__\":{},\"emb\":" + entry + "}"),
      header("much metadata", "{\"__metadata__\":{\"a\":\"" + std::string(1'100'000, 'x') +
                                  "\"},\"emb\":" + entry + "}"),
  };
}

}  // namespace

namespace {

/// Headers that would be large in memory.
std::vector<BadFile> bad_large_headers() {
  const auto file = [](std::string what, const std::string& header) {
    return bad_safetensors(std::move(what), raw_safetensors(header, ""));
  };
  const std::string empty = R"({"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
  const std::string escaped =
      R"({"\u0064type":"U\u0038","\u0073hape":[0],"\u0064ata_offsets":[0,0]})";
  return {
      file("more than 65,536 arrays", many_members(65'537, "\"#\":" + empty)),
      file("many arrays, of which all is escaped", many_members(65'537, "\"\\n#\":" + escaped)),
      file("a member very often", R"({"emb":)" + many_members(500'000, R"("dtype":"F32")") + "}"),
      file("metadata very often", R"({"__metadata__":)" + many_members(500'000, R"("":"")") + "}"),
      file("much metadata of many names",
           R"({"__metadata__":)" + many_members(4'097, R"("\n#":"")") + "}"),
  };
}

}  // namespace

std::vector<BadFile> bad_safetensors_files() {
  std::vector<BadFile> files = bad_headers();
  const std::vector<std::pair<const char*, const char*>> entries = {
      {"begin after end", R"({"dtype":"F32","shape":[2,1],"data_offsets":[8,0]})"},
      {"too small a shape", R"({"dtype":"F32","shape":[1,1],"data_offsets":[0,8]})"},
      {"too large a shape", R"({"dtype":"F32","shape":[3,1],"data_offsets":[0,8]})"},
      {"past the end", R"({"dtype":"F32","shape":[3,1],"data_offsets":[0,12]})"},
      {"a product that wraps to 0",
       R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]})"},
      {"bytes that wrap to 8",
       R"({"dtype":"F32","shape":[4611686018427387906],"data_offsets":[0,8]})"},
      {"an overflow hidden by 0",
       R"({"dtype":"F32","shape":[0,281474976710656,281474976710656],"data_offsets":[0,0]})"},
      {"an unknown dtype", R"({"dtype":"F128","shape":[2,1],"data_offsets":[0,8]})"},
      {"half a byte", R"({"dtype":"F4","shape":[15],"data_offsets":[0,8]})"},
      {"a negative size", R"({"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]})"},
      {"a negative offset", R"({"dtype":"F32","shape":[2,1],"data_offsets":[-8,0]})"},
      {"an exponent", R"({"dtype":"F32","shape":[2e0,1],"data_offsets":[0,8]})"},
      {"a fraction", R"({"dtype":"F32","shape":[2.0,1],"data_offsets":[0,8]})"},
      {"a leading zero", R"({"dtype":"F32","shape":[02,1],"data_offsets":[0,8]})"},
      {"more than 2^48", R"({"dtype":"F32","shape":[281474976710657],"data_offsets":[0,8]})"},
      {"more than 2^64", R"({"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]})"},
      {"nine dimensions", R"({"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]})"},
      {"another member", R"({"dtype":"F32","shape":[2,1],"data_offsets":[0,8],"x":1})"},
      {"a member twice", R"({"dtype":"F32","dtype":"F32","shape":[2,1],"data_offsets":[0,8]})"},
      {"no dtype", R"({"shape":[2,1],"data_offsets":[0,8]})"},
      {"no shape", R"({"dtype":"F32","data_offsets":[0,8]})"},
      {"no offsets", R"({"dtype":"F32","shape":[2,1]})"},
      {"one offset", R"({"dtype":"F32","shape":[2,1],"data_offsets":[8]})"},
      {"three offsets", R"({"dtype":"F32","shape":[2,1],"data_offsets":[0,8,8]})"},
      {"a deeper shape", R"({"dtype":"F32","shape":[[2,1]],"data_offsets":[0,8]})"},
      {"null", "null"},
      {"true", "true"},
  };
  for (const auto& [what, text] : entries) files.push_back(bad_entry(what, text));
  for (BadFile& file : bad_large_headers()) files.push_back(std::move(file));
  return files;
}

namespace {

/// Rows of 64 MiB in a few kilobytes, to which an index leads back 300 times.
std::string often_unpacked() {
  std::vector<std::int64_t> index;
  for (int i = 0; i < 300; ++i) index.insert(index.end(), {0, 1});
  return zip({{"emb.npy", npy("<f2", "(2, 16777216)", std::string(1U << 26U, '\0')), true},
              {"offsets.npy", npy("<i8", "(3,)", bytes_of<std::int64_t>({0, 1, 2}))},
              {"index.npy", npy("<i8", "(600,)", bytes_of(index))}});
}

std::vector<BadFile> bad_arrays_together() {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const auto whole = [](const std::string& name, const std::vector<std::int64_t>& numbers) {
    return Array{name, "I64", {numbers.size()}, bytes_of(numbers)};
  };
  return {
      bad_arrays("no embeddings", "E-TENSOR", {{"x", "F32", {1, 1}, "1234"}}),
      bad_arrays("no offsets", "E-TENSOR", {small_arrays()[0], small_arrays()[2]}),
      with_array("offsets and lengths", "E-TENSOR", whole("lengths", {3, 2, 4})),
      with_array("embeddings of integers", "E-TENSOR",
                 {"emb", "I32", {9, 2}, std::string(72, '\0')}),
      with_array("embeddings of one dimension", "E-SHAPE",
                 {"emb", "F32", {18}, std::string(72, '\0')}),
      with_array("rows of no numbers", "E-SHAPE", {"emb", "F32", {9, 0}, ""}),
      with_array("a layer of other rows", "E-SHAPE",
                 {"emb.L1", "F32", {8, 2}, std::string(64, '\0')}),
      with_array("offsets of floats", "E-TENSOR", {"offsets", "F32", {4}, std::string(16, '\0')}),
      with_array("offsets of two dimensions", "E-SHAPE",
                 {"offsets", "I64", {2, 2}, std::string(32, '\0')}),
      with_offsets("no offsets at all", {}),
      with_offsets("offsets not from 0", {1, 3, 5, 9}),
      with_offsets("offsets going back", {0, 5, 3, 9}),
      with_offsets("offsets short of the rows", {0, 3, 5, 8}),
      with_offsets("offsets past the rows", {0, 3, 5, 10}),
      with_offsets("negative offsets", {0, -1, 5, 9}),
      with_array("too few ids", "E-SHAPE", whole("ids", {1, 2, 3})),
      with_array("a negative id", "E-SHAPE", whole("ids", {1, -2, 3, 4, 5, 6, 7, 8, 9})),
      with_array("ids of floats", "E-TENSOR", {"ids", "F32", {9}, std::string(36, '\0')}),
      with_array("marks that are no marks", "E-SHAPE",
                 {"special", "U8", {9}, std::string(9, '\2')}),
      with_array("marks of another type", "E-TENSOR",
                 whole("special", {0, 0, 0, 0, 0, 0, 0, 0, 0})),
      with_weights("a negative weight", -1),
      with_weights("a weight that is no number", kNan),
      with_weights("an infinite weight", kInfinity),
      with_array("an index past the texts", "E-SHAPE", whole("index", {0, 1, 3})),
      with_array("a negative index", "E-SHAPE", whole("index", {0, -1})),
      with_array("an empty index", "E-SHAPE", whole("index", {})),
      with_array("an empty group", "E-SHAPE", whole("groups", {0, 1, 1, 3})),
      with_array("groups of too few texts", "E-SHAPE", whole("groups", {0, 1, 2})),
      with_array("groups not from 0", "E-SHAPE", whole("groups", {1, 3})),
      with_array("too few lengths before the cut", "E-SHAPE", whole("full_lengths", {1})),
      with_array("places of tokens", "E-SHAPE", whole("token_offsets", {0, 1})),
      bad_arrays("lengths that wrap", "E-SHAPE",
                 {{"emb", "F32", {0, 2}, ""},
                  whole("lengths", {std::int64_t{1} << 62, std::int64_t{1} << 62,
                                    std::int64_t{1} << 62, std::int64_t{1} << 62})}),
  };
}

/// Files whose parts fit, but not what stands beside them, or what they are.
std::vector<BadFile> bad_files_of_parts() {
  const std::string npy_rows = good_member();
  return {
      {"deflated rows, read back and forth", "x.npz", often_unpacked(), "E-ZIP"},
      {"no lengths beside", "x.npy", npy_rows, "E-TENSOR"},
      {"lengths of too few rows", "x.npy", npy_rows, "E-SHAPE", {{"x.lengths", "1\n"}}},
      {"lengths of too many rows", "x.npy", npy_rows, "E-SHAPE", {{"x.lengths", "2\n1\n"}}},
      {"lengths that are no numbers", "x.npy", npy_rows, "E-LENGTHS", {{"x.lengths", "1\nx\n"}}},
      {"negative lengths", "x.npy", npy_rows, "E-LENGTHS", {{"x.lengths", "-1\n3\n"}}},
      {"an empty line", "x.npy", npy_rows, "E-LENGTHS", {{"x.lengths", "1\n\n1\n"}}},
      {"an endless line", "x.npy", npy_rows, "E-LENGTHS", {{"x.lengths", std::string(99, '1')}}},
      {"a pickle", "x.pt", std::string("\x80\x04\x95", 3) + std::string(40, 'x'), "E-PICKLE"},
      {"a zip of torch", "x.pt", zip({{"archive/data.pkl", "\x80\x02N."}}), "E-TENSOR"},
  };
}

}  // namespace

std::vector<BadFile> bad_embeddings() {
  std::vector<BadFile> files = bad_arrays_together();
  for (BadFile& file : bad_files_of_parts()) files.push_back(std::move(file));
  return files;
}

}  // namespace assay::testing
