# Which folder may include what (docs/design.md): cmake -DROOT=REPOSITORY -P layering.cmake
cmake_minimum_required(VERSION 3.25)
# A public header may include those that stand before it, and only the standard library besides.
set(order error warning instruction_set vocabulary places exact_sum random text registry version options tokenizer stats
  significance alignment edit_distance ngram corpus embeddings segment metric explain report writer evaluate compare gate aggregate inspect suite)
# What each folder of src may include: public headers, folders (./ is src itself), libraries.
set(bottom error warning instruction_set registry text fmt)
set(allowed_modules error tokenizer modules/ ./ hwy mecab openssl sentencepiece_processor simdjson)
set(allowed_text ${bottom} version tokenizer modules/ text/ unicode)
set(allowed_input ${bottom} corpus input/ modules/ text/ expat zlib zstd zstd_errors)
set(allowed_metrics ${bottom} corpus embeddings embeddings/ modules/ options tokenizer stats segment vocabulary places alignment edit_distance ngram
  metric explain metrics/ rouge155/ ./)
set(allowed_rouge155 ${bottom} corpus tokenizer vocabulary rouge155/ input/ text/ ./ expat)
set(allowed_writers ${bottom} report writer writers/ text/ nlohmann)
set(allowed_gates ${order} gates/ text/ fmt nlohmann)
set(allowed_inspect ${order} inspect/ text/ fmt nlohmann)
set(allowed_suite ${order} suite/ text/ fmt nlohmann)
set(allowed_embeddings ${bottom} corpus embeddings embeddings/ input/ modules/ zlib)
set(allowed_. ${order} ./ modules/ rouge155/ text/ embeddings/ fmt)
set(allowed_cli ${order} cli/ rouge155/ writers/ fmt CLI)

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/include/*.h ${ROOT}/src/*.h ${ROOT}/src/*.cpp)
foreach(file IN LISTS files)
  if(file MATCHES "^include/assay/([a-z_]+)[.]h$")
    list(FIND order ${CMAKE_MATCH_1} place)
    list(SUBLIST order 0 ${place} allowed)
  elseif(file MATCHES "^src/([a-z0-9]+)/")
    set(allowed ${allowed_${CMAKE_MATCH_1}})
  else()
    set(allowed ${allowed_.})
  endif()
  file(STRINGS ${ROOT}/${file} lines REGEX "^ *# *include")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^ *# *include *" "" target "${line}")
    if(target MATCHES "^<[a-z_0-9]+>$" OR
       (file MATCHES "^src/" AND target MATCHES "^<(sys/)?[a-z]+[.]h>$" AND
        NOT target MATCHES "^<(simdjson|mecab|zlib|zstd|zstd_errors|expat)[.]h>$"))
      continue()  # The standard library and POSIX.
    endif()
    string(REGEX REPLACE "^\"assay/([a-z_]+)[.]h\"$" "\\1" target ${target})
    string(REGEX REPLACE "^\"([a-z0-9]+/)[a-z_0-9]+[.]h\"$" "\\1" target ${target})
    string(REGEX REPLACE "^\"[a-z_0-9]+[.]h\"$" "./" target ${target})
    string(REGEX REPLACE "^<(CLI|expat|fmt|hwy|mecab|nlohmann|openssl|sentencepiece_processor|simdjson|unicode|zlib|zstd|zstd_errors)[/.].*>$" "\\1" target ${target})
    if(NOT target IN_LIST allowed)
      message(SEND_ERROR "${file}: ${line}: only lower layers may be included")
    endif()
  endforeach()
endforeach()
