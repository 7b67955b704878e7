#include "assay/corpus.h"

#include "input/text_source.h"

namespace assay {
namespace {

constexpr std::size_t kBlockLines = 1024;
constexpr std::size_t kBlockBytes = std::size_t{256} << 10U;

}  // namespace

std::vector<Warning> read_lines(const std::string& path, const InputOptions& options,
                                const UseLine& use) {
  TextSource source({path, path}, options);
  std::string storage;
  Segments segments;
  while (source.lines().cut(kBlockLines, kBlockBytes) > 0) {
    source.read(storage, segments);
    for (std::size_t i = 0; i < segments.texts.size(); ++i) {
      use(segments.texts[i], source.lines().number(i));
    }
  }
  return source.warnings();
}

}  // namespace assay
