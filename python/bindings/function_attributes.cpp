// What programs read of a compiled function: defaults of inputs by key, containers, the maker, copies, the profile.
#include <algorithm>

#include "numpy_arrays.h"
#include "python_function.h"
#include "theano/base/error.h"
#include "theano/compile/executable.h"
#include "theano/graph/function_graph.h"
#include "to_variable.h"

namespace theano::python {
namespace {

/// What programs reach through f.maker: the compiled graph, and what it was made of.
struct Maker {
  Function function;
  nb::list outputs() const {
    nb::list all;
    for (const Out& out : function.outputs().list) all.append(nb::cast(out));
    return all;
  }
};

/// f.fn: runs the function on its defaults. Attributes that steered the original's memory may be set and do nothing.
struct Runner {
  nb::object function;
};

/// The same runner for the life of a function, so that attributes stay.
nb::object get_runner(nb::handle self) {
  const nb::dict attributes = nb::cast<nb::dict>(self.attr("__dict__"));
  if (!attributes.contains("_runner")) {
    const nb::object runner = nb::cast(Runner{nb::module_::import_("weakref").attr("proxy")(self)});
    nb::setattr(runner, "allow_gc", nb::bool_(true));
    nb::setattr(runner, "storage_map", nb::dict());
    attributes["_runner"] = runner;
  }
  return attributes["_runner"];
}

/// f.container and f.value: the inputs, by variable, name or number.
struct InputMap {
  Function function;
  bool gives_values = false;
};


std::optional<std::size_t> find_input(const Function& f, nb::handle key) {
  const std::vector<In>& inputs = f.inputs();
  if (nb::isinstance<nb::int_>(key)) {
    std::int64_t at = nb::cast<std::int64_t>(key);
    if (at < 0) at += static_cast<std::int64_t>(inputs.size());
    return at >= 0 && at < static_cast<std::int64_t>(inputs.size()) ? std::optional<std::size_t>(at) : std::nullopt;
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (is_variable(key) && nb::cast<Variable>(key) == inputs[i].variable) return i;
    if (nb::isinstance<nb::str>(key) && nb::cast<std::string>(key) == inputs[i].name) return i;
  }
  return std::nullopt;
}

/// The container behind a key: an explicit input's, or a shared variable's that the function uses.
Ref<SharedStorage> container_of(const Function& f, nb::handle key) {
  if (const auto at = find_input(f, key)) return f.container(*at);
  if (is_variable(key)) {
    const Variable wanted = nb::cast<Variable>(key);
    for (const Variable& v : f.shared_variables())
      if (v == wanted) return v.shared()->storage;
  }
  const std::string text = nb::cast<std::string>(nb::str(key));
  PyErr_SetString(PyExc_KeyError, ("this function has no input " + text).c_str());
  throw nb::python_error();
}

/// The value itself, not a copy.
nb::object read_container(const SharedStorage& storage) {
  const Value value = storage.snapshot();
  if (value.object) return unbox(value.object);
  if (value.array.is_null()) return nb::none();
  return shared_numpy_view(value.array);
}

void write_container(SharedStorage& storage, nb::handle value) {
  if (!storage.type->is_tensor()) {
    storage.commit({Array(), box(nb::borrow(value))});
  } else if (value.is_none()) {
    storage.commit({});
  } else {
    const ConvertedValue v = convert_value(value);
    const auto& type = static_cast<const TensorType&>(*storage.type);
    storage.commit({filter(type, v.array, false, std::nullopt, v.origin).copy(), nullptr});
  }
}

void bind_container(nb::module_& m) {
  const auto get_data = [](const SharedStorage& s) { return read_container(s); };
  nb::class_<SharedStorage>(m, "Container",
                            nb::intrusive_ptr<SharedStorage>([](SharedStorage* s, PyObject* self) noexcept {
                              s->set_foreign_owner(self);
                            }),
                            "Where the value of a shared variable, or the default of an input, lives.")
      .def_prop_rw("data", get_data, &write_container, nb::arg().none())
      .def_prop_rw("value", get_data, &write_container, nb::arg().none())
      .def_prop_ro("type", [](const SharedStorage& s) { return s.type; })
      .def_prop_ro("storage", [](nb::object self) { return self; }, "The container itself; equal for those that share.")
      .def("__getitem__", [get_data](const SharedStorage& s, int) { return get_data(s); })
      .def("__setitem__", [](SharedStorage& s, int, nb::handle value) { write_container(s, value); });
}

/// The function's inputs as the original's maker listed them: explicit ones, then the shared variables.
nb::list maker_inputs(const Function& f) {
  nb::list inputs;
  for (const In& in : f.inputs()) inputs.append(nb::cast(in));
  const FunctionSource source = f.source();
  for (const Variable& v : f.shared_variables()) {
    In in(v);
    in.name = v.name();
    in.container = v.shared()->storage;
    for (const Update& u : source.updates)
      if (u.target == v) in.update = u.value;
    inputs.append(nb::cast(in));
  }
  return inputs;
}

nb::list input_storage(const Function& f) {
  nb::list all;
  for (std::size_t i = 0; i < f.inputs().size(); ++i) all.append(nb::cast(f.container(i)));
  for (const Variable& v : f.shared_variables()) all.append(nb::cast(v.shared()->storage));
  return all;
}

nb::list output_storage(const Function& f) {
  nb::list all;
  for (const Out& out : f.outputs().list) all.append(nb::cast(make_ref<SharedStorage>(out.variable.type(), Value{})));
  return all;
}

/// (required, refeed, default) of every explicit input.
nb::list defaults_of(const Function& f) {
  nb::list all;
  for (std::size_t i = 0; i < f.inputs().size(); ++i) {
    const nb::object value = read_container(*f.container(i));
    all.append(nb::make_tuple(value.is_none(), !value.is_none(), value));
  }
  return all;
}

PythonFunction copy_function(const PythonFunction& f, bool /*share_memory*/, nb::handle swap, bool delete_updates,
                             nb::handle name, nb::handle profile) {
  CopyOptions options;
  options.delete_updates = delete_updates;
  if (!swap.is_none())
    for (const nb::handle pair : swap.attr("items")()) {
      if (!is_variable(pair[0]) || !is_variable(pair[1]))
        throw TypeError("copy", "swap must map shared variables to shared variables.", "Write {old: new}.", Phase::Compile);
      options.swap.emplace_back(nb::cast<Variable>(pair[0]), nb::cast<Variable>(pair[1]));
    }
  if (!name.is_none()) options.name = nb::cast<std::string>(nb::str(name));
  if (!profile.is_none()) options.profile = nb::cast<bool>(nb::bool_(nb::borrow(profile)));
  PythonFunction copy = f;
  copy.function = f.function.copy(options);
  copy.is_copy = true;
  copy.name = copy.function.name().empty() ? nb::none() : nb::object(nb::str(copy.function.name().c_str()));
  return copy;
}

std::string summary_of(const Function& f) {
  if (f.is_null()) return "No function has been profiled.\n";
  const auto [calls, seconds] = f.profile_totals();
  std::string text = "Function profiling\n==================\n  Function: " + (f.name().empty() ? "function" : f.name()) + "\n  Calls: " +
                     std::to_string(calls) + "\n  Time in calls: " + std::to_string(seconds) + " s\n\nSteps\n-----\n" + f.profile_text();
  return text + "\nCompiling\n---------\n" + f.compile_report().to_string();
}

void bind_profile(nb::module_& m) {
  nb::class_<Profile>(m, "ProfileStats", "What a profiled function has cost so far.")
      .def("__init__", [](Profile* self, nb::args, nb::kwargs) { new (self) Profile(); },
           "An empty record, to be handed to theano.function(profile=...).")
      .def_prop_ro("fct_callcount", [](const Profile& p) { return p.function.is_null() ? 0 : p.function.profile_totals().first; })
      .def_prop_ro("fct_call_time", [](const Profile& p) { return p.function.is_null() ? 0 : p.function.profile_totals().second; })
      .def_prop_ro("compile_time",
                   [](const Profile& p) {
                     if (p.function.is_null()) return 0.0;
                     const auto& stages = p.function.compile_report().stages;
                     return stages.empty() ? 0.0 : stages.back().seconds;
                   })
      .def("summary_string", [](const Profile& p) { return summary_of(p.function); }, "The summary as text.")
      .def("summary",
           [](const Profile& p, nb::handle file, nb::args, nb::kwargs) {
             const nb::object out = file.is_none() ? nb::module_::import_("sys").attr("stderr") : nb::borrow(file);
             out.attr("write")(summary_of(p.function));
           },
           nb::arg("file") = nb::none(), nb::arg("args"), nb::arg("kwargs"), "Writes calls, time per step and time of compiling.");
}

/// None is the default, an array or number a value, anything else a shape.
KnownOfArgument known_of(const Function& f, nb::handle object, std::size_t i) {
  if (object.is_none()) return {};
  const bool is_scalar = i < f.inputs().size() && f.inputs()[i].variable.ndim() == 0;
  const bool is_shape = nb::isinstance<nb::tuple>(object) || nb::isinstance<nb::list>(object);
  if (!is_shape) {
    Array value = convert_value(object).array;
    if (value.ndim() > 0 || is_scalar) return value;
  }
  Shape shape;
  for (const nb::handle size : is_shape ? nb::borrow(object) : nb::object(nb::make_tuple(object)))
    shape.push_back(nb::cast<std::int64_t>(size));
  return shape;
}

void bind_memory(nb::module_& m) {
  nb::class_<MemoryUse>(m, "MemoryUse", "The memory of one call, in bytes; arguments and shared variables are not counted.")
      .def_prop_ro("peak_bytes", &MemoryUse::peak_bytes)
      .def_ro("workspace_bytes", &MemoryUse::workspace_bytes, "What the steps leave to one another; kept for the next call.")
      .def_ro("result_bytes", &MemoryUse::result_bytes, "Outputs, and new values of shared variables.")
      .def_ro("nested_bytes", &MemoryUse::nested_bytes, "Bodies of loops and sides of branches.")
      .def_ro("is_exact", &MemoryUse::is_exact, "False where sizes depend on what is computed: more may be needed.")
      .def("__repr__", [](const MemoryUse& use) { return "MemoryUse(" + std::to_string(use.peak_bytes()) + " bytes)"; })
      .def("__str__", [](const MemoryUse& use) { return to_string(use); });
}

void bind_maker(nb::module_& m) {
  nb::class_<Maker>(m, "FunctionMaker", "What a function was made of.")
      .def_prop_ro("fgraph", [](Maker& maker) -> const FunctionGraph& { return maker.function.graph(); },
                   nb::rv_policy::reference_internal)
      .def_prop_ro("mode", [](const Maker& maker) { return maker.function.mode(); })
      .def_prop_ro("inputs", [](const Maker& maker) { return maker_inputs(maker.function); })
      .def_prop_ro("expanded_inputs", [](const Maker& maker) { return maker_inputs(maker.function); })
      .def_prop_ro("outputs", &Maker::outputs);
  nb::class_<Runner>(m, "FunctionRunner", nb::dynamic_attr(), "Runs a function on its defaults.")
      .def("__call__", [](const Runner& runner) { return runner.function(); });
  const auto at = [](const InputMap& map, nb::handle key) -> nb::object {
    const Ref<SharedStorage> storage = container_of(map.function, key);
    return map.gives_values ? read_container(*storage) : nb::cast(storage);
  };
  nb::class_<InputMap>(m, "InputMap", "The inputs of a function, by variable, name or number.")
      .def("__getitem__", at)
      .def("__setitem__", [](const InputMap& map, nb::handle key, nb::handle value) {
             write_container(*container_of(map.function, key), value);
           }, nb::arg(), nb::arg().none())
      .def("__contains__", [](const InputMap& map, nb::handle key) { return find_input(map.function, key).has_value(); })
      .def("__len__", [](const InputMap& map) { return map.function.inputs().size(); });
}

int traverse_function(PyObject* self, visitproc visit, void* arg) {
  if (PyObject** dictionary = _PyObject_GetDictPtr(self)) Py_VISIT(*dictionary);
  Py_VISIT(Py_TYPE(self));
  if (!nb::inst_ready(self)) return 0;
  const auto* f = nb::inst_ptr<PythonFunction>(self);
  Py_VISIT(f->name.ptr());
  const auto& impl = f->function.impl();
  // What others hold too is left out: that errs towards keeping.
  if (!impl || impl.use_count() != 1) return 0;
  const auto wrapper = [](const Variable& v) -> PyObject* {
    return v.is_null() ? nullptr : static_cast<PyObject*>(v.node()->foreign_owner());
  };
  for (const In& in : impl->inputs) {
    Py_VISIT(wrapper(in.variable));
    Py_VISIT(wrapper(in.update));
  }
  for (const Out& out : impl->outputs.list) Py_VISIT(wrapper(out.variable));
  for (const Update& u : impl->updates) {
    Py_VISIT(wrapper(u.target));
    Py_VISIT(wrapper(u.value));
  }
  for (const Given& g : impl->givens) {
    Py_VISIT(wrapper(g.variable));
    Py_VISIT(wrapper(g.replacement));
  }
  for (const auto& [old_variable, new_variable] : impl->swapped) {
    Py_VISIT(wrapper(old_variable));
    Py_VISIT(wrapper(new_variable));
  }
  for (const auto* list : {&impl->shared_inputs, &impl->update_targets, &impl->options.ignored_default_updates})
    for (const Variable& v : *list) Py_VISIT(wrapper(v));
  return 0;
}

int clear_function(PyObject* self) {
  if (PyObject** dictionary = _PyObject_GetDictPtr(self)) Py_CLEAR(*dictionary);
  if (nb::inst_ready(self)) nb::inst_ptr<PythonFunction>(self)->function = Function();
  return 0;
}

}  // namespace

PyType_Slot function_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(&traverse_function)},
                                {Py_tp_clear, reinterpret_cast<void*>(&clear_function)},
                                {0, nullptr}};

