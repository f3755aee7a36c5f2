// Modes of compilation in Python, those that watch the ops included.
#include "theano/base/config.h"
#include "numpy_arrays.h"
#include "python_function.h"
#include "theano/base/error.h"

namespace theano::python {
namespace {

struct DebugMode : Mode {
  DebugMode() : Mode(Mode::named("DebugMode")) {}
};
struct NanGuardMode : Mode {
  explicit NanGuardMode(const Mode& mode) : Mode(mode) {}
};
struct MonitorMode : Mode {
  explicit MonitorMode(const Mode& mode) : Mode(mode) {}
};

/// The optimizer a mode object asks for; 'default' is that of the options.
std::string optimizer_name(nb::handle optimizer) {
  if (optimizer.is_none()) return "None";
  const std::string name = nb::cast<std::string>(nb::str(optimizer));
  return name == "default" ? config().get("optimizer") : name;
}

bool chosen(nb::handle flag, const char* option) {
  return flag.is_none() ? config().get_bool(option) : nb::cast<bool>(nb::bool_(nb::borrow(flag)));
}

/// What a watch does with a fault: the option NanGuardMode.action.
void act_on_fault(const NodeWatch& watch, const std::function<void(const NodeWatch&)>& look) {
  const std::string action = config().get("NanGuardMode.action");
  try {
    look(watch);
  } catch (const AssertionError& error) {
    if (action != "warn") throw;
    const nb::gil_scoped_acquire gil;
    nb::module_::import_("logging").attr("getLogger")("theano.compile.nanguardmode").attr("error")(error.what());
  }
}

NanGuardMode make_nan_guard(nb::handle nan, nb::handle inf, nb::handle big, nb::handle optimizer) {
  const NodeWatch strict = nan_guard({chosen(nan, "NanGuardMode.nan_is_error"), chosen(inf, "NanGuardMode.inf_is_error"),
                                      chosen(big, "NanGuardMode.big_is_error")});
  NodeWatch watch;
  watch.on_input = [strict](const Variable& v, const Array& value) {
    act_on_fault(strict, [&](const NodeWatch& w) { w.on_input(v, value); });
  };
  watch.after = [strict](const NodeEvent& event) { act_on_fault(strict, [&](const NodeWatch& w) { w.after(event); }); };
  return NanGuardMode(Mode("vm", optimizer_name(optimizer)).watching(std::move(watch)));
}

/// What callbacks of MonitorMode get as `fn`: lists of one-element lists, as the original's storages were.
struct MonitoredCall {
  nb::list inputs, outputs;
};

nb::list storages(std::span<const Array> arrays) {
  nb::list all;
  for (const Array& array : arrays) {
    nb::list storage;
    storage.append(numpy_from_array(array));
    all.append(storage);
  }
  return all;
}

/// The callback takes the interpreter's lock: functions run without it.
std::function<void(const NodeEvent&)> callback(nb::object function) {
  if (function.is_none()) return {};
  // The function object may be given back by a thread that does not hold the lock.
  const std::shared_ptr<nb::object> held(new nb::object(std::move(function)), [](nb::object* object) {
    if (!Py_IsInitialized()) return;
    const nb::gil_scoped_acquire gil;
    delete object;
  });
  return [held](const NodeEvent& event) {
    const nb::gil_scoped_acquire gil;
    nb::list outputs = storages(event.outputs);
    if (event.outputs.empty())  // before the op has run
      for (int i = 0; i < event.node->output_count(); ++i) {
        nb::list storage;
        storage.append(nb::none());
        outputs.append(storage);
      }
    (*held)(event.number, nb::cast(Ref<Apply>(event.node)), nb::cast(MonitoredCall{storages(event.inputs), outputs}));
  };
}

void detect_nan(nb::handle, nb::handle node, nb::handle call) {
  const nb::module_ numpy = nb::module_::import_("numpy");
  const nb::object print = nb::module_::import_("builtins").attr("print");
  for (const nb::handle output : call.attr("outputs")) {
    if (!nb::cast<bool>(nb::bool_(nb::object(numpy.attr("isnan")(output[0]).attr("any")())))) continue;
    print("*** NaN detected ***");
    nb::module_::import_("theano.printing").attr("debugprint")(node);
    print("Inputs :", call.attr("inputs"));
    print("Outputs:", call.attr("outputs"));
    return;
  }
}

}  // namespace

std::optional<Mode> to_mode(nb::handle object) {
  if (object.is_none()) return std::nullopt;
  if (nb::isinstance<Mode>(object)) return nb::cast<Mode>(object);
  try {
    return Mode::named(nb::cast<std::string>(nb::str(object)));
  } catch (const ValueError& error) {
    PyErr_SetString(PyExc_Exception, error.what());  // nothing more special in the original
    throw nb::python_error();
  }
}

void bind_modes(nb::module_& m) {
  const auto tags = [](nb::args names) { return nb::cast<std::vector<std::string>>(nb::list(names)); };
  nb::class_<Mode>(m, "Mode", nb::dynamic_attr(), "How a function is compiled: which rewrites, which checks.")
      .def("__init__",
           [](Mode* self, nb::handle linker, nb::handle optimizer) {
             const std::string name = linker.is_none() ? "vm" : nb::cast<std::string>(nb::str(linker));
             new (self) Mode(name, optimizer_name(optimizer));
           },
           nb::arg("linker") = nb::none(), nb::arg("optimizer").none() = "default")
      .def("including", [tags](const Mode& mode, nb::args names) { return mode.including(tags(names)); },
           "A copy with the rules or tables of these names or tags.")
      .def("excluding", [tags](const Mode& mode, nb::args names) { return mode.excluding(tags(names)); },
           "A copy without the rules or tables of these names or tags.")
      .def("clone", [](const Mode& mode, nb::kwargs) { return mode; }, "The same mode.")
      .def_prop_ro("optimizer", &Mode::optimizer)
      .def_prop_ro("provided_optimizer", &Mode::optimizer)
      .def_prop_ro("linker", &Mode::linker)
      .def("__repr__", [](const Mode& mode) { return "Mode(linker='" + mode.linker() + "', optimizer='" + mode.optimizer() + "')"; });
  nb::class_<DebugMode, Mode>(m, "DebugMode", "Every call is also computed by the oracle; differences are errors.")
      .def("__init__", [](DebugMode* self, nb::args, nb::kwargs) { new (self) DebugMode(); });
  nb::class_<NanGuardMode, Mode>(m, "NanGuardMode", "Calls fail at the first op with NaN, infinity or a very large number.")
      .def("__init__",
           [](NanGuardMode* self, nb::handle nan, nb::handle inf, nb::handle big, nb::handle optimizer, nb::handle) {
             new (self) NanGuardMode(make_nan_guard(nan, inf, big, optimizer));
           },
           nb::arg("nan_is_error") = nb::none(), nb::arg("inf_is_error") = nb::none(), nb::arg("big_is_error") = nb::none(),
           nb::arg("optimizer").none() = "default", nb::arg("linker") = nb::none());
  nb::class_<MonitoredCall>(m, "MonitoredCall", "Inputs and outputs of one op, as callbacks of MonitorMode see them.")
      .def_ro("inputs", &MonitoredCall::inputs)
      .def_ro("outputs", &MonitoredCall::outputs);
  nb::class_<MonitorMode, Mode>(m, "MonitorMode", "Calls pre_func and post_func(number, node, call) around every op.")
      .def("__init__",
           [](MonitorMode* self, nb::object pre, nb::object post, nb::handle optimizer, nb::handle) {
             NodeWatch watch;
             watch.before = callback(std::move(pre));
             watch.after = callback(std::move(post));
             new (self) MonitorMode(Mode("vm", optimizer_name(optimizer)).watching(std::move(watch)));
           },
           nb::arg("pre_func") = nb::none(), nb::arg("post_func") = nb::none(), nb::arg("optimizer").none() = "default",
           nb::arg("linker") = nb::none());
  m.def("get_mode", [](nb::handle name) { return to_mode(name).value_or(Mode::from_config()); }, nb::arg("orig_string").none());
  m.def("get_default_mode", &Mode::from_config);
  nb::dict modes;
  for (const char* name : {"FAST_COMPILE", "FAST_RUN"}) modes[name] = nb::cast(Mode::predefined(name));
  m.attr("predefined_modes") = modes;
  m.def("detect_nan", &detect_nan, nb::arg("i"), nb::arg("node"), nb::arg("fn"),
        "A post_func of MonitorMode that prints the first op whose output holds NaN.");
}

}  // namespace theano::python
