# The build types: Release (the default, what users get) and Dev (quick to build, assertions on).
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Dev" FORCE)
endif()

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g0 -DNDEBUG" CACHE STRING "Flags of Release")
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1" CACHE STRING "Flags of Dev")
