// Calling a compiled function from Python: the thin way from a tuple of arguments to NumPy arrays.
#include <algorithm>

#include "numpy_arrays.h"
#include "python_function.h"
#include "theano/base/error.h"
#include "theano/runtime/executor.h"
#include "to_variable.h"

namespace theano::python {
namespace {

std::string name_of(const PythonFunction& f) { return f.function.name().empty() ? "function" : f.function.name(); }

CallArgument to_argument(const PythonFunction& f, nb::handle object, std::size_t i) {
  if (is_variable(object))
    throw TypeError(name_of(f),
                    "argument " + std::to_string(i) + " must be a value, but it is the symbolic variable " +
                        nb::cast<Variable>(object).to_string() + ".",
                    "Pass numbers, or compile an expression of the variable.", Phase::Call);
  if (object.is_none() && i < f.function.inputs().size() && !f.function.inputs()[i].value.is_null()) return {};
  ConvertedValue v;
  try {
    v = convert_value(object);
  } catch (const nb::python_error& error) {
    throw TypeError(name_of(f),
                    "argument " + std::to_string(i) + " cannot become an array: " + error.what() + ".",
                    "Pass numbers in a regular shape.", Phase::Call);
  }
  CallArgument argument(std::move(v.array));
  argument.origin = v.origin;
  return argument;
}

nb::object results_to_python(const PythonFunction& f, const Results& results) {
  if (f.returns_nothing) return nb::none();
  if (f.has_keys) {
    nb::dict dictionary;
    for (std::size_t i = 0; i < results.size(); ++i) dictionary[f.output_keys[i].c_str()] = numpy_from_array(results[i]);
    return dictionary;
  }
  if (f.function.outputs().is_single && !f.is_copy) return numpy_from_array(results[0]);
  nb::list list;
  for (const Array& array : results) list.append(numpy_from_array(array));
  return list;
}

/// Gives the interpreter's lock away when a call turns out to be long: taking it again costs more than a short call.
class LazyUnlock {
 public:
  LazyUnlock() = default;
  ~LazyUnlock() {
    if (state_) PyEval_RestoreThread(state_);
  }
  LazyUnlock(const LazyUnlock&) = delete;
  LazyUnlock& operator=(const LazyUnlock&) = delete;
  std::function<void()> before_long_work = [this] {
    if (!state_) state_ = PyEval_SaveThread();
  };

 private:
  PyThreadState* state_ = nullptr;
};

/// A frame of the function's for one call.
class UsedFrame {
 public:
  explicit UsedFrame(FramePool& pool) : pool_(pool) {
    if (pool.idle.empty()) {
      frame_ = std::make_unique<ArgumentFrame>();
    } else {
      frame_ = std::move(pool.idle.back());
      pool.idle.pop_back();
    }
  }
  ~UsedFrame() {
    frame_->values.clear();
    frame_->views.clear();
    pool_.idle.push_back(std::move(frame_));
  }
  UsedFrame(const UsedFrame&) = delete;
  UsedFrame& operator=(const UsedFrame&) = delete;
  ArgumentFrame* operator->() const { return frame_.get(); }

