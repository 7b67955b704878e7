#include "cli/codes.h"

#include "assay/error.h"
#include "assay/registry.h"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

constexpr int kUsage = static_cast<int>(ExitCode::kUsage);
constexpr int kInput = static_cast<int>(ExitCode::kInput);
constexpr int kUndecided = static_cast<int>(ExitCode::kUndecided);
constexpr int kBug = static_cast<int>(ExitCode::kBug);
constexpr int kSystem = static_cast<int>(ExitCode::kSystem);

constexpr CodeInfo kCodes[] = {
    {"E-USAGE", kUsage,
     "an option or command that does not exist, a value that is missing or out of range",
     "look at `assay COMMAND --help-all`"},
    {"E-METRIC", kUsage, "no metric has this name", "`assay metrics` lists all"},
    {"E-SPEC", kUsage, "a metric spec that is not NAME:key=value,key=value",
     "put a value with a comma in it in double quotes"},
    {"E-KEY", kUsage, "the metric has no such option", "`assay metrics NAME` lists its options"},
    {"E-VALUE", kUsage, "the option has no such value",
     "`assay metrics NAME` tells what its options take"},
    {"E-TOKENIZER", kUsage,
     "no tokenizer or normalizer has this name, or they stand in the wrong order",
     "`assay metrics` lists them; normalizers come first: nfkc+lower+13a"},
    {"E-UNAVAILABLE", kUsage,
     "this assay is without the library that a tokenizer needs, or without word lists",
     "run scripts/setup and build assay again, or choose another tokenizer"},
    {"E-STEMMER", kUsage, "no stemmer has this name", "`assay metrics` lists all names"},
    {"E-FORMAT", kUsage, "no output format has this name or suffix",
     "`assay metrics` lists the formats; -o FORMAT:FILE names one"},
    {"E-NO-SYSTEM", kUsage, "there is no hypothesis file, or no system of this name",
     "name one after the options; - is standard input"},
    {"E-NAME", kUsage, "two systems have the same name, or one has none",
     "name them: old=FILE new=FILE"},
    {"E-NOREF", kUsage, "there are no references: neither -r nor JSONL",
     "give them with -r FILE, or in the field --ref-field of JSONL"},
    {"E-STDIN-TWICE", kUsage, "standard input, or another pipe, is given for two inputs",
     "write one of them to a file first"},
    {"E-OUT-IS-IN", kUsage, "an output file is also an input", "write to another file"},
    {"E-EXPLAIN", kUsage, "the metric has no explanation",
     "choose one of the metrics that the message names"},
    {"E-EMBEDDINGS", kUsage,
     "bertscore without embedding files, or other numbers of them than of texts",
     "give --ref-emb for each -r, and --hyp-emb for each system"},
    {"E-PRESET", kUsage, "no preset has this name", "`assay score --help-all` lists them"},
    {"E-AGGREGATE", kUsage, "--aggregate without a ROUGE metric, or with a seed of over 32 bits",
     "add -m rouge1, or give a smaller seed"},
    {"E-SEGMENT", kUsage, "there is no such segment",
     "segments are numbered from 0; --id takes an id of the field --id-field"},
    {"E-GATE", kUsage, "a gate that cannot be understood, or has no finite limit",
     "write METRIC=NUMBER, or segments(METRIC < NUMBER) <= NUMBER%"},
    {"E-SUITE", kUsage, "a suite that is no JSON, or has something in it that it cannot have",
     "docs/suite.schema.json tells what a suite may hold"},
    {"E-CODE", kUsage, "no error or warning has this code", "the manual lists all codes"},

    {"E-NOENT", kInput, "the file does not exist or cannot be opened", "check the path"},
    {"E-ISDIR", kInput, "a folder instead of a file", "name a file in it"},
    {"E-PERM", kInput, "no permission to read", "change the permissions of the file"},
    {"E-STDIN-CLOSED", kInput, "standard input is closed",
     "give it something to read, or name a file"},
    {"E-COUNT", kInput, "the files have other numbers of segments",
     "look for missing or extra lines; JSONL with --id-field checks the alignment"},
    {"E-EMPTY", kInput, "no segments or evaluations at all",
     "see whether what writes the file failed; --allow-empty accepts it"},
    {"E-UTF8", kInput, "bytes that are not UTF-8",
     "convert the file with iconv; --invalid replace puts U+FFFD there"},
    {"E-UTF16", kInput, "the file is UTF-16", "convert it: iconv -f UTF-16 -t UTF-8"},
    {"E-TRUNC", kInput, "a packed file ends too early", "copy or pack the file again"},
    {"E-CRC", kInput, "a checksum of a packed file is wrong", "copy or pack the file again"},
    {"E-PACKED", kInput, "a packed file is broken, or something else follows its data",
     "copy or pack the file again"},
    {"E-WINDOW", kInput, "a Zstandard file looks back further than --max-window",
     "`--max-window 31` takes the largest, at the cost of memory"},
    {"E-DICT", kInput, "a Zstandard file needs a dictionary", "unpack it: zstd -D DICTIONARY -dc"},
    {"E-CODEC", kInput, "a file is packed by xz, bzip2 or lz4",
     "unpack it: xz -dc FILE | assay … -"},
    {"E-NESTED", kInput, "an archive, or a file that was packed twice", "unpack it"},
    {"E-CR", kInput, "the file is one line with carriage returns in it",
     "--newline cr makes them end lines"},
    {"E-LINE-TOO-LONG", kInput, "a line of more than --max-line, or more than MeCab can take",
     "see whether line ends are missing; --max-line allows longer ones"},
    {"E-JSON", kInput, "a line is not a JSON object",
     "write one object per line; `jq -c .` finds the fault"},
    {"E-FIELD", kInput, "a field is missing or is not text",
     "name the fields with --hyp-field and --ref-field"},
    {"E-DUPKEY", kInput, "an object has a field that is used twice", "remove one of the two"},
    {"E-SURROGATE", kInput, "a \\u escape of half a character",
     "mend the program that wrote the file"},
    {"E-NREFS", kInput, "no reference, or another number of them than before",
     "--var-refs allows other numbers, but at least one"},
    {"E-ID", kInput, "an id is missing, repeated, or another one than in another file",
     "sort all files the same way, and give every segment an id of its own"},
    {"E-REFS", kInput, "JSONL systems have other references",
     "give one set of references to all, or use -r"},
    {"E-NUMBER", kInput, "a file of scores (column:file=) has something else in it",
     "leave only numbers in it, one line per segment"},
    {"E-COLUMNS", kInput, "a line of a table or of a file of scores has more or fewer columns",
     "give every line the same columns; in TSV a tab inside a text is \t, with --unescape"},
    {"E-HEADER", kInput,
     "the first line of a table or a file of scores lacks a column, or has it twice",
     "name the columns with --hyp-field and --ref-field, or as the systems are called"},
    {"E-CSV", kInput, "quotation marks of CSV that are not closed, or inside a text",
     "quote a text with commas, quotes or line ends, and double the quotes in it"},
    {"E-STRICT", kInput, "--strict, and there are warnings (exit code 4 if about statistics)",
     "mend what the warnings name"},
    {"E-BASELINE-FILE", kInput,
     "a file of a baseline that assay did not write, or that was changed",
     "make a new one with --rebaseline"},
    {"E-DICTIONARY", kInput, "a MeCab dictionary is missing, unreadable or not in UTF-8",
     "install it, or name its folder: tok=ja-mecab=DIR"},
    {"E-MODEL", kInput, "a SentencePiece model is missing, unreadable or broken",
     "name a good file: tok=spm=FILE"},
    {"E-XML", kInput,
     "an XML file is not well-formed, or a test set of WMT lacks a segment, or has one twice",
     "mend it: & is written &amp; and < is written &lt;; --systems chooses complete systems"},
    {"E-DTD", kInput, "an XML file has a document type or an entity that XML does not define",
     "remove the document type; write the text itself"},
    {"E-SETTINGS", kInput, "settings of ROUGE-1.5.5 lack something or name an unknown text format",
     "look at what the message names"},
    {"E-SAFETENSORS", kInput, "a safetensors file that is cut off, inconsistent or not one at all",
     "export the embeddings anew"},
    {"E-NPY", kInput, "an array of NumPy that is cut off, inconsistent or of an unsupported type",
     "save it anew, little-endian and in C order"},
    {"E-ZIP", kInput, "an .npz file that is cut off, inconsistent or damaged",
     "save it anew with numpy.savez"},
    {"E-PICKLE", kInput, "arrays of objects, which hold code and are never loaded",
     "save plain numbers"},
    {"E-LENGTHS", kInput, "a .lengths file has something else than numbers",
     "write one whole number for each text"},
    {"E-SEEK", kInput, "embeddings from a pipe", "save them to a file first"},
    {"E-TENSOR", kInput, "an array of an embedding file is missing or of another type",
     "the manual lists the arrays"},
    {"E-SHAPE", kInput, "arrays, embedding files or texts have other sizes than each other",
     "export all files from the same texts with the same model"},
    {"E-LAYER", kInput, "the embedding file has no such layer, or several to choose from",
     "choose one: bertscore:layer=K"},
    {"E-SPECIAL", kInput, "nothing tells which tokens are [CLS] and [SEP]",
     "bertscore:cls=ID,sep=ID, or none"},
    {"E-MISMATCH", kInput, "embedding files come from other models, layers or tokenizers",
     "export all files with the same; bertscore:mismatch=allow scores them all the same"},
    {"E-TEXT", kInput, "embeddings were made from other texts than those that are scored",
     "export them from these texts"},
    {"E-NAN", kInput, "a row of embeddings is not finite or has no direction",
     "look at what made the embeddings; bertscore:nan=compat scores such segments 0"},
    {"E-IDF", kInput, "weights or frequencies of tokens are missing, negative or not numbers",
     "give a weight for every token"},
    {"E-RESCALE", kInput, "a table of baselines has no row for the layer, or something else in it",
     "give a table of bert_score: LAYER,P,R,F"},

    {"E-ONE-SYSTEM", kUndecided, "a comparison of one system", "name two or more systems"},
    {"E-ONE-SEGMENT", kUndecided,
     "a test or an interval of fewer than two segments, or a gate with none", "give more segments"},
    {"E-TRIALS", kUndecided,
     "too few trials for a p of at most alpha, or over a million that nobody asked for",
     "raise --samples, or leave it out"},
    {"E-BASELINE", kUndecided,
     "no baseline, or one with another signature, scores revision, number of segments, "
     "references, or a system that was not scored",
     "look at what differs; --init or --rebaseline writes a new one"},

    {"E-LOCK", kSystem, "another process keeps the file of --append",
     "wait for it, or see what it is"},
    {"E-SPAWN", kSystem, "a task of a suite cannot be started",
     "see whether processes are limited"},
    {"E-READ", kSystem, "a read error", "check the disk or the network"},
    {"E-CHANGED", kSystem, "a file changed while it was read", "wait until what writes it is done"},
    {"E-EMFILE", kSystem, "too many open files", "raise the limit: ulimit -n"},
    {"E-NOMEM", kSystem, "out of memory", "run fewer threads (-j), or without --segments"},
    {"E-OUTPUT", kSystem, "an output file cannot be created, flushed or renamed",
     "check that its folder exists and can be written"},
    {"E-NOSPC", kSystem, "no space left, or a file size limit", "make room, or write elsewhere"},
    {"E-WRITE", kSystem, "another error while writing", "check the disk or the network"},
    {"E-STDOUT-CLOSED", kSystem, "standard output is closed",
     "leave it open, or send it to /dev/null"},
    {"E-ICU", kSystem, "ICU's data or memory failed", "reinstall ICU's library"},
    {"E-LIBRARY", kSystem, "SentencePiece or OpenSSL failed", "reinstall the library"},
    {"E-BUG", kBug, "a bug in assay; please report it", "report it with the command that you ran"},

    {"W-BOM", kInput, "a byte order mark at the start of a file was removed",
     "nothing; save the file without it to be rid of the warning"},
    {"W-BOM-INNER", kInput, "a byte order mark inside a file was kept",
     "remove it: files were joined that each began with one"},
    {"W-EXT", kInput, "a file is not packed as its name tells", "rename it"},
    {"W-CRLF", kInput, "lines end in CR LF in one file and in LF in another",
     "nothing: the white space at the end of a line does not count"},
    {"W-CR", kInput, "there are carriage returns inside lines; they are white space",
     "see whether they should end lines; --newline cr makes them"},
    {"W-NUL", kInput, "there are NUL bytes; they are kept", "see what wrote them"},
    {"W-UTF8", kInput, "with --invalid replace: bytes that are not UTF-8 were replaced",
     "convert the file with iconv"},
    {"W-SHIFT", kInput, "lines of a file seem to belong to other lines of the references",
     "look for a line too many or too few; --no-shift-check does not look"},
    {"W-NORM", kInput, "one file is in Unicode's normalization form C, and another is not",
     "--normalize nfc makes them equal"},
    {"W-TSV-QUOTE", kInput, "a cell of TSV begins with a quotation mark, which is text there",
     "see whether the file is CSV with tabs"},
    {"W-DOCUMENT", kInput, "a document comes back after another one, and counts as two",
     "sort the segments so that those of a document stand together"},
    {"W-EMPTY", kInput, "of `assay check`: texts are empty", "see whether the system gave up"},
    {"W-DUPLICATE", kInput, "of `assay check`: texts stand in a file more than once",
     "see whether the system repeats itself"},
    {"W-CONTROL", kInput, "of `assay check`: texts have control characters", "see what wrote them"},
    {"W-TOKENIZED", kInput, "of `assay check`: texts look tokenized or escaped",
     "score plain text: metrics tokenize it themselves"},
    {"W-LENGTH", kInput,
     "of `assay check`: hypotheses are much shorter or longer than their references",
     "see whether lines belong together"},
    {"W-IDENTICAL", kInput, "of `assay check`: most hypotheses are equal to a reference",
     "see whether a reference was given as a hypothesis"},
    {"W-TRANSPOSED", kInput,
     "of `assay check`: texts seem to belong to other segments than they stand at",
     "see whether lines of one file were sorted or moved"},
    {"W-SCRIPT", kInput, "of `assay check`: hypotheses are in another script than references",
     "see whether the files are of one language"},
    {"W-SAME-FILE", kInput, "a file is both hypothesis and reference", "check the file names"},
    {"W-PEER", kInput, "with ROUGE-1.5.5's settings: a system has no text for an evaluation",
     "add it, or remove the evaluation; the system's averages leave it out"},
    {"W-MODEL", kInput, "ROUGE-W of a model without tokens is 0; ROUGE-1.5.5 would stop",
     "see why the file is empty"},
    {"W-TOKENS", kUndecided,
     "a ROUGE tokenizer drops most letters of most segments, whose scores say little; about "
     "statistics",
     "choose a tokenizer for the script: tok=icu"},
    {"W-NORMS", kInput, "more than 1% of the rows of embeddings are oddly short or long",
     "see whether the type of the numbers is right"},
    {"W-TRUNCATED", kInput,
     "texts were longer than the model takes; what was cut off does not count",
     "nothing, or choose a model for longer texts"},
    {"W-BASELINE", kInput, "the row of a baseline that is used names another layer",
     "check the file and the layer"},
    {"W-WEIGHTS", kUndecided,
     "all weights of some texts are zero, so that they have no precision or recall; about "
     "statistics",
     "see what the tokens of those texts are"},
    {"W-ONE-LINE", kUndecided,
     "rougeLsum of texts of one line each, where it is the same as rougeL; about statistics",
     "put sentences on lines of their own, or use split=icu; split=none says that it is meant"},
};

std::string upper(std::string_view word) {
  std::string text(word);
  for (char& letter : text) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return text;
}

}  // namespace

bool looks_like_code(std::string_view word) {
  const std::string text = upper(word);
  return text.starts_with("E-") || text.starts_with("W-");
}

const CodeInfo* find_code(std::string_view word) {
  const std::string text = upper(word);
  const auto* found = std::ranges::find(kCodes, std::string_view(text), &CodeInfo::code);
  return found == std::end(kCodes) ? nullptr : found;
}

std::string nearest_code(std::string_view word) {
  std::vector<std::string> names;
  for (const CodeInfo& info : kCodes) names.emplace_back(info.code);
  return did_you_mean(upper(word), names);
}

void print_code(const CodeInfo& info, std::ostream& out) {
  fmt::print(out, "{}: {}\n", info.code, info.meaning);
  if (info.is_warning()) {
    fmt::print(out, "exit code: 0, with --strict {}\n", info.exit_code);
  } else {
    fmt::print(out, "exit code: {}\n", info.exit_code);
  }
  fmt::print(out, "what to do: {}\n", info.advice);
}

}  // namespace assay
