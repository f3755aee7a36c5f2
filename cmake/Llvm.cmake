# Finds LLVM 19, whose code generator runs inside libtheano.so. Without it the library works, by its interpreter alone.
option(THEANO_LLVM "Translate kernels to machine code by LLVM" ON)
if(NOT THEANO_LLVM)
  return()
endif()

find_program(THEANO_LLVM_CONFIG NAMES llvm-config-19 NO_CACHE)
find_library(THEANO_ZSTD_ARCHIVE libzstd.a NO_CACHE)
if(NOT THEANO_LLVM_CONFIG OR NOT THEANO_ZSTD_ARCHIVE)
  message(STATUS "LLVM 19 (llvm-19-dev, libzstd-dev) is not here: kernels will be interpreted")
  set(THEANO_LLVM OFF)
  return()
endif()

function(theano_ask_llvm out)
  execute_process(COMMAND "${THEANO_LLVM_CONFIG}" ${ARGN} OUTPUT_VARIABLE answer COMMAND_ERROR_IS_FATAL ANY
    OUTPUT_STRIP_TRAILING_WHITESPACE)
  separate_arguments(answer UNIX_COMMAND "${answer}")
  set(${out} "${answer}" PARENT_SCOPE)
endfunction()

theano_ask_llvm(THEANO_LLVM_INCLUDE_DIR --includedir)
theano_ask_llvm(THEANO_LLVM_ARCHIVES --link-static --libfiles orcjit native passes)
theano_ask_llvm(THEANO_LLVM_SHARED --link-shared --libfiles)

# The library takes the archives' routines in, hidden, so that no other LLVM of the process (OpenCL has one) meets ours.
# Test programs, which nobody installs, link in a second with the shared one.
set(THEANO_LLVM_FOR_LIBRARY ${THEANO_LLVM_ARCHIVES} "${THEANO_ZSTD_ARCHIVE}")
set(THEANO_LLVM_FOR_PROGRAMS ${THEANO_LLVM_SHARED})
