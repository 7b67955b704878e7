# The library for other programs: find_package(assay), then assay::core. Its component is `dev`, which
# is not in the packages that cpack makes.
include(CMakePackageConfigHelpers)
set(library_folder ${CMAKE_INSTALL_LIBDIR}/cmake/assay)
set_target_properties(assay_core PROPERTIES OUTPUT_NAME assay EXPORT_NAME core)
set(is_for_link_time OFF)
if(CMAKE_INTERPROCEDURAL_OPTIMIZATION AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(is_for_link_time ON)
  target_compile_options(assay_core PRIVATE -ffat-lto-objects)
endif()

install(TARGETS assay_core EXPORT assay ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
if(is_for_link_time)
  # Others may link with another compiler, which knows nothing of what ours keeps for link time.
  install(CODE "
    set(archive \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/libassay.a)
    execute_process(COMMAND ${CMAKE_STRIP} --strip-debug --wildcard
      --remove-section=.gnu.lto_* --remove-section=.gnu.debuglto_* \${archive}
      COMMAND_ERROR_IS_FATAL ANY)"
    COMPONENT dev)
endif()
install(DIRECTORY include/assay DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
install(EXPORT assay NAMESPACE assay:: FILE assay-targets.cmake
  DESTINATION ${library_folder} COMPONENT dev)
configure_package_config_file(cmake/assay-config.cmake.in ${PROJECT_BINARY_DIR}/assay-config.cmake
  INSTALL_DESTINATION ${library_folder}
  PATH_VARS module_destination NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a minor version may change what headers say.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/assay-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/assay-config.cmake
  ${PROJECT_BINARY_DIR}/assay-config-version.cmake
  DESTINATION ${library_folder} COMPONENT dev)