 private:
  FramePool& pool_;
  std::unique_ptr<ArgumentFrame> frame_;
};

/// Ctrl-C arrives as the exception that its handler raised.
Results run(const PythonFunction& f, CallView& call) {
  try {
    LazyUnlock unlock;
    call.before_long_work = &unlock.before_long_work;
    return f.function.call_view(call);
  } catch (const runtime::Interrupted&) {
    if (PyErr_Occurred()) throw nb::python_error();
    throw;
  }
}

/// The results that `subset` names, by number or by key, in its order.
nb::object select_results(const PythonFunction& f, const Results& results, nb::handle subset) {
  nb::list list;
  nb::dict dictionary;
  for (const nb::handle item : subset) {
    std::size_t at = 0;
    if (nb::isinstance<nb::str>(item)) {
      const auto found = std::find(f.output_keys.begin(), f.output_keys.end(), nb::cast<std::string>(item));
      at = static_cast<std::size_t>(found - f.output_keys.begin());
    } else {
      at = nb::cast<std::size_t>(item);
    }
    if (at >= results.size())
      throw ValueError("function", "output_subset names " + nb::cast<std::string>(nb::repr(item)) + ", but there is no such output.",
                       "Name outputs by number, or by key where they are a dictionary.", Phase::Call);
    const nb::object value = numpy_from_array(results[at]);
    list.append(value);
    if (f.has_keys) dictionary[f.output_keys[at].c_str()] = value;
  }
  return f.has_keys ? nb::object(dictionary) : nb::object(list);
}

/// An argument whose type the caller vouches for.
CallArgument to_trusted(const PythonFunction& f, nb::handle object, std::size_t i) {
  if (is_ndarray(object)) return array_from_numpy(object);
  throw ValueError(name_of(f),
                   "argument " + std::to_string(i) + " must be a numpy.ndarray when inputs are trusted, but it has type " +
                       nb::cast<std::string>(nb::str(object.type())) + ".",
                   "Pass an array of the input's dtype, or set f.trust_input = False.", Phase::Call);
}

/// Sorts keywords into arguments and `output_subset`, which is returned; None where it is not there.
nb::object take_keywords(const PythonFunction& f, nb::handle kwargs, std::vector<std::string>& names,
                         std::vector<CallArgument>& values) {
  nb::object subset = nb::none();
  for (const auto& [key, value] : nb::borrow<nb::dict>(kwargs)) {
    std::string name = nb::cast<std::string>(key);
    if (name == "output_subset") {
      subset = nb::borrow(value);
      continue;
    }
    std::size_t at = 0;
    while (at < f.function.inputs().size() && f.function.inputs()[at].name != name) ++at;
    names.push_back(std::move(name));
    values.push_back(to_argument(f, value, at));
  }
  return subset;
}

/// `args` is a tuple, `kwargs` a dictionary or null.
nb::object call_function(const PythonFunction& f, nb::handle args, nb::handle kwargs) {
  const bool has_keywords = kwargs.is_valid() && PyDict_GET_SIZE(kwargs.ptr()) > 0;
  const UsedFrame frame(f.frames);
  const auto count = static_cast<std::size_t>(PyTuple_GET_SIZE(args.ptr()));
  CallView call;
  call.is_trusted = f.trust_input && !has_keywords;
  for (std::size_t i = 0; i < count; ++i) {
    const nb::handle object = PyTuple_GET_ITEM(args.ptr(), static_cast<Py_ssize_t>(i));
    frame->values.push_back(call.is_trusted ? to_trusted(f, object, i) : to_argument(f, object, i));
  }
  nb::object subset = nb::none();
  std::vector<std::string> names;
  if (has_keywords) subset = take_keywords(f, kwargs, names, frame->values);
  frame->views.assign(frame->values.begin(), frame->values.end());
  call.positional = {frame->views.data(), count};
  std::vector<std::pair<std::string, ArgumentView>> keywords;
  for (std::size_t k = 0; k < names.size(); ++k) keywords.emplace_back(std::move(names[k]), frame->views[count + k]);
  call.keywords = keywords;
  const Results results = run(f, call);
  return subset.is_none() || f.returns_nothing ? results_to_python(f, results) : select_results(f, results, subset);
}

thread_local std::exception_ptr pending_error;

/// The slot by which the interpreter calls functions, without the search for an overload.
PyObject* call_slot(PyObject* self, PyObject* args, PyObject* kwargs) noexcept {
  try {
    return call_function(*nb::inst_ptr<PythonFunction>(self), args, kwargs).release().ptr();
  } catch (...) {
    pending_error = std::current_exception();
  }
  // A bound function throws it again: so errors become those of Python in one place.
  static const nb::object& raise = *new nb::object(
      nb::cpp_function([] { std::rethrow_exception(std::exchange(pending_error, nullptr)); }));
  return PyObject_CallNoArgs(raise.ptr());
}

}  // namespace

void bind_call(FunctionClass& cls) {
  cls.def("__call__", [](const PythonFunction& f, const nb::args& args, const nb::kwargs& kwargs) {
    return call_function(f, args, kwargs);
  });
  reinterpret_cast<PyTypeObject*>(cls.ptr())->tp_call = &call_slot;
}

}  // namespace theano::python
