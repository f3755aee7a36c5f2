// The extension module `theano._core`: calls one binding function per room.
#include <vector>

#include "bindings.h"
#include "numpy_arrays.h"

namespace {

void inc_ref(void* object) noexcept {
  const nb::gil_scoped_acquire gil;
  Py_INCREF(static_cast<PyObject*>(object));
}

// A wrapper that goes lets its node's inputs go, whose wrappers let theirs go; on a long chain that must not recurse, so
// what is given back meanwhile waits for its turn.
void dec_ref(void* object) noexcept {
  if (!Py_IsInitialized()) return;  // the interpreter is gone, and the object with it
  const nb::gil_scoped_acquire gil;
  thread_local std::vector<PyObject*> waiting;
  thread_local bool is_working = false;
  waiting.push_back(static_cast<PyObject*>(object));
  if (is_working) return;
  is_working = true;
  while (!waiting.empty()) {
    PyObject* const next = waiting.back();
    waiting.pop_back();
    Py_DECREF(next);
  }
  is_working = false;
}

}  // namespace

NB_MODULE(_core, m) {
  using namespace theano::python;
  nb::set_leak_warnings(false);  // nodes held by static C++ objects live as long as the process
  theano::RefCounted::set_foreign_hooks({&inc_ref, &dec_ref});
  import_numpy();
  bind_errors(m);
  bind_provenance(m);
  bind_config(m);
  bind_types(m);
  bind_graph(m);
  bind_shared(m);
  bind_tensor_methods(m);
  bind_constructors(m);
  bind_registry(m);
  bind_gradient(m);
  bind_modes(m);
  bind_function(m);
  bind_verify_grad(m);
  bind_graph_walks(m);
  bind_printing(m);
  bind_test_values(m);
  bind_random(m);
  bind_pickle(m);
  bind_grids(m);
  bind_op_from_graph(m);
  bind_op_classes(m);
}
