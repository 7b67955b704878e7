#include "text/snowball.h"

#include "assay/error.h"

#include <array>
#include <libstemmer.h>
#include <memory>
#include <utility>

// Porter, "Snowball: A language for stemming algorithms", 2001.

namespace assay {
namespace {

/// All begin with what libstemmer does not have in its names.
constexpr std::string_view kPrefix = "snowball-";

struct Language {
  const char* name;
  const char* summary;
};

constexpr std::array<Language, 28> kLanguages = {{
    {"snowball-arabic", "Snowball's stemmer for Arabic"},
    {"snowball-armenian", "Snowball's stemmer for Armenian"},
    {"snowball-basque", "Snowball's stemmer for Basque"},
    {"snowball-catalan", "Snowball's stemmer for Catalan"},
    {"snowball-danish", "Snowball's stemmer for Danish"},
    {"snowball-dutch", "Snowball's stemmer for Dutch"},
    {"snowball-english", "Snowball's stemmer for English (Porter2)"},
    {"snowball-finnish", "Snowball's stemmer for Finnish"},
    {"snowball-french", "Snowball's stemmer for French"},
    {"snowball-german", "Snowball's stemmer for German"},
    {"snowball-greek", "Snowball's stemmer for Greek"},
    {"snowball-hindi", "Snowball's stemmer for Hindi"},
    {"snowball-hungarian", "Snowball's stemmer for Hungarian"},
    {"snowball-indonesian", "Snowball's stemmer for Indonesian"},
    {"snowball-irish", "Snowball's stemmer for Irish"},
    {"snowball-italian", "Snowball's stemmer for Italian"},
    {"snowball-lithuanian", "Snowball's stemmer for Lithuanian"},
    {"snowball-nepali", "Snowball's stemmer for Nepali"},
    {"snowball-norwegian", "Snowball's stemmer for Norwegian"},
    {"snowball-portuguese", "Snowball's stemmer for Portuguese"},
    {"snowball-romanian", "Snowball's stemmer for Romanian"},
    {"snowball-russian", "Snowball's stemmer for Russian"},
    {"snowball-serbian", "Snowball's stemmer for Serbian"},
    {"snowball-spanish", "Snowball's stemmer for Spanish"},
    {"snowball-swedish", "Snowball's stemmer for Swedish"},
    {"snowball-tamil", "Snowball's stemmer for Tamil"},
    {"snowball-turkish", "Snowball's stemmer for Turkish"},
    {"snowball-yiddish", "Snowball's stemmer for Yiddish"},
}};

struct Delete {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

using Stemmer = std::unique_ptr<sb_stemmer, Delete>;

Stemmer make_stemmer(const char* name) {
  Stemmer stemmer(sb_stemmer_new(name + kPrefix.size(), "UTF_8"));
  if (stemmer == nullptr) {
    throw usage_error("E-STEMMER", std::string("libstemmer has no stemmer for ") + name,
                      "install a newer libstemmer");
  }
  return stemmer;
}

template <std::size_t language>
void stem(std::string& token) {
  // A stemmer serves one thread.
  thread_local const Stemmer stemmer = make_stemmer(kLanguages[language].name);
  const auto* bytes = reinterpret_cast<const sb_symbol*>(token.data());
  const sb_symbol* stemmed = sb_stemmer_stem(stemmer.get(), bytes, static_cast<int>(token.size()));
  if (stemmed == nullptr) throw std::bad_alloc();
  const int length = sb_stemmer_length(stemmer.get());
  if (length > 0) token.assign(stemmed, stemmed + length);
}

template <std::size_t... language>
constexpr auto make_table(std::index_sequence<language...> /*all*/) {
  return std::array{
      StemmerInfo{kLanguages[language].name, kLanguages[language].summary, &stem<language>}...};
}

constexpr auto kTable = make_table(std::make_index_sequence<kLanguages.size()>());

}  // namespace

std::span<const StemmerInfo> snowball_stemmers() {
  return kTable;
}

}  // namespace assay
