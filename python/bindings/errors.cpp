// The one table of Python exception classes: what each kind of fault, in each phase, was in the original.
#include <chrono>
#include <map>

#include "bindings.h"
#include "theano/base/error.h"
#include "theano/base/warning.h"
#include "theano/runtime/executor.h"

namespace theano::python {
namespace {

struct Row {
  ErrorKind kind;
  const char* builtin;  ///< the class programs catch, a base of ours; also the name shown, as programs compare it
  const char* shown;    ///< name shown when it is not that of the builtin
};

/// Classes per kind. Where the original's class depended on the phase, `overrides` below says so.
constexpr Row kTable[] = {
    {ErrorKind::Type, "TypeError", nullptr},
    {ErrorKind::DType, "TypeError", nullptr},
    {ErrorKind::Shape, "ValueError", nullptr},
    {ErrorKind::Index, "IndexError", nullptr},
    {ErrorKind::Value, "ValueError", nullptr},
    {ErrorKind::MissingInput, "Exception", "MissingInputError"},
    {ErrorKind::UnusedInput, "Exception", "UnusedInputError"},
    {ErrorKind::DisconnectedInput, "ValueError", "DisconnectedInputError"},
    {ErrorKind::NullTypeGrad, "TypeError", "NullTypeGradError"},
    {ErrorKind::NotImplemented, "NotImplementedError", nullptr},
    {ErrorKind::Complex, "NotImplementedError", "ComplexError"},
    {ErrorKind::Assertion, "AssertionError", nullptr},
    {ErrorKind::Conflict, "RuntimeError", nullptr},
    {ErrorKind::Compile, "RuntimeError", "CompileError"},
    {ErrorKind::Device, "RuntimeError", "DeviceError"},
    {ErrorKind::Internal, "RuntimeError", "InternalError"},
};

struct PhaseRow {
  ErrorKind kind;
  Phase phase;
  const char* builtin;
};
constexpr PhaseRow kOverrides[] = {
    {ErrorKind::Shape, Phase::Compile, "TypeError"},
};

std::map<std::pair<ErrorKind, Phase>, PyObject*>& classes() {
  static auto* const map = new std::map<std::pair<ErrorKind, Phase>, PyObject*>;
  return *map;
}

PyObject* make_class(nb::module_& m, const char* attribute, const char* shown, nb::handle base, const char* builtin) {
  const nb::object builtin_class = nb::module_::import_("builtins").attr(builtin);
  nb::dict names;
  names["__module__"] = "theano";
  const nb::object cls = nb::module_::import_("builtins").attr("type")(shown, nb::make_tuple(base, builtin_class), names);
  if (attribute) m.attr(attribute) = cls;
  return cls.inc_ref().ptr();
}

void translate(const std::exception_ptr& pointer, void*) {
  try {
    std::rethrow_exception(pointer);
  } catch (const Error& error) {
    PyErr_SetString(classes().at({error.kind(), error.phase()}), error.what());
  } catch (const runtime::Interrupted&) {
    if (!PyErr_Occurred()) PyErr_SetNone(PyExc_KeyboardInterrupt);
  }
}

void warn_python(const std::string& text) {
  const nb::gil_scoped_acquire gil;
  if (PyErr_WarnEx(PyExc_UserWarning, text.c_str(), 2) < 0) throw nb::python_error();
}

/// Asks Python for signals a few times a second; called between steps without the lock.
bool poll_signals() {
  using Clock = std::chrono::steady_clock;
  thread_local Clock::time_point last = Clock::now();
  const Clock::time_point now = Clock::now();
  if (now - last < std::chrono::milliseconds(50)) return false;
  last = now;
  const nb::gil_scoped_acquire gil;
  return PyErr_CheckSignals() != 0;
}

}  // namespace

void bind_errors(nb::module_& m) {
  nb::dict names;
  names["__module__"] = "theano";
  names["__doc__"] = "Base of all errors of the library.";
  const nb::object base = nb::module_::import_("builtins")
                              .attr("type")("Error", nb::make_tuple(nb::handle(PyExc_Exception)), names);
  m.attr("Error") = base;
  for (const Row& row : kTable) {
    const char* shown = row.shown ? row.shown : row.builtin;
    PyObject* cls = make_class(m, error_class_name(row.kind), shown, base, row.builtin);
    for (const Phase phase : {Phase::Build, Phase::Compile, Phase::Call}) classes()[{row.kind, phase}] = cls;
  }
  for (const PhaseRow& row : kOverrides)
    classes()[{row.kind, row.phase}] = make_class(m, nullptr, row.builtin, base, row.builtin);
  nb::register_exception_translator(&translate);
  set_warning_handler(&warn_python);
  runtime::Executor::set_interrupt_poll(&poll_signals);
}

}  // namespace theano::python
