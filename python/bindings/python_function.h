// A compiled function as Python sees it, shared by the files that bind it.
#pragma once

#include "bindings.h"
#include "mode.h"
#include "theano/compile/function.h"

namespace theano::python {

/// The arguments of one call, kept for the next so that calls allocate nothing; guarded by the interpreter's lock.
struct ArgumentFrame {
  std::vector<CallArgument> values;
  std::vector<ArgumentView> views;
};
struct FramePool {
  FramePool() = default;
  FramePool(const FramePool&) {}
  FramePool& operator=(const FramePool&) { return *this; }
  std::vector<std::unique_ptr<ArgumentFrame>> idle;  ///< as many as calls have run at one time
};

/// What Python sees of a compiled function, with what only Python needs: names of a dictionary of outputs.
struct PythonFunction {
  Function function;
  std::vector<std::string> output_keys;  ///< of a dictionary of outputs, sorted
  bool has_keys = false;
  bool returns_nothing = false;  ///< outputs=None
  bool trust_input = false;
  bool is_copy = false;          ///< made by f.copy: as in the original, a single result then comes in a list
  nb::object name;
  mutable FramePool frames;
};

/// f.profile: what a profiled function has cost so far.
struct Profile {
  Function function;
};

using FunctionClass = nb::class_<PythonFunction>;

/// The value of an In: a container that functions share, or an array of the variable's type.
void set_input_value(In& in, nb::handle value);

/// How a function is called.
void bind_call(FunctionClass& cls);
/// f.container, f[x], f.maker, f.copy and the like.
void bind_function_attributes(nb::module_& m, FunctionClass& cls);
/// How the collector sees functions.
extern PyType_Slot function_slots[];

}  // namespace theano::python
