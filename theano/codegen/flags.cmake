# LLVM's headers are seen by the llvm_* files alone; LLVM is built without run-time type information, so they are too.
file(GLOB theano_llvm_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/theano/codegen/llvm_*.cpp")
if(THEANO_LLVM)
  foreach(source IN LISTS theano_llvm_files)
    set_property(SOURCE "${source}" APPEND PROPERTY COMPILE_OPTIONS
      "-fno-rtti;-isystem${THEANO_LLVM_INCLUDE_DIR};-Wno-unused-parameter")
    set_property(SOURCE "${source}" PROPERTY SKIP_PRECOMPILE_HEADERS ON)
  endforeach()
  set_property(SOURCE "${PROJECT_SOURCE_DIR}/theano/codegen/no_llvm.cpp" PROPERTY HEADER_FILE_ONLY ON)
else()
  set_property(SOURCE ${theano_llvm_files} PROPERTY HEADER_FILE_ONLY ON)
endif()
