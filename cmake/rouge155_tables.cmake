# Writes the word lists of the ROUGE-1.5.5 profile as C++: cmake -DOUTPUT=FILE.cpp
#   -DEXCEPTIONS=FILE;FILE;FILE;FILE -DSTOP_WORDS=FILE -P cmake/rouge155_tables.cmake
# A list whose files are not given is empty.
cmake_minimum_required(VERSION 3.25)

# WordNet 3.0's exceptions that its version 2.0, which ROUGE-1.5.5 brings, lacks.
set(newer_exceptions ashes cognosenti gps halfpence houses_of_cards lisente loups-garous morses
  optic_axes staretsy)
# What the stop list of ROUGE-1.5.5 has besides SMART's, and what it lacks of it.
set(more_stop_words reuters ap jan feb mar apr jun jul aug sep oct nov dec tech news index mon tue
  wed thu fri sat 's i.e. e.g. etc. mr. ms. amid)
set(fewer_stop_words first last name)

# "KEY VALUE" for each line; of lines with the same key the last one counts.
set(exceptions "")
foreach(file IN LISTS EXCEPTIONS)
  file(READ ${file} lines)
  string(REGEX REPLACE "([^ \n]+) ([^ \n]+)[^\n]*" "\\1 \\2" lines "${lines}")
  string(APPEND exceptions "${lines}")
endforeach()
foreach(word IN LISTS newer_exceptions)
  string(REGEX REPLACE "(^|\n)${word} [^\n]*\n" "\\1" exceptions "${exceptions}")
endforeach()

set(stop_words "")
if(STOP_WORDS)
  file(READ ${STOP_WORDS} stop_words)
  foreach(word IN LISTS fewer_stop_words)
    string(REGEX REPLACE "(^|\n)${word}\n" "\\1" stop_words "${stop_words}")
  endforeach()
  list(JOIN more_stop_words "\n" more_stop_words)
  string(APPEND stop_words "${more_stop_words}\n")
endif()

foreach(table exceptions stop_words)
  string(REGEX REPLACE "([^\n]+)\n" "    \"\\1\",\n" ${table} "${${table}}")
endforeach()
file(WRITE ${OUTPUT} "#include \"rouge155/tables.h\"

namespace assay {
namespace {

// The last entry is empty, so that an array without others is one too.
constexpr std::string_view kExceptions[] = {
${exceptions}    \"\"};

constexpr std::string_view kStopWords[] = {
${stop_words}    \"\"};

}  // namespace

std::span<const std::string_view> exception_table() {
  return std::span(kExceptions).first(std::size(kExceptions) - 1);
}

std::span<const std::string_view> stop_word_table() {
  return std::span(kStopWords).first(std::size(kStopWords) - 1);
}

}  // namespace assay
")
