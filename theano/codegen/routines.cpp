// The table of routines by name.
#include "theano/codegen/routines.h"

#include <cmath>
#include <cstring>
#include <unordered_map>

#include "theano/ir/lanes/lane_table.h"

namespace theano::codegen {
namespace {

using ir::Prim;

template <class T>
void gather_row(void* to, const std::byte* from, std::int64_t stride_bytes, std::int64_t n) {
  T* y = static_cast<T*>(to);
  for (std::int64_t i = 0; i < n; ++i) std::memcpy(y + i, from + i * stride_bytes, sizeof(T));
}

template <class T>
void scatter_row(std::byte* to, std::int64_t stride_bytes, const void* from, std::int64_t n) {
  const T* x = static_cast<const T*>(from);
  for (std::int64_t i = 0; i < n; ++i) std::memcpy(to + i * stride_bytes, x + i, sizeof(T));
}

template <class T>
void gather(void* to, const std::byte* from, const std::int64_t* offset_bytes, std::int64_t n) {
  T* y = static_cast<T*>(to);
  for (std::int64_t i = 0; i < n; ++i) std::memcpy(y + i, from + offset_bytes[i], sizeof(T));
}

template <class T>
void scatter(std::byte* to, const void* from, const std::int64_t* offset_bytes, std::int64_t n) {
  const T* x = static_cast<const T*>(from);
  for (std::int64_t i = 0; i < n; ++i) std::memcpy(to + offset_bytes[i], x + i, sizeof(T));
}

using Routines = std::unordered_map<std::string, const void*>;

template <class Function>
void add(Routines& routines, const std::string& name, Function* function) {
  if (function) routines.emplace(name, reinterpret_cast<const void*>(function));
}

template <class T>
void add_moves(Routines& routines) {
  constexpr std::int64_t size = sizeof(T);
  add(routines, gather_row_routine(size), gather_row<T>);
  add(routines, scatter_row_routine(size), scatter_row<T>);
  add(routines, gather_routine(size), gather<T>);
  add(routines, scatter_routine(size), scatter<T>);
}

// Where an instruction set has no instruction for them, LLVM calls these by their names in C.
void add_rounding(Routines& routines) {
  add<float(float)>(routines, "floorf", std::floor);
  add<double(double)>(routines, "floor", std::floor);
  add<float(float)>(routines, "ceilf", std::ceil);
  add<double(double)>(routines, "ceil", std::ceil);
  add<float(float)>(routines, "truncf", std::trunc);
  add<double(double)>(routines, "trunc", std::trunc);
  add<float(float)>(routines, "rintf", std::rint);
  add<double(double)>(routines, "rint", std::rint);
  add<void*(void*, const void*, std::size_t)>(routines, "memcpy", std::memcpy);
  add<void*(void*, int, std::size_t)>(routines, "memset", std::memset);
}

Routines make_routines() {
  Routines routines;
  const ir::LaneTable& table = ir::lane_table();
  for (int d = 0; d < kDTypeCount; ++d) {
    const DType dtype = static_cast<DType>(d);
    for (int p = 0; p < ir::kPrimCount; ++p) {
      const Prim prim = static_cast<Prim>(p);
      add(routines, primitive_routine(prim, dtype), table.primitive[p][d]);
      add(routines, fold_routine(prim, dtype), table.fold[p][d]);
    }
    for (int to = 0; to < kDTypeCount; ++to) {
      add(routines, cast_routine(dtype, static_cast<DType>(to)), table.cast[d][to]);
    }
    for (const bool is_max : {false, true}) add(routines, arg_scan_routine(is_max, dtype), table.arg_scan[is_max][d]);
  }
  add_moves<std::uint8_t>(routines);
  add_moves<std::uint16_t>(routines);
  add_moves<std::uint32_t>(routines);
  add_moves<std::uint64_t>(routines);
  add_rounding(routines);
  return routines;
}

std::string named(const char* kind, std::string_view what) { return "theano." + std::string(kind) + "." + std::string(what); }

std::string named(const char* kind, Prim prim, DType dtype) {
  return named(kind, ir::prim_info(prim).name) + "." + std::string(dtype_name(dtype));
}

}  // namespace

std::string primitive_routine(Prim prim, DType operand) { return named("primitive", prim, operand); }
std::string fold_routine(Prim prim, DType dtype) { return named("fold", prim, dtype); }
std::string cast_routine(DType from, DType to) {
  return named("cast", dtype_name(from)) + "." + std::string(dtype_name(to));
}
std::string arg_scan_routine(bool is_max, DType dtype) { return named(is_max ? "argmax" : "argmin", dtype_name(dtype)); }
std::string gather_row_routine(std::int64_t bytes) { return named("gather_row", std::to_string(bytes)); }
std::string scatter_row_routine(std::int64_t bytes) { return named("scatter_row", std::to_string(bytes)); }
std::string gather_routine(std::int64_t bytes) { return named("gather", std::to_string(bytes)); }
std::string scatter_routine(std::int64_t bytes) { return named("scatter", std::to_string(bytes)); }

const void* find_routine(std::string_view name) {
  static const Routines& routines = *new Routines(make_routines());  // never destroyed: code may still be compiled
  const auto found = routines.find(std::string(name));
  return found == routines.end() ? nullptr : found->second;
}

}  // namespace theano::codegen
