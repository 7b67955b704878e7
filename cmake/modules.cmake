# Libraries that few runs need. Each is linked into a module, which the program loads when it is
# asked for. What is optional and missing is said here, by `assay -V`, and when a tokenizer is asked for that
# needs it.
find_package(PkgConfig)
set(modules)
set(module_folder ${PROJECT_BINARY_DIR}/lib)
set(module_destination ${CMAKE_INSTALL_LIBDIR}/assay)
set(CMAKE_BUILD_RPATH ${module_folder})
file(RELATIVE_PATH from_programs
  ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR}/assay)
set(CMAKE_INSTALL_RPATH $ORIGIN/${from_programs})

# add_module(NAME LIBRARY...): src/modules/NAME.cpp, and what it is linked with.
macro(add_module name)
  add_library(module_${name} MODULE src/modules/${name}.cpp)
  target_include_directories(module_${name} PRIVATE include src)
  target_compile_options(module_${name} PRIVATE -ffp-contract=off)
  target_link_libraries(module_${name} PRIVATE ${ARGN})
  set_target_properties(module_${name} PROPERTIES
    PREFIX "" OUTPUT_NAME assay-${name}-${PROJECT_VERSION}
    LIBRARY_OUTPUT_DIRECTORY ${module_folder} INSTALL_RPATH "")
  install(TARGETS module_${name} LIBRARY DESTINATION ${module_destination})
  list(APPEND modules module_${name})
endmacro()

find_package(OpenSSL REQUIRED COMPONENTS Crypto)
add_module(sha256 OpenSSL::Crypto)
find_package(hwy REQUIRED)
add_module(rows hwy::hwy)
find_package(simdjson REQUIRED)
add_module(json simdjson::simdjson)

if(ASSAY_WITH_MECAB)
  find_path(MECAB_INCLUDE_DIR mecab.h)
  find_library(MECAB_LIBRARY mecab)
  find_program(MECAB_CONFIG mecab-config)
  mark_as_advanced(MECAB_INCLUDE_DIR MECAB_LIBRARY MECAB_CONFIG)
endif()
if(ASSAY_WITH_MECAB AND MECAB_INCLUDE_DIR AND MECAB_LIBRARY AND MECAB_CONFIG)
  execute_process(COMMAND ${MECAB_CONFIG} --sysconfdir
    OUTPUT_VARIABLE mecab_folder OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  add_module(mecab ${MECAB_LIBRARY})
  target_include_directories(module_mecab SYSTEM PRIVATE ${MECAB_INCLUDE_DIR})
  target_compile_definitions(module_mecab PRIVATE ASSAY_MECABRC="${mecab_folder}/mecabrc")
else()
  message(STATUS "without MeCab: ja-mecab and ko-mecab will ask for libmecab-dev")
endif()

if(ASSAY_WITH_SENTENCEPIECE AND PkgConfig_FOUND)
  pkg_check_modules(sentencepiece IMPORTED_TARGET sentencepiece)
endif()
if(ASSAY_WITH_SENTENCEPIECE AND sentencepiece_FOUND)
  # The package also names the library that trains, which is not used.
  find_library(SENTENCEPIECE_LIBRARY sentencepiece HINTS ${sentencepiece_LIBRARY_DIRS})
  mark_as_advanced(SENTENCEPIECE_LIBRARY)
  add_module(sentencepiece ${SENTENCEPIECE_LIBRARY})
  target_include_directories(module_sentencepiece SYSTEM PRIVATE ${sentencepiece_INCLUDE_DIRS})
  target_compile_definitions(module_sentencepiece PRIVATE
    ASSAY_SENTENCEPIECE="${sentencepiece_VERSION}")
else()
  message(STATUS "without SentencePiece: spm, flores101, … will ask for libsentencepiece-dev")
endif()
