# The pool's file includes oneTBB, whose library is not instrumented: see the file.
if(THEANO_SANITIZE MATCHES "thread")
  set_property(SOURCE "${PROJECT_SOURCE_DIR}/theano/runtime/thread_pool.cpp" PROPERTY COMPILE_OPTIONS "-fno-sanitize=thread")
  set_property(SOURCE "${PROJECT_SOURCE_DIR}/theano/runtime/thread_pool.cpp" PROPERTY SKIP_PRECOMPILE_HEADERS ON)
endif()
