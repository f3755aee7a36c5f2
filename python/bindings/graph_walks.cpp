// Walks over graphs and copies of them, under the names that programs import from theano.gof.graph.
#include <unordered_set>

#include "bindings.h"
#include "python_function.h"
#include "theano/graph/traversal.h"
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
nb::object rebuild_collect_shared(nb::handle outputs, nb::handle inputs, nb::handle replace, nb::handle updates, bool rebuild_strict, bool copy_inputs_over,
                                  bool no_default_updates) {
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

}  // namespace

void bind_graph_walks(nb::module_& m) {
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
