// Makes calls of OpenBLAS from several threads safe: its serial build hands out work memory from a table without a lock,
// so two calls at once may get the same piece. The linker sends the library's own calls here (--wrap in cmake).
#include <mutex>

extern "C" {

void* __real_blas_memory_alloc(int kind);
void __real_blas_memory_free(void* memory);

void* __wrap_blas_memory_alloc(int kind);
void __wrap_blas_memory_free(void* memory);
}

namespace {
constinit std::mutex g_table;
}

void* __wrap_blas_memory_alloc(int kind) {
  const std::lock_guard lock(g_table);
  return __real_blas_memory_alloc(kind);
}

void __wrap_blas_memory_free(void* memory) {
  const std::lock_guard lock(g_table);
  __real_blas_memory_free(memory);
}
