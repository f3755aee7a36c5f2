// Pickling and deep copies: nodes as objects of their own, so that what is the same stays the same in one stream.
#include <unordered_set>

#include "numpy_arrays.h"
#include "python_function.h"
#include "theano/base/error.h"
#include "theano/compile/saved_function.h"
#include "theano/graph/saved_graph.h"
#include "theano/graph/traversal.h"
#include "to_variable.h"

namespace theano::python {
namespace {

/// Objects of Python in the parameters of ops: as pickles of their own.
class PythonCodec final : public StandardCodec {
 public:
  std::string encode(const Object& object) const override {
    const Ref<Object> held(const_cast<Object*>(&object));
    const nb::object value = unbox(held);
    if (value.is_none()) return StandardCodec::encode(object);
    const nb::bytes bytes(nb::module_::import_("pickle").attr("dumps")(value, 2));
    return kMark + std::string(bytes.c_str(), bytes.size());
  }
  Ref<Object> decode(std::string_view bytes) const override {
    if (!bytes.starts_with(kMark)) return StandardCodec::decode(bytes);
    bytes.remove_prefix(kMark.size());
    return box(nb::module_::import_("pickle").attr("loads")(nb::bytes(bytes.data(), bytes.size())));
  }

 private:
  static inline const std::string kMark = "pickle ";
};

const PythonCodec kCodec;

nb::bytes to_bytes(const std::string& text) { return nb::bytes(text.data(), text.size()); }
std::string_view view_of(const nb::bytes& bytes) { return {bytes.c_str(), bytes.size()}; }

nb::object loader(const char* name) { return nb::module_::import_("theano._core").attr(name); }

// A pickler calls us node by node and goes down into what a node refers to; long chains would exhaust its stack. So a
// node that stands on a deep graph lists that graph first, inputs before users: when the pickler comes to a node, all it
// refers to has been written. The nodes of the list are marked while the list is being written, and give only themselves.
constexpr int kDeep = 20;
thread_local std::unordered_set<const Apply*> t_marked;

/// Stands behind the list of nodes; being pickled tells that the list has been.
struct ListEnd {
  std::vector<Ref<Apply>> nodes;
};

int depth_of(std::span<Apply* const> order) {
  std::unordered_map<const Apply*, int> depths;
  int deepest = 0;
  for (const Apply* node : order) {
    int& depth = depths[node];
    for (const Variable& input : node->inputs())
      if (const auto it = depths.find(input.owner()); it != depths.end()) depth = std::max(depth, it->second + 1);
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

/// (file, line, text), the same object for the same place, so that a stream holds it once.
nb::object place_tuple(Provenance provenance) {
  if (!provenance) return nb::none();
  static auto* const known = new std::unordered_map<std::uint32_t, PyObject*>;
  if (const auto it = known->find(provenance.id()); it != known->end()) return nb::borrow(it->second);
  const SourcePosition p = provenance.position();
  const nb::object place = nb::make_tuple(p.file, p.line, p.text);
  known->emplace(provenance.id(), nb::object(place).release().ptr());
  return place;
}

Provenance place_from(nb::handle place) {
  if (place.is_none()) return {};
  return remember_position({nb::cast<std::string>(place[0]), nb::cast<int>(place[1]), nb::cast<std::string>(place[2])});
}

nb::object reduce_apply(Apply& node, int) {
  nb::object list = nb::none(), end = nb::none();
  if (t_marked.erase(&node) == 0) {
    const std::vector<Variable> outputs = node.outputs();
    const std::vector<Apply*> order = toposort(outputs);
    ListEnd mark;
    for (Apply* other : order) {
      if (other == &node) continue;
      mark.nodes.emplace_back(other);
      t_marked.insert(other);
    }
    if (depth_of(order) > kDeep) list = nb::cast(mark.nodes);
    if (!mark.nodes.empty()) end = nb::cast(std::move(mark));
  }
  nb::list inputs, types;
  for (const Variable& input : node.inputs()) inputs.append(input);
  for (int i = 0; i < node.output_count(); ++i) types.append(node.output_type(i));
  return nb::make_tuple(loader("_load_apply"), nb::make_tuple(list, node.op(), inputs, types, place_tuple(node.provenance), end));
}

nb::object reduce_list_end(const ListEnd& end, int) {
  for (const Ref<Apply>& node : end.nodes) t_marked.erase(node.get());
  return nb::make_tuple(loader("_load_list_end"), nb::make_tuple());
}

Ref<Apply> load_apply(nb::handle, Op op, const std::vector<Variable>& inputs, const std::vector<TypeRef>& types, nb::handle place,
                      nb::handle) {
  Ref<Apply> node = Apply::make(std::move(op), inputs, types);
  node->provenance = place_from(place);
  return node;
}

/// Name, place, and whatever Python has attached: attributes, and those of the tag.
nb::object state_of(nb::handle self, const VariableNode& v) {
  nb::dict attributes, tag;
  for (const auto& [key, value] : nb::cast<nb::dict>(self.attr("__dict__"))) {
    if (nb::cast<std::string>(nb::str(key)) != "tag") {
      attributes[key] = value;
    } else if (nb::hasattr(value, "__dict__")) {
      for (const auto& [name, content] : nb::cast<nb::dict>(value.attr("__dict__"))) tag[name] = content;
    }
  }
  if (v.test_value && !v.test_value->object) tag["test_value"] = numpy_from_array(v.test_value->array);
  nb::dict state;
  if (!v.name.empty()) state["name"] = v.name;
  if (!v.owner && v.provenance) state["place"] = place_tuple(v.provenance);
  if (attributes.size() > 0) state["attributes"] = attributes;
  if (tag.size() > 0) state["tag"] = tag;
  if (v.kind == VariableKind::Shared)
    if (const auto& shared = static_cast<const SharedNode&>(v); !shared.default_update.is_null())
      state["default_update"] = shared.default_update;
  return state;
}

void set_state(nb::handle self, nb::dict state) {
  VariableNode& v = nb::cast<VariableNode&>(self);
  if (state.contains("name")) v.name = nb::cast<std::string>(state["name"]);
  if (state.contains("place")) v.provenance = place_from(state["place"]);
  if (state.contains("attributes")) self.attr("__dict__").attr("update")(state["attributes"]);
  if (state.contains("tag"))
    for (const auto& [key, value] : nb::dict(state["tag"])) nb::setattr(self.attr("tag"), key, value);
  if (state.contains("default_update")) static_cast<SharedNode&>(v).default_update = nb::cast<Variable>(state["default_update"]);
}

nb::object value_object(const Value& value) {
  return value.object ? unbox(value.object) : value.array.is_null() ? nb::none() : numpy_from_array(value.array.copy());
}

Value value_from(const Type& type, nb::handle object) {
  if (!type.is_tensor()) return {Array(), box(nb::borrow(object))};
  return object.is_none() ? Value{} : Value{array_from_numpy(object).copy(), nullptr};
}

nb::object reduce_variable(nb::handle self, int) {
  VariableNode& v = nb::cast<VariableNode&>(self);
  const nb::object state = state_of(self, v);
  if (v.owner) return nb::make_tuple(loader("_load_output"), nb::make_tuple(v.owner, v.output_index), state);
  if (v.kind == VariableKind::Constant)
    return nb::make_tuple(loader("_load_constant"), nb::make_tuple(v.type, value_object(static_cast<ConstantNode&>(v).value)), state);
  if (v.kind == VariableKind::Shared) {
    const auto& shared = static_cast<const SharedNode&>(v);
    return nb::make_tuple(loader("_load_shared"),
                          nb::make_tuple(v.type, shared.storage, shared.is_strict, shared.allow_downcast), state);
  }
  return nb::make_tuple(loader("_load_variable"), nb::make_tuple(v.type), state);
}

/// A shallow copy: another variable with the same meaning.
Variable copy_variable(VariableNode& v) {
  if (!v.owner) return v.clone();
  std::vector<TypeRef> types;
  for (int i = 0; i < v.owner->output_count(); ++i) types.push_back(v.owner->output_type(i));
  const Ref<Apply> node = Apply::make(v.owner->op(), {v.owner->inputs().begin(), v.owner->inputs().end()}, std::move(types));
  node->provenance = v.owner->provenance;
  Variable copy = node->output(v.output_index);
  copy.set_name(v.name);
  return copy;
}

void bind_graph_pickles(nb::module_& m) {
  auto variable = nb::borrow<nb::class_<VariableNode>>(m.attr("Variable"));
  variable.def("__reduce_ex__", &reduce_variable).def("__setstate__", &set_state).def("__copy__", &copy_variable);
  nb::borrow<nb::class_<Apply>>(m.attr("Apply")).def("__reduce_ex__", &reduce_apply);
  nb::class_<ListEnd>(m, "ListEnd").def("__reduce_ex__", &reduce_list_end);
  nb::borrow<nb::class_<Type>>(m.attr("Type")).def("__reduce_ex__", [](const Type& type, int) {
    return nb::make_tuple(loader("_load_type"), nb::make_tuple(to_bytes(save_type(type))));
  });
  nb::borrow<nb::class_<OpInstance>>(m.attr("OpInstance")).def("__reduce_ex__", [](const OpInstance& op, int) {
    return nb::make_tuple(loader("_load_op"), nb::make_tuple(to_bytes(save_op(op, &kCodec))));
  });
  nb::borrow<nb::class_<SharedStorage>>(m.attr("Container")).def("__reduce_ex__", [](const SharedStorage& storage, int) {
    return nb::make_tuple(loader("_load_container"), nb::make_tuple(storage.type, value_object(storage.snapshot())));
  });
  m.def("_load_apply", &load_apply, nb::arg().none(), nb::arg(), nb::arg(), nb::arg(), nb::arg().none(), nb::arg().none());
  m.def("_load_list_end", [] { return nb::none(); });
  m.def("_load_output", [](Apply& node, int i) { return node.output(i); });
  m.def("_load_variable", [](TypeRef type) { return Variable(new VariableNode(std::move(type))); });
  m.def("_load_constant", [](TypeRef type, nb::handle value) {
    Value content = value_from(*type, value);
    return Variable(new ConstantNode(std::move(type), std::move(content)));
  }, nb::arg(), nb::arg().none());
  m.def("_load_shared", [](TypeRef type, Ref<SharedStorage> storage, bool is_strict, nb::handle allow_downcast) {
    auto shared = make_ref<SharedNode>(std::move(type), std::move(storage));
    shared->is_strict = is_strict;
    if (!allow_downcast.is_none()) shared->allow_downcast = nb::cast<bool>(allow_downcast);
    return Variable(shared.get());
  }, nb::arg(), nb::arg(), nb::arg(), nb::arg().none());
  m.def("_load_type", [](const nb::bytes& bytes) { return load_type(view_of(bytes)); });
  m.def("_load_op", [](const nb::bytes& bytes) { return load_op(view_of(bytes), &kCodec); });
  m.def("_load_container", [](TypeRef type, nb::handle value) {
    Value content = value_from(*type, value);
    return make_ref<SharedStorage>(std::move(type), std::move(content));
  }, nb::arg(), nb::arg().none());
}

nb::object reduce_mode(const Mode& mode, int) {
  if (mode.watch())
    throw NotImplementedError("pickle", "a mode that watches every op cannot be pickled.", "Pickle the function compiled in another mode.");
  return nb::make_tuple(loader("_load_mode"),
                        nb::make_tuple(mode.name(), mode.linker(), mode.optimizer(), mode.included(), mode.excluded()));
}

nb::object reduce_function(nb::handle self, int) {
  const PythonFunction& f = nb::cast<PythonFunction&>(self);
  const FunctionSource source = f.function.source();
  nb::list inputs, outputs, updates, givens;
  for (std::size_t i = 0; i < source.inputs.size(); ++i) {
    const In& in = source.inputs[i];
    inputs.append(nb::make_tuple(in.variable, in.name, f.function.container(i), in.update, in.is_mutable, in.borrow, in.strict,
                                 in.allow_downcast));
  }
  for (const Out& out : source.outputs.list) outputs.append(nb::make_tuple(out.variable, out.borrow));
  for (const Update& u : source.updates) updates.append(nb::make_tuple(u.target, u.value));
  for (const Given& g : source.givens) givens.append(nb::make_tuple(g.variable, g.replacement));
  nb::dict options;
  options["name"] = f.name;
  options["mode"] = f.function.mode();
  options["is_single"] = source.outputs.is_single;
  options["allow_input_downcast"] = source.options.allow_input_downcast;
  options["profile"] = source.options.profile;
  options["output_keys"] = f.output_keys;
  options["has_keys"] = f.has_keys;
  options["returns_nothing"] = f.returns_nothing;
  options["trust_input"] = f.trust_input;
  return nb::make_tuple(loader("_load_function"), nb::make_tuple(inputs, outputs, updates, givens, options), self.attr("__dict__"));
}

PythonFunction load_python_function(nb::handle inputs, nb::handle outputs, nb::handle updates, nb::handle givens, nb::dict options) {
  std::vector<In> ins;
  for (const nb::handle item : inputs) {
    In in(nb::cast<Variable>(item[0]));
    in.name = nb::cast<std::string>(item[1]);
    in.container = nb::cast<Ref<SharedStorage>>(item[2]);
    if (const nb::object update = item[3]; !update.is_none()) in.update = nb::cast<Variable>(update);
    in.is_mutable = nb::cast<std::optional<bool>>(item[4]);
    in.borrow = nb::cast<bool>(item[5]);
    in.strict = nb::cast<bool>(item[6]);
    in.allow_downcast = nb::cast<std::optional<bool>>(item[7]);
    ins.push_back(std::move(in));
  }
  Outputs outs;
  for (const nb::handle item : outputs) outs.list.emplace_back(nb::cast<Variable>(item[0]), nb::cast<bool>(item[1]));
  outs.is_single = nb::cast<bool>(options["is_single"]);
  std::vector<Update> all_updates;
  for (const nb::handle item : updates) all_updates.emplace_back(nb::cast<Variable>(item[0]), nb::cast<Variable>(item[1]));
  std::vector<Given> all_givens;
  for (const nb::handle item : givens) all_givens.emplace_back(nb::cast<Variable>(item[0]), nb::cast<Variable>(item[1]));
  FunctionOptions how;
  PythonFunction f;
  f.name = options["name"];
  if (!f.name.is_none()) how.name = nb::cast<std::string>(nb::str(f.name));
  how.mode = to_mode(options["mode"]);
  how.allow_input_downcast = nb::cast<std::optional<bool>>(options["allow_input_downcast"]);
  how.profile = nb::cast<bool>(options["profile"]);
  how.no_default_updates = true;
  how.on_unused_input = OnUnusedInput::Ignore;
  f.output_keys = nb::cast<std::vector<std::string>>(options["output_keys"]);
  f.has_keys = nb::cast<bool>(options["has_keys"]);
  f.returns_nothing = nb::cast<bool>(options["returns_nothing"]);
  f.trust_input = nb::cast<bool>(options["trust_input"]);
  f.function = function(std::move(ins), std::move(outs), std::move(all_updates), std::move(all_givens), std::move(how));
  return f;
}

}  // namespace

void bind_pickle(nb::module_& m) {
  // Functions of the extension pickle by name, as those of Python do: the loaders below, and T.tanh in a user's object.
  const nb::object name_of = nb::module_::import_("operator").attr("attrgetter")("__name__");
  nb::module_::import_("copyreg").attr("pickle")(nb::module_::import_("builtins").attr("type")(m.attr("function")), name_of);
  bind_graph_pickles(m);
  nb::borrow<nb::class_<Mode>>(m.attr("Mode")).def("__reduce_ex__", &reduce_mode);
  m.def("_load_mode", [](const std::string& name, const std::string& linker, const std::string& optimizer,
                         const std::vector<std::string>& included, const std::vector<std::string>& excluded) {
    return (name == "Mode" ? Mode(linker, optimizer) : Mode::named(name)).including(included).excluding(excluded);
  });
  nb::borrow<FunctionClass>(m.attr("Function")).def("__reduce_ex__", &reduce_function);
  m.def("_load_function", &load_python_function);
}

}  // namespace theano::python
