// What every native row shares: the loop that times its calls, and the macro that exports it in both float types.
#pragma once

#include <chrono>

using Size = long;

/// Seconds of `count` calls.
extern "C" double repeat(void (*function)(void**, const Size*), void** pointers, const Size* sizes, Size count) {
  const auto start = std::chrono::steady_clock::now();
  for (Size i = 0; i < count; ++i) function(pointers, sizes);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Makes name_float32 and name_float64 of a template name<T>(void** pointers, const Size* sizes).
#define EXPORT(name)                                                                                   \
  extern "C" void name##_float32(void** pointers, const Size* sizes) { name<float>(pointers, sizes); } \
  extern "C" void name##_float64(void** pointers, const Size* sizes) { name<double>(pointers, sizes); }

template <class T>
const T* input(void** pointers, int index) {
  return static_cast<const T*>(pointers[index]);
}
template <class T>
T* output(void** pointers, int index) {
  return static_cast<T*>(pointers[index]);
}
