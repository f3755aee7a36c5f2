// theano.config: the table of options as attributes.
#include "theano/base/config.h"

#include "bindings.h"
#include "theano/base/error.h"

namespace theano::python {
namespace {

/// The options below a prefix ("" or "gcc."), read and set as attributes.
struct ConfigNode {
  std::string prefix;
};

const Option* find_option(const std::string& name) {
  for (const Option& option : option_table())
    if (name == option.name) return &option;
  return nullptr;
}

bool is_prefix(const std::string& prefix) {
  for (const Option& option : option_table())
    if (std::string_view(option.name).starts_with(prefix)) return true;
  return false;
}

nb::object read(const Option& option) {
  const std::string text = config().get(option.name);
  switch (option.type) {
    case OptionType::Bool:
      return nb::bool_(config().get_bool(option.name));
    case OptionType::Int:
      return text.empty() ? nb::none() : nb::object(nb::int_(config().get_int(option.name)));
    case OptionType::Float:
      return nb::float_(config().get_float(option.name));
    default:
      return nb::str(text.c_str());
  }
}

[[noreturn]] void fail_unknown(const std::string& name) {
  throw nb::attribute_error(("there is no option named '" + name + "'").c_str());
}

nb::object get_option(const ConfigNode& node, const std::string& name) {
  const std::string full = node.prefix + name;
  if (const Option* option = find_option(full)) return read(*option);
  if (is_prefix(full + ".")) return nb::cast(ConfigNode{full + "."});
  fail_unknown(full);
}

void set_option(const ConfigNode& node, const std::string& name, nb::handle value) {
  const std::string full = node.prefix + name;
  if (!find_option(full)) fail_unknown(full);
  config().set(full, nb::cast<std::string>(nb::str(value)));
}

/// Sets options for the time of a `with` block or of a decorated function.
struct ChangeFlags {
  std::vector<std::pair<std::string, std::string>> wanted;
  std::vector<std::vector<std::pair<std::string, std::string>>> before;

  void enter() {
    std::vector<std::pair<std::string, std::string>> old;
    try {
      for (const auto& [name, value] : wanted) {
        std::string present = config().get(name);
        config().set(name, value);
        old.emplace_back(name, std::move(present));
      }
    } catch (...) {
      for (auto it = old.rbegin(); it != old.rend(); ++it) config().set(it->first, it->second);
      throw;
    }
    before.push_back(std::move(old));
  }
  void exit() {
    const auto old = std::move(before.back());
    before.pop_back();
    for (auto it = old.rbegin(); it != old.rend(); ++it) config().set(it->first, it->second);
  }
};

ChangeFlags make_change_flags(nb::args args, nb::kwargs kwargs) {
  ChangeFlags flags;
  const auto take = [&](nb::handle mapping) {
    for (const nb::handle item : mapping.attr("items")()) {
      std::string name = nb::cast<std::string>(item[0]);
      for (std::size_t at; (at = name.find("__")) != std::string::npos;) name.replace(at, 2, ".");
      if (!find_option(name)) fail_unknown(name);
      const nb::object value = item[1];
      flags.wanted.emplace_back(std::move(name), nb::cast<std::string>(nb::str(nb::handle(value))));
    }
  };
  for (const nb::handle mapping : args) take(mapping);
  take(kwargs);
  return flags;
}

}  // namespace

void bind_config(nb::module_& m) {
  nb::class_<ConfigNode>(m, "Config", "The options in force, as attributes.")
      .def("__getattr__", &get_option)
      .def("__setattr__", &set_option)
      .def("__dir__", [](const ConfigNode& node) {
        nb::list names;
        for (const Option& option : option_table())
          if (std::string_view(option.name).starts_with(node.prefix)) names.append(option.name + node.prefix.size());
        return names;
      })
      .def("change_flags", [](const ConfigNode&, nb::args args, nb::kwargs kwargs) { return make_change_flags(args, kwargs); });
  nb::class_<ChangeFlags>(m, "change_flags", "Sets options while a with block or a decorated function runs.")
      .def(nb::new_([](nb::args args, nb::kwargs kwargs) { return new ChangeFlags(make_change_flags(args, kwargs)); }))
      .def("__enter__", [](ChangeFlags& f) { f.enter(); })
      .def("__exit__", [](ChangeFlags& f, nb::args) { f.exit(); })
      .def("_recreate_cm", [](nb::object self) { return self; })
      .def("__call__", [](nb::object self, nb::object function) {
        // A function of Python itself comes back, so that a decorated method still binds its object.
        return nb::module_::import_("contextlib").attr("ContextDecorator").attr("__call__")(self, function);
      });
  m.attr("config") = nb::cast(ConfigNode{""});
}

}  // namespace theano::python
