# What `cmake --install` lays down: the library, its headers, and the package that find_package(theano) reads.
include(CMakePackageConfigHelpers)

set(theano_config_folder "${CMAKE_INSTALL_LIBDIR}/cmake/theano")

install(TARGETS theano EXPORT theano-targets
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/theano" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT library
  FILES_MATCHING PATTERN "*.h")
install(EXPORT theano-targets NAMESPACE theano:: DESTINATION "${theano_config_folder}" COMPONENT library)

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/theano-config.cmake.in"
  "${PROJECT_BINARY_DIR}/cmake/theano-config.cmake" INSTALL_DESTINATION "${theano_config_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cmake/theano-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/cmake/theano-config.cmake"
  "${PROJECT_BINARY_DIR}/cmake/theano-config-version.cmake"
  DESTINATION "${theano_config_folder}" COMPONENT library)
