# Finds the libraries we stand on. Inside libtheano.so: OpenBLAS and fmt (static, hidden), oneTBB, zlib.
find_package(Threads REQUIRED)
find_package(TBB REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)

# fmt's function bodies are compiled once, here: as a header-only library each file that formats pays five seconds for
# them, and as Debian's shared library the installed tree would need it at run time.
add_library(theano_fmt STATIC "${CMAKE_CURRENT_LIST_DIR}/fmt_body.cpp")
target_include_directories(theano_fmt SYSTEM PUBLIC
  $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)

# OpenBLAS, the serial build: libtheano.so and the test programs take the archive's routines in. Every Debian flavour of
# OpenBLAS has the same SONAME, so a dynamic link would run with whichever flavour is installed. The serial build has no
# lock around its table of work memory; runtime/blas_memory.cpp brings one.
find_path(THEANO_CBLAS_INCLUDE_DIR cblas.h
  PATH_SUFFIXES ${CMAKE_LIBRARY_ARCHITECTURE}/openblas-serial openblas-serial NO_CACHE
  PATHS /usr/include/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-serial REQUIRED NO_DEFAULT_PATH)
find_library(THEANO_OPENBLAS_ARCHIVE libopenblas.a
  PATHS /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-serial NO_CACHE REQUIRED NO_DEFAULT_PATH)

# The LAPACK routines of the archive, written in Fortran, call libgfortran; it is linked only if one of them is used.
find_library(THEANO_GFORTRAN NAMES gfortran libgfortran.so.5 NO_CACHE)
set(THEANO_OPENBLAS "-Wl,--wrap=blas_memory_alloc,--wrap=blas_memory_free" "${THEANO_OPENBLAS_ARCHIVE}")
if(THEANO_GFORTRAN)
  list(APPEND THEANO_OPENBLAS -Wl,--push-state,--as-needed "${THEANO_GFORTRAN}" -Wl,--pop-state)
endif()

# TBB by file, not by target: users of an installed libtheano.so need no TBB package.
set(THEANO_TBB_FILE $<TARGET_FILE:TBB::tbb>)
add_library(theano_private_dependencies INTERFACE)
target_include_directories(theano_private_dependencies SYSTEM INTERFACE
  "${THEANO_CBLAS_INCLUDE_DIR}"
  $<TARGET_PROPERTY:TBB::tbb,INTERFACE_INCLUDE_DIRECTORIES>
  $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>
  ${ZLIB_INCLUDE_DIRS})
