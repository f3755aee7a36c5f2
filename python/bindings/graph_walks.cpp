// Walks over graphs, copies of them, and numbers that they tell without running, under the names that programs import.
#include <algorithm>
#include <unordered_set>

#include "bindings.h"
#include "numpy_arrays.h"
#include "python_function.h"
#include "theano/base/error.h"
#include "theano/graph/traversal.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/shape/size_expressions.h"
#include "to_variable.h"

namespace theano::python {
namespace {

using Variables = std::vector<Variable>;

/// Every variable between inputs and outputs, both included.
Variables variables_between(const Variables& inputs, const Variables& outputs) {
  Variables all = inputs;
  std::unordered_set<Variable> seen(inputs.begin(), inputs.end());
  for (const Variable& v : ancestors(outputs, inputs))
    if (seen.insert(v).second) all.push_back(v);
  return all;
}

std::vector<Ref<Apply>> nodes_between(const Variables& inputs, const Variables& outputs) {
  std::vector<Ref<Apply>> nodes;
  for (Apply* node : toposort(outputs, inputs)) nodes.emplace_back(node);
  return nodes;
}

/// Copies of inputs (unless they are to be shared) and outputs; the map leads from the old variables to the new ones.
VariableMap copy_graph(const Variables& inputs, const Variables& outputs, bool copy_inputs) {
  VariableMap map;
  for (const Variable& v : inputs) map.emplace(v, copy_inputs ? v->clone() : v);
  clone_graph(outputs, map);
  return map;
}

nb::object clone_python(const Variables& inputs, const Variables& outputs, bool copy_inputs) {
  const VariableMap map = copy_graph(inputs, outputs, copy_inputs);
  Variables new_inputs, new_outputs;
  for (const Variable& v : inputs) new_inputs.push_back(map.at(v));
  for (const Variable& v : outputs) new_outputs.push_back(map.at(v));
  return nb::make_tuple(new_inputs, new_outputs);
}

nb::dict clone_get_equiv(const Variables& inputs, const Variables& outputs, bool copy_inputs, bool) {
  nb::dict result;
  for (const auto& [old_variable, new_variable] : copy_graph(inputs, outputs, copy_inputs)) {
    const nb::object key = nb::cast(old_variable);
    result[key] = new_variable;
    if (old_variable.owner() && new_variable.owner()) {
      const nb::object node = nb::cast(Ref<Apply>(old_variable.owner()));
      result[node] = Ref<Apply>(new_variable.owner());
    }
  }
  return result;
}

/// Breadth or depth first from the objects in `start`; `expand` gives the neighbours of one, or None.
nb::list stack_search(nb::object start, nb::object expand, const std::string& mode) {
  nb::list found;
  std::unordered_set<PyObject*> seen;
  const char* const take = mode == "bfs" ? "popleft" : "pop";
  while (nb::len(start) > 0) {
    const nb::object item = start.attr(take)();
    if (!seen.insert(item.ptr()).second) continue;
    found.append(item);
    const nb::object neighbours = expand(item);
    if (nb::cast<bool>(nb::bool_(neighbours))) start.attr("extend")(neighbours);
  }
  return found;
}

/// Copies of outputs with replacements and updates of shared variables in place, as theano.function makes them.
nb::object rebuild_collect_shared(nb::handle outputs, nb::handle inputs, nb::handle replace, nb::handle updates,
                                  bool rebuild_strict, bool copy_inputs_over, bool no_default_updates) {
  VariableMap map;
  Variables new_inputs, shared;
  nb::dict update_d;
  nb::list update_expressions;
  if (!replace.is_none())
    for (const nb::handle pair : nb::hasattr(replace, "items") ? replace.attr("items")() : nb::borrow(replace))
      map.emplace(nb::cast<Variable>(pair[0]), to_variable(pair[1], "rebuild_collect_shared"));
  if (!inputs.is_none())
    for (const nb::handle item : inputs) {
      const Variable v = nb::isinstance<In>(item) ? nb::cast<In>(item).variable : nb::cast<Variable>(item);
      new_inputs.push_back(copy_inputs_over ? v : v->clone());
      map.emplace(v, new_inputs.back());
    }
  std::vector<std::pair<Variable, Variable>> pending;
  if (!updates.is_none())
    for (const nb::handle pair : nb::hasattr(updates, "items") ? updates.attr("items")() : nb::borrow(updates))
      pending.emplace_back(nb::cast<Variable>(pair[0]), to_variable(pair[1], "rebuild_collect_shared"));
  const auto copied = [&](const Variable& v) {
    return clone_graph(std::span(&v, 1), map, {.rebuild = !rebuild_strict})[0];
  };
  std::unordered_set<Variable> seen, updated;
  for (const auto& [target, value] : pending) updated.insert(target);
  const auto collect = [&](const Variable& v) {
    for (const Variable& leaf : graph_inputs(std::span(&v, 1))) {
      if (!leaf.shared() || !seen.insert(leaf).second) continue;
      shared.push_back(leaf);
      const Variable& update = leaf.shared()->default_update;
      if (!no_default_updates && !update.is_null() && updated.insert(leaf).second) pending.emplace_back(leaf, update);
    }
  };
  const auto copy_output = [&](nb::handle item) -> nb::object {
    if (nb::isinstance<Out>(item)) {
      const Out out = nb::cast<Out>(item);
      const Variable copy = copied(out.variable);
      collect(copy);
      return nb::cast(Out(copy, out.borrow));
    }
    const Variable copy = copied(to_variable(item, "rebuild_collect_shared"));
    collect(copy);
    return nb::cast(copy);
  };
  nb::object new_outputs;
  if (nb::isinstance<nb::list>(outputs) || nb::isinstance<nb::tuple>(outputs)) {
    nb::list list;
    for (const nb::handle item : outputs) list.append(copy_output(item));
    new_outputs = list;
  } else {
    new_outputs = outputs.is_none() ? nb::object(nb::list()) : copy_output(outputs);
  }
  for (std::size_t i = 0; i < pending.size(); ++i) {  // grows while default updates bring further shared variables
    const auto [target, value] = pending[i];
    const Variable copy = copied(value);
    if (seen.insert(target).second) shared.push_back(target);
    collect(copy);
    const nb::object key = nb::cast(target);
    update_d[key] = copy;
    update_expressions.append(nb::make_tuple(target, copy));
  }
  nb::dict clone_d;
  for (const auto& [old_variable, new_variable] : map) {
    const nb::object key = nb::cast(old_variable);
    clone_d[key] = new_variable;
  }
  nb::list rest;
  rest.append(clone_d);
  rest.append(update_d);
  rest.append(update_expressions);
  rest.append(nb::cast(shared));
  return nb::make_tuple(new_inputs, new_outputs, rest);
}

/// Constant graphs of more nodes than this are not computed just to see a number.
constexpr std::size_t kMostComputed = 100;

/// The classes that programs catch.
struct ConstantErrors {
  nb::object not_scalar, empty;
};

ConstantErrors& constant_errors() {
  static auto* const errors = new ConstantErrors;
  return *errors;
}

[[noreturn]] void refuse_constant(const nb::object& error, const std::string& sentence) {
  PyErr_SetString(error.ptr(), ("[get_scalar_constant_value] " + sentence).c_str());
  throw nb::python_error();
}

/// All elements are one number, of which a 0-d array is made.
nb::object single_number(const Array& array) {
  if (array.size() == 0) refuse_constant(constant_errors().empty, "an empty constant has no value.");
  const Array flat = array.copy();
  const Array first = flat.view(Layout(Shape{}, Strides{}, 0));
  if (array.size() > 1) {
    const Array spread = flat.view(Layout(array.shape(), Strides(array.shape().size(), 0), 0));
    if (!is_identical(spread.copy(), flat)) refuse_constant(constant_errors().not_scalar, "the constant has several values.");
  }
  return numpy_from_array(first.copy());
}

/// What stands at the place of an integer vector that `v` takes, such as a size of x.shape; else `v` itself.
Variable element_of_vector(const Variable& v) {
  const Apply* part = owner_if(v, ops::subtensor);
  if (!part || part->input(0).ndim() != 1 || part->input_count() != 2) return v;
  const auto place = known_size(part->input(1));
  const auto length = vector_length(part->input(0));
  if (!place || !length || *place < -*length || *place >= *length) return v;
  return vector_items(part->input(0), *length)[static_cast<std::size_t>(*place < 0 ? *place + *length : *place)];
}

nb::object scalar_value(nb::handle object, bool, bool only_process_constants, int) {
  if (object.is_none()) refuse_constant(constant_errors().not_scalar, "None is no number.");
  if (!is_variable(object)) return single_number(convert_value(object).array);
  const Variable v = nb::cast<Variable>(object);
  if (v.is_tensor() && v.constant()) return single_number(v.constant()->array());
  if (v.is_tensor() && !only_process_constants) {
    if (const auto number = v.ndim() == 0 && is_integer(v.dtype()) ? known_size(element_of_vector(v)) : std::nullopt)
      return numpy_from_array(Array::scalar_of(v.dtype(), *number));
    if (const auto number = scalar_constant_value(v)) return numpy_from_array(Array::scalar_of(v.dtype(), *number));
    const std::vector<Variable> leaves = graph_inputs(std::span(&v, 1));
    const bool is_constant = std::ranges::all_of(leaves, [](const Variable& leaf) { return leaf.constant() != nullptr; });
    if (is_constant && toposort(std::span(&v, 1)).size() <= kMostComputed) return single_number(eval(v));
  }
  refuse_constant(constant_errors().not_scalar, v.to_string() + " is not known while the graph is built.");
}

std::int64_t length_of_vector(nb::handle object) {
  const Variable v = to_variable(object, "get_vector_length");
  if (v.ndim() != 1)
    throw_error({ErrorKind::Type, Phase::Build, "get_vector_length", "argument must be symbolic vector.",
                 {describe_operand("v", v)}, "Pass a tensor of one axis."});
  if (const std::int64_t size = v.tensor_type().sizes()[0]; size != kUnknownSize) return size;
  if (const auto length = is_integer(v.dtype()) ? vector_length(v) : std::nullopt) return *length;
  throw_error({ErrorKind::Value, Phase::Build, "get_vector_length", "the length is not known while the graph is built.",
               {describe_operand("v", v)}, "Use v.shape[0]."});
}

void bind_known_values(nb::module_& m) {
  ConstantErrors& errors = constant_errors();
  errors.not_scalar = nb::steal(PyErr_NewExceptionWithDoc(
      "theano.NotScalarConstantError", "A number is wanted that is not known while the graph is built.", nullptr, nullptr));
  errors.empty = nb::steal(PyErr_NewExceptionWithDoc(
      "theano.EmptyConstantError", "A number is wanted of a constant without elements.", errors.not_scalar.ptr(), nullptr));
  m.attr("NotScalarConstantError") = errors.not_scalar;
  m.attr("EmptyConstantError") = errors.empty;
  m.def("get_scalar_constant_value", &scalar_value, nb::arg("orig_v").none(), nb::arg("elemwise") = true,
        nb::arg("only_process_constants") = false, nb::arg("max_recur") = 10,
        "The number that a variable is, where that is known while the graph is built, as a 0-d array.");
  m.def("get_vector_length", &length_of_vector, nb::arg("v"),
        "The length of a vector, where that is known while the graph is built.");
}

}  // namespace

void bind_graph_walks(nb::module_& m) {
  bind_known_values(m);
  m.def("graph_variables", &variables_between, nb::arg("i"), nb::arg("o"), "Every variable between inputs and outputs.");
  m.def("list_of_nodes", &nodes_between, nb::arg("inputs"), nb::arg("outputs"), "The nodes between inputs and outputs.");
  m.def("orphans", [](const Variables& inputs, const Variables& outputs) {
    Variables found;
    const std::unordered_set<Variable> given(inputs.begin(), inputs.end());
    for (const Variable& v : ancestors(outputs, inputs))
      if (!v.owner() && !given.contains(v)) found.push_back(v);
    return found;
  }, nb::arg("i"), nb::arg("o"), "Variables without owner that outputs depend on besides the inputs.");
  m.def("clone_graph", &clone_python, nb::arg("i"), nb::arg("o"), nb::arg("copy_inputs") = true, "Copies of inputs and outputs.");
  m.def("clone_get_equiv", &clone_get_equiv, nb::arg("inputs"), nb::arg("outputs"), nb::arg("copy_inputs") = true,
        nb::arg("copy_orphans") = true, "A dictionary from the variables and nodes of a graph to those of its copy.");
  m.def("stack_search", &stack_search, nb::arg("start"), nb::arg("expand"), nb::arg("mode") = "bfs",
        "Walks breadth or depth first from a deque of nodes.");
  m.def("rebuild_collect_shared", &rebuild_collect_shared, nb::arg("outputs").none(), nb::arg("inputs") = nb::none(),
        nb::arg("replace") = nb::none(), nb::arg("updates") = nb::none(), nb::arg("rebuild_strict") = true,
        nb::arg("copy_inputs_over") = true, nb::arg("no_default_updates") = false,
        "Copies of a function's expressions with replacements in place, and the shared variables they read.");
}

}  // namespace theano::python
