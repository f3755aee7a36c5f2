# The loops of the interpreter are worth more optimisation than other code, in every build type; integers wrap there.
file(GLOB theano_ir_lane_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/theano/ir/lanes/*_baseline.cpp"
  "${PROJECT_SOURCE_DIR}/theano/ir/lanes/*_avx2.cpp")
foreach(source IN LISTS theano_ir_lane_files)
  set_property(SOURCE "${source}" APPEND PROPERTY COMPILE_OPTIONS "-O3;-fwrapv;-fno-trapping-math;-Wno-psabi")
  # Other flags than the precompiled header was made with: the compiler cannot read it.
  set_property(SOURCE "${source}" PROPERTY SKIP_PRECOMPILE_HEADERS ON)
endforeach()
