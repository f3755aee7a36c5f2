// One graph that holds every expression of a function, and the numbers of what stands where.
#include "theano/compile/saved_function.h"

#include "theano/base/error.h"
#include "theano/graph/byte_stream.h"
#include "theano/ops/kinds/control_op.h"

namespace theano {
namespace {

constexpr std::string_view kMagic = "theano function 1\n";
constexpr std::string_view kInnerGraph = "inner graph ";

std::int64_t encoded(std::optional<bool> choice) { return choice ? *choice : -1; }

std::optional<bool> decoded(std::int64_t choice) { return choice < 0 ? std::nullopt : std::optional(choice == 1); }

void write_names(ByteWriter& out, const std::vector<std::string>& names) {
  out.integer(static_cast<std::int64_t>(names.size()));
  for (const std::string& name : names) out.text(name);
}

std::vector<std::string> read_names(ByteReader& in) {
  std::vector<std::string> names;
  for (std::size_t left = in.count(in.bytes_left()); left > 0; --left) names.emplace_back(in.text());
  return names;
}

void write_mode(ByteWriter& out, const Mode& mode) {
  if (mode.watch())
    throw NotImplementedError("save", "a function in a mode that watches it has no form in bytes.",
                              "Save the function compiled in another mode.");
  out.text(mode.name());
  out.text(mode.linker());
  out.text(mode.optimizer());
  write_names(out, mode.included());
  write_names(out, mode.excluded());
}

Mode read_mode(ByteReader& in) {
  const std::string name(in.text()), linker(in.text()), optimizer(in.text());
  const Mode mode = name == "Mode" ? Mode(linker, optimizer) : Mode::named(name);
  const std::vector<std::string> included = read_names(in), excluded = read_names(in);
  return mode.including(included).excluding(excluded);
}

/// The variables of a function in the order in which they stand in the saved graph; a missing one is left out.
class VariableList {
 public:
  void add(ByteWriter& out, const Variable& v) {
    out.integer(v.is_null() ? 0 : 1);
    if (!v.is_null()) list_.push_back(v);
  }
  const std::vector<Variable>& list() const { return list_; }

 private:
  std::vector<Variable> list_;
};

class VariableReader {
 public:
  VariableReader(ByteReader& in, std::vector<Variable> list) : in_(in), list_(std::move(list)) {}
  Variable next() {
    if (in_.count(1) == 0) return {};
    if (at_ == list_.size()) throw_damaged("a variable is missing in them");
    return list_[at_++];
  }

 private:
  ByteReader& in_;
  std::vector<Variable> list_;
  std::size_t at_ = 0;
};

}  // namespace

std::string StandardCodec::encode(const Object& object) const {
  const auto* inner = dynamic_cast<const InnerGraph*>(&object);
  if (!inner)
    throw NotImplementedError("save", "the value " + object.to_string() + " has no form in bytes.", "Leave it out of what is saved.");
  std::vector<Variable> all = inner->graph().inputs();
  all.insert(all.end(), inner->graph().outputs().begin(), inner->graph().outputs().end());
  ByteWriter out;
  out.integer(static_cast<std::int64_t>(inner->graph().inputs().size()));
  out.text(save_graph(all, this));
  return std::string(kInnerGraph) + out.take();
}

Ref<Object> StandardCodec::decode(std::string_view bytes) const {
  if (!bytes.starts_with(kInnerGraph)) throw_damaged("they hold a value that only another face can read");
  ByteReader in(bytes.substr(kInnerGraph.size()));
  const std::size_t input_count = in.count();
  std::vector<Variable> all = load_graph(in.text(), this);
  if (input_count > all.size()) throw_damaged("an inner graph in them has too few variables");
  std::vector<Variable> outputs(all.begin() + static_cast<std::ptrdiff_t>(input_count), all.end());
  all.resize(input_count);
  return Ref<Object>(new InnerGraph(FunctionGraph(std::move(all), std::move(outputs))));
}

std::string save_function(const Function& f, const ObjectCodec& codec) {
  const FunctionSource source = f.source();
  ByteWriter out;
  VariableList variables;
  out.text(source.options.name);
  write_mode(out, f.mode());
  out.integer(encoded(source.options.allow_input_downcast));
  out.integer(source.options.profile);
  out.integer(static_cast<std::int64_t>(source.inputs.size()));
  for (const In& in : source.inputs) {
    variables.add(out, in.variable);
    variables.add(out, in.update);
    out.text(in.name);
    out.array(in.value.array);
    for (const std::int64_t flag : {encoded(in.is_mutable), std::int64_t{in.borrow}, std::int64_t{in.strict}, encoded(in.allow_downcast)})
      out.integer(flag);
  }
  out.integer(source.outputs.is_single);
  out.integer(static_cast<std::int64_t>(source.outputs.list.size()));
  for (const Out& output : source.outputs.list) {
    variables.add(out, output.variable);
    out.integer(output.borrow);
  }
  out.integer(static_cast<std::int64_t>(source.updates.size()));
  for (const Update& u : source.updates) {
    variables.add(out, u.target);
    variables.add(out, u.value);
  }
  out.integer(static_cast<std::int64_t>(source.givens.size()));
  for (const Given& g : source.givens) {
    variables.add(out, g.variable);
    variables.add(out, g.replacement);
  }
  ByteWriter graph;
  graph.text(save_graph(variables.list(), &codec));
  return std::string(kMagic) + graph.take() + out.take();
}

Function load_function(std::string_view bytes, const ObjectCodec& codec) {
  if (!bytes.starts_with(kMagic)) throw_damaged("they do not start as a saved function");
  ByteReader in(bytes.substr(kMagic.size()));
  VariableReader variables(in, load_graph(in.text(), &codec));
  FunctionSource source;
  source.options.name = in.text();
  source.options.mode = read_mode(in);
  source.options.allow_input_downcast = decoded(in.integer());
  source.options.profile = in.count(1) == 1;
  source.options.no_default_updates = true;
  source.options.rebuild_strict = false;  // the givens were accepted when the function was made
  source.options.on_unused_input = OnUnusedInput::Ignore;
  for (std::size_t left = in.count(in.bytes_left()); left > 0; --left) {
    In input(variables.next());
    input.update = variables.next();
    input.name = in.text();
    input.value.array = in.array();
    input.is_mutable = decoded(in.integer());
    input.borrow = in.count(1) == 1;
    input.strict = in.count(1) == 1;
    input.allow_downcast = decoded(in.integer());
    source.inputs.push_back(std::move(input));
  }
  source.outputs.is_single = in.count(1) == 1;
  for (std::size_t left = in.count(in.bytes_left()); left > 0; --left) {
    Variable v = variables.next();
    source.outputs.list.emplace_back(std::move(v), in.count(1) == 1);
  }
  for (std::size_t left = in.count(in.bytes_left()); left > 0; --left) {
    Variable target = variables.next();
    source.updates.emplace_back(std::move(target), variables.next());
  }
  for (std::size_t left = in.count(in.bytes_left()); left > 0; --left) {
    Variable v = variables.next();
    source.givens.emplace_back(std::move(v), variables.next());
  }
  return function(std::move(source.inputs), std::move(source.outputs), std::move(source.updates), std::move(source.givens),
                  std::move(source.options));
}

}  // namespace theano
