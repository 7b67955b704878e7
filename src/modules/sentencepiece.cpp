#include "modules/sentencepiece.h"

#include <sentencepiece_processor.h>

namespace assay {
namespace {

class Model : public PieceModel {
 public:
  bool load(std::string_view bytes, std::string& problem) {
    return is_ok(processor_.LoadFromSerializedProto(bytes), problem);
  }

  bool encode(std::string_view text, std::vector<std::string>& pieces,
              std::string& problem) const override {
    return is_ok(processor_.Encode(text, &pieces), problem);
  }

 private:
  static bool is_ok(const sentencepiece::util::Status& status, std::string& problem) {
    if (!status.ok()) problem = status.ToString();
    return status.ok();
  }

  sentencepiece::SentencePieceProcessor processor_;
};

std::unique_ptr<PieceModel> open(std::string_view bytes, std::string& problem) {
  auto model = std::make_unique<Model>();
  if (!model->load(bytes, problem)) return nullptr;
  return model;
}

}  // namespace
}  // namespace assay

extern "C" const assay::PieceModule assay_module = {
    .version = ASSAY_SENTENCEPIECE,
    .open = &assay::open,
};
