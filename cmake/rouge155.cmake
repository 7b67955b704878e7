# The built-in word lists of the ROUGE-1.5.5 profile, from Debian's wordnet-base and from the SMART
# list in r-cran-tm, which scripts/setup takes out of the package. Without them a folder of the
# user's own has to be named.
find_path(WORDNET_DIR NAMES verb.exc PATHS /usr/share/wordnet NO_DEFAULT_PATH)
find_file(SMART_FILE NAMES SMART.dat NO_DEFAULT_PATH
  PATHS ${PROJECT_SOURCE_DIR}/build/packages /usr/lib/R/site-library/tm/stopwords)

set(wordnet_files)
if(WORDNET_DIR)
  foreach(part adj adv noun verb)
    list(APPEND wordnet_files ${WORDNET_DIR}/${part}.exc)
  endforeach()
else()
  message(STATUS "wordnet-base is not there: ROUGE-1.5.5 will have no built-in exception list")
endif()
set(smart_file)
if(SMART_FILE)
  set(smart_file ${SMART_FILE})
else()
  message(STATUS "SMART.dat is not there (scripts/setup): ROUGE-1.5.5 will have no built-in stop list")
endif()

set(rouge155_tables ${PROJECT_BINARY_DIR}/rouge155_tables.cpp)
set(rouge155_script ${PROJECT_SOURCE_DIR}/cmake/rouge155_tables.cmake)
add_custom_command(OUTPUT ${rouge155_tables}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${rouge155_tables} "-DEXCEPTIONS=${wordnet_files}"
    "-DSTOP_WORDS=${smart_file}" -P ${rouge155_script}
  DEPENDS ${rouge155_script} ${wordnet_files} ${smart_file}
  COMMENT "Making the word lists of ROUGE-1.5.5" VERBATIM)
