// The user's line in Python: captured as a code position when a node is made, resolved only when it is printed.
#include <unordered_set>

#include "bindings.h"
#include "theano/base/provenance.h"

namespace theano::python {
namespace {

/// Code objects that provenance ids refer to stay alive for ever; there are only as many as the program has functions.
void keep_alive(PyObject* code) {
  static auto* const kept = new std::unordered_set<PyObject*>;
  if (kept->insert(code).second) Py_INCREF(code);
}

SourcePosition resolve(const void* key, std::uint64_t last_instruction) {
  const nb::gil_scoped_acquire gil;
  auto* code = static_cast<PyCodeObject*>(const_cast<void*>(key));
  SourcePosition where;
  where.file = nb::cast<std::string>(nb::handle(reinterpret_cast<PyObject*>(code)).attr("co_filename"));
  where.line = PyCode_Addr2Line(code, static_cast<int>(last_instruction));
  const nb::object line = nb::module_::import_("linecache").attr("getline")(where.file, where.line);
  where.text = nb::cast<std::string>(line.attr("strip")());
  return where;
}

Provenance current_line() {
  if (!PyGILState_Check()) return {};
  PyFrameObject* frame = PyEval_GetFrame();
  if (!frame) return {};
  PyCodeObject* code = PyFrame_GetCode(frame);
  PyObject* const object = reinterpret_cast<PyObject*>(code);
  thread_local PyObject* last = nullptr;
  if (object != last) {
    keep_alive(object);
    last = object;
  }
  const Provenance id = Provenance::foreign(code, static_cast<std::uint64_t>(PyFrame_GetLasti(frame)), &resolve);
  Py_DECREF(object);
  return id;
}

}  // namespace

void bind_provenance(nb::module_&) { Provenance::set_provider(&current_line); }

}  // namespace theano::python