void bind_function_attributes(nb::module_& m, FunctionClass& cls) {
  bind_container(m);
  bind_maker(m);
  bind_profile(m);
  bind_memory(m);
  const auto set_item = [](const PythonFunction& f, nb::handle key, nb::handle value) {
    write_container(*container_of(f.function, key), value);
  };
  cls.def_prop_ro("maker", [](const PythonFunction& f) { return Maker{f.function}; })
      .def_prop_ro("container", [](const PythonFunction& f) { return InputMap{f.function, false}; })
      .def_prop_ro("finder", [](const PythonFunction& f) { return InputMap{f.function, false}; })
      .def_prop_ro("value", [](const PythonFunction& f) { return InputMap{f.function, true}; })
      .def("__getitem__", [](const PythonFunction& f, nb::handle key) { return read_container(*container_of(f.function, key)); },
           "The default of an input, by variable, name or number.")
      .def("__setitem__", set_item, nb::arg(), nb::arg().none(), "Sets the default of an input.")
      .def("__contains__", [](const PythonFunction& f, nb::handle key) { return find_input(f.function, key).has_value(); })
      .def_prop_ro("input_storage", [](const PythonFunction& f) { return input_storage(f.function); })
      .def_prop_ro("output_storage", [](const PythonFunction& f) { return output_storage(f.function); })
      .def_prop_ro("defaults", [](const PythonFunction& f) { return defaults_of(f.function); })
      .def_prop_ro("output_keys", [](const PythonFunction& f) -> nb::object {
        return f.has_keys ? nb::cast(f.output_keys) : nb::none();
      })
      .def_prop_ro("unpack_single", [](const PythonFunction& f) { return f.function.outputs().is_single && !f.is_copy; })
      .def_prop_ro("outputs", [](const PythonFunction& f) { return Maker{f.function}.outputs(); })
      .def_prop_ro("fn", [](nb::handle self) { return get_runner(self); })
      .def_prop_ro("_check_for_aliased_inputs", [](const PythonFunction& f) {
        return std::ranges::any_of(f.function.inputs(), [](const In& in) { return in.borrow || in.is_mutable.value_or(false); });
      })
      .def_prop_ro("return_none", [](const PythonFunction& f) { return f.returns_nothing; })
      .def_prop_ro("profile", [](const PythonFunction& f) -> nb::object {
        return f.function.impl()->is_profiled ? nb::cast(Profile{f.function}) : nb::none();
      })
      .def("memory",
           [](const PythonFunction& f, const nb::args& shapes) {
             std::vector<KnownOfArgument> arguments;
             for (const nb::handle object : shapes) arguments.push_back(known_of(f.function, object, arguments.size()));
             return f.function.memory(arguments);
           },
           nb::arg("shapes"),
           "The memory that a call takes on arguments of these shapes, found without running it; values may stand for shapes.")
      .def("free", [](const PythonFunction&) {}, "Nothing to do: memory is planned per call and given back.")
      .def("copy", &copy_function, nb::arg("share_memory") = false, nb::arg("swap") = nb::none(), nb::arg("delete_updates") = false,
           nb::arg("name") = nb::none(), nb::arg("profile") = nb::none(),
           "Another function on the same program, with defaults of its own; swap={old: new} puts other shared variables in.")
      .def("__copy__", [](const PythonFunction& f) {
        PythonFunction copy = copy_function(f, false, nb::none(), false, f.name, nb::none());
        copy.is_copy = f.is_copy;
        return copy;
      });
}

}  // namespace theano::python
