#include "assay/tokenizer.h"

#include "text/sentencepiece.h"

#include <fmt/format.h>

namespace assay {
namespace {

/// Enough to tell models apart, and short enough for a signature.
constexpr std::size_t kHashDigits = 8;

LoadedTokenizer load_any(std::string_view file) {
  PieceTokenizer loaded = load_pieces(file, "spm=FILE wants a file that SentencePiece has trained");
  return {std::move(loaded.tokenizer), "spm-" + loaded.sha256.substr(0, kHashDigits)};
}

/// A model that sacreBLEU downloads and has a name for. Like sacreBLEU it takes the file's word.
template <const auto& kName, const auto& kAddress>
LoadedTokenizer load_published(std::string_view file) {
  PieceTokenizer loaded = load_pieces(file, fmt::format("the model is at {}", kAddress));
  return {std::move(loaded.tokenizer), std::string(kName), true};
}

constexpr std::string_view kFlores101 = "flores101";
constexpr std::string_view kFlores200 = "flores200";
constexpr std::string_view kSpBleu1K = "spBLEU-1K";

constexpr std::string_view kFlores101Address =
    "https://dl.fbaipublicfiles.com/fairseq/models/flores/sacrebleu_tokenizer_spm.model";
constexpr std::string_view kFlores200Address =
    "https://dl.fbaipublicfiles.com/large_objects/nllb/models/spm_200/"
    "flores200_sacrebleu_tokenizer_spm.model";
constexpr std::string_view kSpBleu1KAddress =
    "https://www.dlnlp.ai/spBLEU-1K/spbleu-1k_tokenizer_spm.model";

}  // namespace

extern constinit const TokenizerInfo kTokenizerSpm = {
    .name = "spm",
    .summary = "pieces of the SentencePiece model spm=FILE",
    .load = load_any,
    .path_kind = "FILE",
    .needs_path = true,
};

extern constinit const TokenizerInfo kTokenizerFlores101 = {
    .name = kFlores101,
    .summary = "pieces of the model of FLORES-101, for spBLEU: flores101=FILE",
    .load = load_published<kFlores101, kFlores101Address>,
    .path_kind = "FILE",
    .needs_path = true,
};

extern constinit const TokenizerInfo kTokenizerFlores200 = {
    .name = kFlores200,
    .summary = "pieces of the model of FLORES-200: flores200=FILE",
    .load = load_published<kFlores200, kFlores200Address>,
    .path_kind = "FILE",
    .needs_path = true,
};

extern constinit const TokenizerInfo kTokenizerSpBleu1K = {
    .name = kSpBleu1K,
    .summary = "pieces of the model of spBLEU-1K: spBLEU-1K=FILE",
    .load = load_published<kSpBleu1K, kSpBleu1KAddress>,
    .path_kind = "FILE",
    .needs_path = true,
};

}  // namespace assay
