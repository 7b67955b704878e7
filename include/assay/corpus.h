#pragma once

#include "assay/warning.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Reading line-aligned files in blocks, so that memory does not grow with the corpus.
namespace assay {

/// A file of segments, or "-" for standard input.
struct InputFile {
  std::string path;
  std::string name;  ///< What reports call it: a system's name, or the path.
  /// Which field, column or WMT system holds the texts; empty: InputOptions::hyp_field. Systems of
  /// one file that name theirs and stand next to each other are read together.
  std::string field = {};
};

/// How a file holds segments. By suffix: .jsonl, .ndjson, .tsv, .csv; anything else is text, or,
/// when the user has named fields and the suffix is not .txt, JSONL.
enum class InputFormat { kBySuffix, kText, kJsonl, kTsv, kCsv, kWmt };

/// An InputOptions::group_field that is not a field: groups of "0-9", "10-19", … words.
inline constexpr std::string_view kGroupByLength = "@length";

/// What segments are that stand next to each other and have the same InputOptions::group_field:
/// nothing; one segment, whose texts are theirs with blanks between; or the document of each, by
/// which statistics are added up.
enum class Documents { kNone, kConcat, kAggregate };

/// How to read the inputs.
struct InputOptions {
  InputFormat format = InputFormat::kBySuffix;  ///< Of all files.
  /// Fields of JSONL objects, or columns. Several of references are one reference each.
  std::string hyp_field = "prediction";
  std::vector<std::string> ref_fields = {"references"};
  std::string id_field;  ///< Empty: segments have no ids.
  /// Groups segments by a field, column or attribute of <doc> of the first file that is not text,
  /// or, as kGroupByLength, by the words of the first reference. Empty: no groups.
  std::string group_field;
  Documents documents = Documents::kNone;
  bool align_ids = false;        ///< Join files by id instead of line by line.
  bool hyp_field_given = false;  ///< Then all but .txt is JSONL.
  bool var_refs = false;         ///< Allow another number of references in each segment.
  char newline = '\n';           ///< What ends a line of text: '\n' or '\r'.
  bool unescape = false;  ///< \n, \t, \\ in a line of text stand for newline, tab, backslash.
  bool replace_invalid = false;    ///< U+FFFD for ill-formed UTF-8 instead of an error.
  bool allow_empty = false;        ///< No segments at all is not an error.
  bool digest_references = false;  ///< Make CorpusSummary::references_digest.
  std::string normalize;           ///< "", "nfc" or "nfkc": applied to every text.
  std::size_t max_line = std::size_t{16} << 20U;  ///< Bytes in a line; more is an error.
  bool check_shifts = true;  ///< Look for files that are shifted against each other (W-SHIFT).
  int max_window_log = 27;   ///< A Zstandard frame may look back 2^this bytes.
  std::size_t chunk_bytes = std::size_t{64} << 10U;  ///< Bytes asked of the system at once.
};

/// Files of token embeddings, one for each system and each set of references, in their order.
struct EmbeddingPaths {
  std::vector<std::string> systems;
  std::vector<std::string> references;

  bool empty() const { return systems.empty() && references.empty(); }
};

/// What to read: every hypothesis file is a system, every reference file one more reference for
/// every segment. Without reference files the hypotheses must not be text and bring their own; for
/// WMT's XML the fields of the references are the translators.
struct CorpusFiles {
  std::vector<InputFile> systems;
  std::vector<InputFile> references;
  EmbeddingPaths embeddings;
  bool has_texts = true;  ///< False: there are only embeddings, and the files above name them.
};

/// Aligned segments: all sides of a stretch of the corpus. The views borrow from the block itself
/// and live until it is filled again.
class Block {
 public:
  std::uint64_t first_segment = 0;
  std::size_t segments = 0;
  std::size_t systems = 0;
  std::vector<std::string> system_names;
  std::vector<std::string_view> hypotheses;    ///< [segment * systems + system].
  std::vector<std::string_view> references;    ///< All references of segment 0, of segment 1, …
  std::vector<std::uint32_t> reference_begin;  ///< segments + 1 offsets into `references`.
  std::vector<std::string> ids;                ///< One per segment, or none at all.
  std::vector<std::string> groups;             ///< One per segment, or none at all.

  /// Whether each file's texts stand in memory as lines do, so that they can be cut at once: in
  /// order, with one line feed and perhaps other white space between, and no line feed within.
  /// Every file then has one text for each segment.
  bool are_lines = false;

  /// The bytes behind the views: one buffer per file, reused from block to block.
  std::vector<std::string> storage;
};

/// Counts over the whole corpus, complete once next() has returned false.
struct CorpusSummary {
  std::uint64_t segments = 0;
  std::uint64_t fewest_references = 0;  ///< Per segment.
  std::uint64_t most_references = 0;
  std::uint64_t empty_references = 0;           ///< References that hold only white space.
  std::vector<std::uint64_t> empty_hypotheses;  ///< The same for hypotheses, per system.
  /// FNV-1a of all references in order; tells other references from the same ones. 0 if not made.
  std::uint64_t references_digest = 0;
  std::vector<Warning> warnings;
};

/// A corpus of which only the size is known: embeddings without texts.
struct TextlessCorpus {
  std::vector<std::string> system_names;
  std::vector<std::uint32_t> references;  ///< [segment]: how many it has.
  std::uint64_t empty_references = 0;
  std::vector<std::uint64_t> empty_hypotheses;
};

/// A stretch of a text file, so that progress can be shown.
struct Progress {
  std::uint64_t segments = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_total = 0;  ///< 0 when unknown (a pipe).
};

/// All bytes of a file, unpacked, or of standard input for "-". Throws what CorpusReader throws for
/// a file that cannot be read.
std::string read_file(const std::string& path);

using UseLine = std::function<void(std::string_view text, std::uint64_t number)>;

/// Reads a text file ("-": standard input) as a corpus reads its own: checked, without the white
/// space at the end of lines. Calls `use` for each line, numbered from 1, and returns what is odd
/// about the file. Throws as CorpusReader does.
std::vector<Warning> read_lines(const std::string& path, const InputOptions& options,
                                const UseLine& use);

/// The systems and translators of a file of WMT's XML, in the order in which they come.
struct WmtContents {
  std::vector<std::string> systems;
  std::vector<std::string> translators;
};

/// Reads the whole file. Throws what CorpusReader throws: E-XML, E-DTD and others.
WmtContents list_wmt(const std::string& path, const InputOptions& options);

/// Reads aligned blocks from all files at once; each file is opened once and read forward once.
///
/// Throws Error for anything wrong with the files: missing (E-NOENT), a directory (E-ISDIR), other
/// lengths (E-COUNT), bad UTF-8 (E-UTF8), bad JSON (E-JSON), … as spec'd in docs/manual.md.
class CorpusReader {
 public:
  /// Opens the files and looks at their first bytes.
  CorpusReader(const CorpusFiles& files, const InputOptions& options);

  /// Hands out blocks of empty texts.
  explicit CorpusReader(TextlessCorpus corpus);
  CorpusReader(const CorpusReader&) = delete;
  CorpusReader& operator=(const CorpusReader&) = delete;
  ~CorpusReader();

  /// Fills `block` with at most `most_segments` segments; false, and an empty block, at the end of
  /// all files.
  bool next(Block& block, std::size_t most_segments);

  const CorpusSummary& summary() const;
  Progress progress() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace assay
