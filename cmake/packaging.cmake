# What is installed besides the program, and the packages that cpack makes: .deb and .tar.gz.
set(generated_folder ${PROJECT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${generated_folder})
set(generated)
foreach(kind bash zsh fish man)
  add_custom_command(OUTPUT ${generated_folder}/${kind}
    COMMAND assay completion ${kind} > ${generated_folder}/${kind}
    DEPENDS assay VERBATIM)
  list(APPEND generated ${generated_folder}/${kind})
endforeach()
add_custom_target(completions ALL DEPENDS ${generated})
install(FILES ${generated_folder}/bash RENAME assay
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${generated_folder}/zsh RENAME _assay
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${generated_folder}/fish RENAME assay.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${generated_folder}/man RENAME assay.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

set(CPACK_GENERATOR DEB TGZ)
# All but the component `dev`.
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};assay;Unspecified;/")
set(CPACK_PACKAGE_CONTACT "the authors of assay <assay@localhost>")
set(CPACK_PACKAGE_VENDOR assay)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "mecab-ipadic-utf8")
include(CPack)
