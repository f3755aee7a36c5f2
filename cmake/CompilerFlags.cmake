# Flags of every C++ file: the language, hidden symbols, arithmetic that keeps its bits, warnings, sanitizers.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

add_library(theano_flags INTERFACE)
target_compile_options(theano_flags INTERFACE
  -Wall -Wextra
  # A fused multiply-add rounds once where the IR's semantics round twice: results would depend on the machine.
  -ffp-contract=off
  # No caller reads errno after a mathematical function; with it set, loops over sqrt stay scalar.
  -fno-math-errno)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Optimising, g++ 12 sees faults inside std::string and std::vector that are not there.
  target_compile_options(theano_flags INTERFACE
    $<$<CONFIG:Release>:-Wno-array-bounds> $<$<CONFIG:Release>:-Wno-free-nonheap-object>
    $<$<CONFIG:Release>:-Wno-restrict> $<$<CONFIG:Release>:-Wno-stringop-overflow>
    $<$<CONFIG:Release>:-Wno-stringop-overread>)
endif()
target_include_directories(theano_flags INTERFACE "${PROJECT_SOURCE_DIR}")

if(THEANO_SANITIZE)
  # For everything built here, so that the third-party code compiled with us is watched too.
  add_compile_options(-fsanitize=${THEANO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${THEANO_SANITIZE})
endif()
