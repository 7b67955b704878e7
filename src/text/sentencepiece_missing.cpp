#include "assay/error.h"

#include "text/sentencepiece.h"

namespace assay {

PieceTokenizer load_pieces(std::string_view /*file*/, const std::string& /*hint*/) {
  throw usage_error("E-UNAVAILABLE", "this assay was built without SentencePiece",
                    "install libsentencepiece-dev and libssl-dev and build again");
}

std::string sentencepiece_version() {
  return "";
}

}  // namespace assay
