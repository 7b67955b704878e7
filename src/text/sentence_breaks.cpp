#include "text/sentence_breaks.h"

#include "text/icu_boundaries.h"

namespace assay {

std::vector<std::size_t> sentence_ends(std::string_view text) {
  thread_local IcuBoundaries boundaries(icu::BreakIterator::createSentenceInstance);
  std::vector<std::size_t> ends;
  icu::BreakIterator& sentences = boundaries.start(text);
  for (auto end = sentences.next(); end != icu::BreakIterator::DONE; end = sentences.next()) {
    ends.push_back(static_cast<std::size_t>(end));
  }
  return ends;
}

}  // namespace assay
