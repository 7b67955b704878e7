#include "assay/error.h"

#include "text/mecab.h"

namespace assay {

MecabTokenizer load_mecab(std::string_view /*folder*/, const std::string& /*hint*/) {
  throw usage_error("E-UNAVAILABLE", "this assay was built without MeCab",
                    "install libmecab-dev and build again");
}

std::string mecab_version() {
  return "";
}

}  // namespace assay
