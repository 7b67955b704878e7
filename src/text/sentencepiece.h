#pragma once

#include "assay/tokenizer.h"

#include <memory>
#include <string>
#include <string_view>

/// SentencePiece, from its module.
namespace assay {

/// Cuts text into a model's pieces, and those at white space.
struct PieceTokenizer {
  std::unique_ptr<Tokenizer> tokenizer;
  std::string sha256;  ///< Of the model's file, in hexadecimal.
};

/// Throws an input Error (E-MODEL) with `hint`, or a usage Error (E-UNAVAILABLE).
PieceTokenizer load_pieces(std::string_view file, const std::string& hint);

/// "0.1.97", or "" in an assay without it.
std::string sentencepiece_version();

}  // namespace assay
