# Makes one object library per folder of theano/ (a room, as listed in tools/layers.txt), and libtheano.so of them all.

set(THEANO_ROOM_TABLE "${PROJECT_SOURCE_DIR}/tools/layers.txt")

# Reads the table into THEANO_ROOMS (lowest first) and THEANO_ROOM_SEES_<room>, which includes the room itself.
function(theano_read_room_table)
  file(STRINGS "${THEANO_ROOM_TABLE}" lines REGEX "^[a-z_]+:")
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${THEANO_ROOM_TABLE}")
  set(rooms)
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^([a-z_]+):(.*)$" _ "${line}")
    set(room "${CMAKE_MATCH_1}")
    separate_arguments(sees UNIX_COMMAND "${CMAKE_MATCH_2}")
    list(APPEND rooms ${room})
    set(THEANO_ROOM_SEES_${room} ${room} ${sees} PARENT_SCOPE)
  endforeach()
  set(THEANO_ROOMS ${rooms} PARENT_SCOPE)
endfunction()

# Files named *_avx2.cpp and *_avx512.cpp hold code that is chosen at run time and compiled for that instruction set.
function(theano_set_file_flags)
  foreach(source IN LISTS ARGN)
    if(source MATCHES "_avx2\\.cpp$")
      set_source_files_properties("${source}" PROPERTIES
        COMPILE_OPTIONS "-mavx2;-mfma" SKIP_PRECOMPILE_HEADERS ON)
    elseif(source MATCHES "_avx512\\.cpp$")
      set_source_files_properties("${source}" PROPERTIES
        COMPILE_OPTIONS "-mavx512f;-mavx512dq;-mavx512bw;-mavx512vl;-mfma" SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
endfunction()

function(theano_add_room room)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/theano/${room}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_library(theano_${room} OBJECT ${sources})
  target_link_libraries(theano_${room} PRIVATE theano_flags theano_private_dependencies)
  theano_reuse_precompiled(theano_${room} theano_precompiled)
  theano_set_file_flags(${sources})
  # A room that wants other flags for some of its files says so in a file of its own.
  include("${PROJECT_SOURCE_DIR}/theano/${room}/flags.cmake" OPTIONAL)
endfunction()

# Sets `out` to the object files of the given rooms, as far as those rooms have sources.
function(theano_room_objects out)
  set(objects)
  foreach(room IN LISTS ARGN)
    if(TARGET theano_${room})
      list(APPEND objects $<TARGET_OBJECTS:theano_${room}>)
    endif()
  endforeach()
  set(${out} ${objects} PARENT_SCOPE)
endfunction()

macro(theano_declare_rooms)
  theano_read_room_table()
  theano_declare_precompiled(theano_precompiled
    HEADERS ${THEANO_STANDARD_HEADERS} <fmt/format.h> LIBRARIES theano_flags theano_private_dependencies)
  foreach(room IN LISTS THEANO_ROOMS)
    theano_add_room(${room})
  endforeach()
  theano_room_objects(theano_all_objects ${THEANO_ROOMS})
  if(theano_all_objects)
    theano_add_shared_library(${theano_all_objects})
  endif()
endmacro()

function(theano_add_shared_library)
  add_library(theano SHARED ${ARGN})
  add_library(theano::theano ALIAS theano)
  set_target_properties(theano PROPERTIES
    LINKER_LANGUAGE CXX
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
    # Built where the staged Python package lies, so that the extension finds it by $ORIGIN.
    LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/python/theano"
    BUILD_WITH_INSTALL_RPATH ON)
  target_compile_features(theano PUBLIC cxx_std_20)
  target_include_directories(theano PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(theano PRIVATE
    $<TARGET_FILE:theano_fmt> ${THEANO_LLVM_FOR_LIBRARY} ${THEANO_OPENBLAS} ${THEANO_TBB_FILE} ${ZLIB_LIBRARIES} Threads::Threads
    ${CMAKE_DL_LIBS})
  add_dependencies(theano theano_fmt)
  set(exports "${PROJECT_SOURCE_DIR}/cmake/exports.map")
  target_link_options(theano PRIVATE
    -Wl,--exclude-libs,ALL "-Wl,--version-script,${exports}" -Wl,--no-undefined -Wl,--gc-sections)
  set_target_properties(theano PROPERTIES LINK_DEPENDS "${exports}")
endfunction()

# Links a program (a test, a benchmark) with the objects of rooms instead of libtheano.so: it may then use names that
# the library hides.
function(theano_link_rooms target)
  theano_room_objects(objects ${ARGN})
  target_sources(${target} PRIVATE ${objects})
  if("codegen" IN_LIST ARGN)
    target_link_libraries(${target} PRIVATE ${THEANO_LLVM_FOR_PROGRAMS})
  endif()
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE theano_flags theano_private_dependencies theano_fmt ${ZLIB_LIBRARIES}
    ${THEANO_OPENBLAS} -Wl,--push-state,--as-needed ${THEANO_TBB_FILE} -Wl,--pop-state
    Threads::Threads ${CMAKE_DL_LIBS} -Wl,--gc-sections)
endfunction()
