// theano.function and what it returns, in Python.
#include "theano/compile/function.h"

#include "bindings.h"
#include "mode.h"
#include "numpy_arrays.h"
#include "python_function.h"
#include "theano/base/error.h"
#include "to_variable.h"

namespace theano::python {

namespace {

std::string python_type_name(nb::handle object) { return nb::cast<std::string>(nb::str(object.type())); }

[[noreturn]] void fail(std::string sentence, std::string way_out) {
  throw TypeError("function", std::move(sentence), std::move(way_out), Phase::Compile);
}

In to_input(nb::handle object) {
  if (nb::isinstance<In>(object)) return nb::cast<In>(object);
  if (is_variable(object)) return In(nb::cast<Variable>(object));
  fail("an input must be a variable or a theano.In, but one has type " + python_type_name(object) + ".", "Pass T.matrix() or its like.");
}

Out to_output(nb::handle object) {
  if (nb::isinstance<Out>(object)) return nb::cast<Out>(object);
  if (is_variable(object)) return Out(nb::cast<Variable>(object));
  if (!object.is_none())
    if (const auto v = try_to_variable(object)) return Out(*v);
  fail("an output must be a variable or a theano.Out, but one is " + nb::cast<std::string>(nb::repr(object)) + " of type " +
           python_type_name(object) + ".",
       "Pass a variable.");
}

void take_outputs(PythonFunction& f, Outputs& outputs, nb::handle object) {
  if (object.is_none()) {
    f.returns_nothing = true;
  } else if (nb::isinstance<nb::dict>(object)) {
    f.has_keys = true;
    for (const nb::handle key : nb::borrow<nb::dict>(object).keys()) {
      if (!nb::isinstance<nb::str>(key))
        throw AssertionError("function", "the keys of a dictionary of outputs must be strings, but one is " +
                                             nb::cast<std::string>(nb::repr(key)) + ".",
                             "Use names.", Phase::Compile);
      f.output_keys.push_back(nb::cast<std::string>(key));
    }
    std::sort(f.output_keys.begin(), f.output_keys.end());
    for (const std::string& key : f.output_keys) outputs.list.push_back(to_output(object[nb::str(key.c_str())]));
  } else if (nb::isinstance<nb::list>(object) || nb::isinstance<nb::tuple>(object)) {
    for (const nb::handle item : object) outputs.list.push_back(to_output(item));
  } else {
    outputs.list.push_back(to_output(object));
    outputs.is_single = true;
  }
}

/// A dictionary, or a list of pairs; None is empty.
std::vector<std::pair<nb::object, nb::object>> to_pairs(nb::handle object, const char* what) {
  std::vector<std::pair<nb::object, nb::object>> pairs;
  if (object.is_none()) return pairs;
  const nb::object items = nb::hasattr(object, "items") ? object.attr("items")() : nb::borrow(object);
  for (const nb::handle pair : items) {
    if (!PySequence_Check(pair.ptr()) || nb::len(pair) != 2)
      fail(std::string(what) + " must be a dictionary or a list of pairs, but one entry is " +
               nb::cast<std::string>(nb::repr(pair)) + ".",
           "Write [(variable, expression), ...].");
    pairs.emplace_back(nb::object(pair[0]), nb::object(pair[1]));
  }
  return pairs;
}

/// A number or array that stands for a variable of the given type.
Variable value_as(const Variable& target, nb::handle value) {
  const TensorType& type = target.tensor_type();
  const ConvertedValue v = convert_value(nb::module_::import_("numpy").attr("asarray")(value, numpy_dtype(type.dtype())));
  return make_constant(target.type(), Value{filter(type, v.array, false, std::nullopt, v.origin).copy(), nullptr});
}

std::vector<Update> to_updates(nb::handle object) {
  std::vector<Update> updates;
  for (const auto& [target, value] : to_pairs(object, "updates")) {
    if (!is_variable(target) || !nb::cast<Variable>(target).shared())
      fail("the target of an update must be a shared variable, but it is " + nb::cast<std::string>(nb::repr(target)) + ".",
           "Make it with theano.shared(value).");
    const Variable v = nb::cast<Variable>(target);
    updates.emplace_back(v, is_variable(value) ? nb::cast<Variable>(value) : value_as(v, value));
  }
  return updates;
}

std::vector<Given> to_givens(nb::handle object) {
  std::vector<Given> givens;
  for (const auto& [key, value] : to_pairs(object, "givens")) {
    if (!is_variable(key))
      fail("givens replace variables, but one key is " + nb::cast<std::string>(nb::repr(key)) + ".", "Use a variable as key.");
    const Variable v = nb::cast<Variable>(key);
    if (is_variable(value))
      givens.emplace_back(v, nb::cast<Variable>(value));
    else
      givens.emplace_back(v, convert_value(value).array);
  }
  return givens;
}

std::optional<OnUnusedInput> to_policy(nb::handle object) {
  if (object.is_none()) return std::nullopt;
  const std::string text = nb::cast<std::string>(nb::str(object));
  if (text == "raise") return OnUnusedInput::Raise;
  if (text == "warn") return OnUnusedInput::Warn;
  if (text == "ignore") return OnUnusedInput::Ignore;
  throw ValueError("function", "on_unused_input must be 'raise', 'warn' or 'ignore', but it is '" + text + "'.",
                   "Pass one of these.", Phase::Compile);
}

PythonFunction make_function(nb::handle inputs, nb::handle outputs, nb::handle mode, nb::handle updates, nb::handle givens,
                             nb::handle no_default_updates, bool, nb::object name, bool rebuild_strict,
                             std::optional<bool> allow_input_downcast, nb::handle profile, nb::handle on_unused_input) {
  if (!nb::isinstance<nb::list>(inputs) && !nb::isinstance<nb::tuple>(inputs))
    fail("inputs must be a list, but they have type " + python_type_name(inputs) + ".", "Write theano.function([x], ...).");
  PythonFunction result;
  std::vector<In> ins;
  for (const nb::handle item : inputs) ins.push_back(to_input(item));
  Outputs outs;
  take_outputs(result, outs, outputs);
  FunctionOptions options;
  if (!name.is_none()) options.name = nb::cast<std::string>(nb::str(name));
  options.mode = to_mode(mode);
  options.on_unused_input = to_policy(on_unused_input);
  options.allow_input_downcast = allow_input_downcast;
  options.rebuild_strict = rebuild_strict;
  if (nb::isinstance<nb::list>(no_default_updates)) {
    for (const nb::handle item : no_default_updates) options.ignored_default_updates.push_back(nb::cast<Variable>(item));
  } else {
    if (!nb::isinstance<nb::bool_>(no_default_updates))
      fail("no_default_updates must be a bool or a list, but it has type " + python_type_name(no_default_updates) + ".",
           "Pass the list of shared variables whose default updates are left out.");
    options.no_default_updates = nb::cast<bool>(no_default_updates);
  }
  options.profile = !profile.is_none() && nb::cast<bool>(nb::bool_(nb::borrow(profile)));
  result.name = std::move(name);
  Profile* const record = nb::isinstance<Profile>(profile) ? &nb::cast<Profile&>(profile) : nullptr;
  result.function = function(std::move(ins), std::move(outs), to_updates(updates), to_givens(givens), std::move(options));
  if (record) record->function = result.function;
  return result;
}

Variable update_of(const Variable& input, nb::handle object) {
  const Variable update = to_variable(object);
  if (!update.type()->equals(*input.type()))
    throw_error({ErrorKind::Type, Phase::Compile, "In", "the update of an input must have its type.",
                 {describe_operand("input", input), describe_operand("update", update)}, "Cast the update."});
  return update;
}

void bind_in_out(nb::module_& m) {
  nb::class_<In>(m, "In", "An input of a function and how its arguments are treated.")
      .def("__init__",
           [](In* self, Variable variable, std::optional<std::string> name, nb::handle value, nb::handle update,
              std::optional<bool> is_mutable, bool strict, std::optional<bool> allow_downcast, bool, std::optional<bool> borrow,
              nb::handle, nb::handle) {
             new (self) In(variable);
             self->name = name.value_or("");
             if (!update.is_none()) self->update = update_of(variable, update);
             self->is_mutable = is_mutable;
             self->strict = strict;
             self->allow_downcast = allow_downcast;
             self->borrow = borrow.value_or(is_mutable.value_or(false));
             if (!value.is_none()) set_input_value(*self, value);
           },
           nb::arg("variable"), nb::arg("name") = nb::none(), nb::arg("value") = nb::none(), nb::arg("update") = nb::none(),
           nb::arg("mutable") = nb::none(), nb::arg("strict") = false, nb::arg("allow_downcast") = nb::none(),
           nb::arg("autoname") = true, nb::arg("borrow") = nb::none(), nb::arg("implicit") = nb::none(),
           nb::arg("shared") = nb::none())
      .def("__repr__", [](const In& in) { return "In(" + in.variable.to_string() + ")"; })
      .def_rw("variable", &In::variable)
      .def_rw("name", &In::name)
      .def_rw("strict", &In::strict)
      .def_rw("borrow", &In::borrow)
      .def_rw("allow_downcast", &In::allow_downcast)
      .def_prop_ro("mutable", [](const In& in) { return in.is_mutable.value_or(!in.update.is_null()); })
      .def_prop_ro("implicit", [](const In& in) { return in.variable.shared() != nullptr; })
      .def_prop_ro("shared", [](const In& in) { return in.variable.shared() != nullptr; })
      .def_prop_rw(
          "update", [](const In& in) { return in.update; },
          [](In& in, nb::handle update) { in.update = update.is_none() ? Variable() : update_of(in.variable, update); },
          nb::arg().none())
      .def_prop_rw(
          "value",
          [](const In& in) -> nb::object {
            if (in.container) return nb::cast(in.container);
            return in.value.array.is_null() ? nb::none() : numpy_from_array(in.value.array);
          },
          &set_input_value, nb::arg().none());
  nb::class_<Out>(m, "Out", "An output of a function; with borrow its memory may be shared.")
      .def("__init__", [](Out* self, nb::handle variable, bool borrow) { new (self) Out(to_variable(variable), borrow); },
           nb::arg("variable"), nb::arg("borrow") = false)
      .def("__repr__", [](const Out& out) { return "Out(" + out.variable.to_string() + "," + (out.borrow ? "True" : "False") + ")"; })
      .def_rw("variable", &Out::variable)
      .def_rw("borrow", &Out::borrow);
}

}  // namespace

void set_input_value(In& in, nb::handle value) {
  in.container = nullptr;
  in.value = Value{};
  if (nb::isinstance<SharedStorage>(value)) {
    in.container = nb::cast<Ref<SharedStorage>>(value);
  } else if (!value.is_none()) {
    const ConvertedValue v = convert_value(value);
    in.value.array = filter(in.variable.tensor_type(), v.array, false, in.allow_downcast, v.origin).copy();
  }
}

void bind_function(nb::module_& m) {
  bind_in_out(m);
  nb::class_<Function>(m, "CompiledFunction");
  FunctionClass cls(m, "Function", nb::type_slots(function_slots), nb::dynamic_attr(), nb::is_weak_referenceable(),
                    "A compiled function.");
  bind_call(cls);
  cls.def_rw("trust_input", &PythonFunction::trust_input,
              "Whether positional arguments are taken as they are: numpy.ndarrays of exactly the inputs' types.")
      .def_rw("name", &PythonFunction::name, nb::arg().none())
      .def("sync_shared", [](const PythonFunction&) {}, "Nothing to do: when a call returns, its updates are done.")
      .def("get_shared", [](const PythonFunction& f) { return f.function.shared_variables(); },
           "The shared variables that it reads or updates.")
      .def("compile_report", [](const PythonFunction& f) { return f.function.compile_report().to_string(); },
           "Where the time of compiling went, and which rules fired.")
      .def("wait_compiled", [](const PythonFunction& f) { f.function.wait_compiled(); },
           nb::call_guard<nb::gil_scoped_release>(),
           "Waits until all kernels that calls have used so far are machine code, if the mode wants them so.")
      .def("program_text", [](const PythonFunction& f) { return f.function.program_text(); }, "The lowered program as text.")
      .def("kernel_text", [](const PythonFunction& f, const std::string& language) { return f.function.kernel_text(language); },
           nb::arg("language") = "c",
           "Its kernels as text: \"c\" (readable C that compiles by itself), \"ir\", or for operands in one piece \"llvm\" and \"asm\".")
      .def("profile_text", [](const PythonFunction& f) { return f.function.profile_text(); }, "Time per step.");
  bind_function_attributes(m, cls);
  m.def("function", &make_function, nb::arg("inputs"), nb::arg("outputs") = nb::none(), nb::arg("mode") = nb::none(),
        nb::arg("updates") = nb::none(), nb::arg("givens") = nb::none(), nb::arg("no_default_updates") = false,
        nb::arg("accept_inplace") = false, nb::arg("name") = nb::none(), nb::arg("rebuild_strict") = true,
        nb::arg("allow_input_downcast") = nb::none(), nb::arg("profile") = nb::none(), nb::arg("on_unused_input") = nb::none(),
        "Compiles outputs as a function of inputs, with updates of shared variables.");
}

}  // namespace theano::python
