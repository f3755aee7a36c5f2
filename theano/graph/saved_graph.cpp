// The form of saved graphs: tables of types, ops and places, then the nodes in an order in which they can be made.
#include "theano/graph/saved_graph.h"

#include <mutex>
#include <set>
#include <unordered_map>

#include "theano/graph/byte_stream.h"
#include "theano/graph/saved_parts.h"
#include "theano/graph/traversal.h"

namespace theano {
namespace {

constexpr std::string_view kMagic = "theano graph 1\n";

/// What stands at the head of each entry of the list of nodes.
enum class Entry : std::uint8_t { Plain, Constant, Shared, Apply };

/// Everything the variables depend on, default updates of shared variables included.
std::vector<Variable> roots_with_updates(std::span<const Variable> variables) {
  std::vector<Variable> roots(variables.begin(), variables.end());
  std::unordered_map<const VariableNode*, bool> seen;
  for (std::size_t done = 0; done < roots.size();) {
    const std::vector<Variable> fresh(roots.begin() + static_cast<std::ptrdiff_t>(done), roots.end());
    done = roots.size();
    for (const Variable& leaf : graph_inputs(fresh)) {
      const SharedNode* shared = leaf.shared();
      if (shared && seen.emplace(shared, true).second && !shared->default_update.is_null())
        roots.push_back(shared->default_update);
    }
  }
  return roots;
}

class GraphWriter {
 public:
  explicit GraphWriter(const ObjectCodec* codec) : codec_(codec) {}

  std::string run(std::span<const Variable> variables) {
    const std::vector<Variable> roots = roots_with_updates(variables);
    for (Apply* node : toposort(roots)) add_apply(*node);
    for (const Variable& root : roots) add_leaf(root);
    ByteWriter head;
    head.integer(static_cast<std::int64_t>(entry_count_));
    std::string bytes = std::string(kMagic) + head.take() + body_.take();
    ByteWriter tail;
    tail.integer(static_cast<std::int64_t>(updates_.size()));
    for (const SharedNode* shared : updates_) {
      tail.integer(numbers_.at(shared));
      tail.integer(numbers_.at(shared->default_update.node()));
    }
    tail.integer(static_cast<std::int64_t>(variables.size()));
    for (const Variable& v : variables) tail.integer(numbers_.at(v.node()));
    return bytes + tail.take();
  }

 private:
  // A type, op, place or storage is written where it is needed first; afterwards its number stands for it.
  template <class Key, class Write>
  void once(std::unordered_map<Key, std::int64_t>& table, const Key& key, const Write& write) {
    const auto [it, is_new] = table.try_emplace(key, static_cast<std::int64_t>(table.size()));
    body_.integer(it->second);
    if (is_new) write();
  }

  void type(const TypeRef& type) {
    once(types_, type.get(), [&] { write_type(body_, *type); });
  }

  void place(Provenance provenance) {
    once(places_, provenance.id(), [&] {
      const SourcePosition position = provenance.position();
      body_.text(position.file);
      body_.integer(position.line);
      body_.text(position.text);
    });
  }

  void name_and_test_value(const VariableNode& v) {
    body_.text(v.name);
    const bool has_value = v.test_value && !v.test_value->object;
    body_.array(has_value ? v.test_value->array : Array());
  }

  void head(Entry entry, const VariableNode& v) {
    body_.integer(static_cast<int>(entry));
    type(v.type);
    place(v.provenance);
    name_and_test_value(v);
    number(v);
    ++entry_count_;
  }

  void number(const VariableNode& v) { numbers_.emplace(&v, static_cast<std::int64_t>(numbers_.size())); }

  void add_leaf(const Variable& v) {
    if (numbers_.contains(v.node())) return;
    if (const ConstantNode* constant = v.constant()) {
      head(Entry::Constant, *constant);
      write_value(body_, constant->value, codec_);
    } else if (const SharedNode* shared = v.shared()) {
      head(Entry::Shared, *shared);
      once(storages_, static_cast<const SharedStorage*>(shared->storage.get()),
           [&] { write_value(body_, shared->storage->snapshot(), codec_); });
      body_.integer(shared->is_strict);
      body_.integer(shared->allow_downcast ? *shared->allow_downcast : -1);
      if (!shared->default_update.is_null()) updates_.push_back(shared);
    } else {
      head(Entry::Plain, *v.node());
    }
  }

  void add_apply(Apply& node) {
    for (const Variable& input : node.inputs())
      if (!input.owner()) add_leaf(input);
    body_.integer(static_cast<int>(Entry::Apply));
    once(ops_, node.op().get(), [&] { write_op(body_, *node.op(), codec_); });
    place(node.provenance);
    body_.integer(node.input_count());
    for (const Variable& input : node.inputs()) body_.integer(numbers_.at(input.node()));
    body_.integer(node.output_count());
    for (const Variable& output : node.outputs()) {
      type(output->type);
      name_and_test_value(*output.node());
      number(*output.node());
      held_.push_back(output);  // an output that nobody holds would give its address to the next one
    }
    ++entry_count_;
  }

  const ObjectCodec* codec_;
  ByteWriter body_;
  std::size_t entry_count_ = 0;
  std::unordered_map<const Type*, std::int64_t> types_;
  std::unordered_map<const OpInstance*, std::int64_t> ops_;
  std::unordered_map<std::uint32_t, std::int64_t> places_;
  std::unordered_map<const SharedStorage*, std::int64_t> storages_;
  std::unordered_map<const VariableNode*, std::int64_t> numbers_;
  std::vector<const SharedNode*> updates_;
  std::vector<Variable> held_;
};

class GraphReader {
 public:
  GraphReader(std::string_view bytes, const ObjectCodec* codec) : in_(bytes), codec_(codec) {}

  std::vector<Variable> run() {
    for (std::size_t left = in_.count(in_.bytes_left()); left > 0; --left) read_entry();
    for (std::size_t left = in_.count(in_.bytes_left()); left > 0; --left) {
      SharedNode* shared = variable().shared();
      if (!shared) throw_damaged("a default update in them belongs to no shared variable");
      shared->default_update = variable();
    }
    std::vector<Variable> wanted;
    for (std::size_t left = in_.count(in_.bytes_left()); left > 0; --left) wanted.push_back(variable());
    if (!in_.is_at_end()) throw_damaged("something follows their end");
    return wanted;
  }

 private:
  template <class T, class Read>
  const T& once(std::vector<T>& table, const Read& read) {
    const std::size_t number = in_.count(table.size());
    if (number == table.size()) table.push_back(read());
    return table[number];
  }

  TypeRef type() {
    return once(types_, [&] { return read_type(in_); });
  }

  Provenance place() {
    return once(places_, [&] {
      SourcePosition position;
      position.file = in_.text();
      position.line = static_cast<int>(in_.count());
      position.text = in_.text();
      return remember_position(std::move(position));
    });
  }

  const Variable& variable() {
    if (variables_.empty()) throw_damaged("they name a variable before there is one");
    return variables_[in_.count(variables_.size() - 1)];
  }

  void read_entry() {
    const auto entry = static_cast<Entry>(in_.count(static_cast<std::size_t>(Entry::Apply)));
    if (entry == Entry::Apply) return read_apply();
    const TypeRef node_type = type();
    const Provenance provenance = place();
    std::string name(in_.text());
    Array test_value = in_.array();
    Variable v;
    if (entry == Entry::Constant) {
      v = Variable(new ConstantNode(node_type, read_value(in_, codec_), std::move(name)));
    } else if (entry == Entry::Shared) {
      const Ref<SharedStorage> storage =
          once(storages_, [&] { return make_ref<SharedStorage>(node_type, read_value(in_, codec_)); });
      auto shared = make_ref<SharedNode>(node_type, storage, std::move(name));
      shared->is_strict = in_.count(1) == 1;
      if (const std::int64_t choice = in_.integer(); choice >= 0) shared->allow_downcast = choice == 1;
      v = Variable(shared.get());
    } else {
      v = Variable(new VariableNode(node_type, std::move(name)));
    }
    v->provenance = provenance;
    set_test_value(v, std::move(test_value));
    take(std::move(v));
  }

  void read_apply() {
    const Op op = once(ops_, [&] { return read_op(in_, codec_); });
    const Provenance provenance = place();
    std::vector<Variable> inputs;
    for (std::size_t left = in_.count(in_.bytes_left()); left > 0; --left) inputs.push_back(variable());
    std::vector<TypeRef> types;
    std::vector<std::pair<std::string, Array>> notes;
    for (std::size_t left = in_.count(in_.bytes_left()); left > 0; --left) {
      types.push_back(type());
      std::string name(in_.text());
      notes.emplace_back(std::move(name), in_.array());
    }
    const Ref<Apply> node = Apply::make(op, std::move(inputs), std::move(types));
    node->provenance = provenance;
    const std::vector<Variable> outputs = node->outputs();
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      outputs[i]->name = std::move(notes[i].first);
      set_test_value(outputs[i], std::move(notes[i].second));
      take(outputs[i]);
    }
  }

  static void set_test_value(const Variable& v, Array array) {
    if (!array.is_null()) v->test_value = std::make_unique<Value>(Value{std::move(array), nullptr});
  }

  void take(Variable v) { variables_.push_back(std::move(v)); }

  ByteReader in_;
  const ObjectCodec* codec_;
  std::vector<TypeRef> types_;
  std::vector<Op> ops_;
  std::vector<Provenance> places_;
  std::vector<Ref<SharedStorage>> storages_;
  std::vector<Variable> variables_;
};

SourcePosition position_at(const void* key, std::uint64_t) { return *static_cast<const SourcePosition*>(key); }

struct PositionOrder {
  bool operator()(const SourcePosition& a, const SourcePosition& b) const {
    return a.line != b.line ? a.line < b.line : a.file < b.file;
  }
};

}  // namespace

Provenance remember_position(SourcePosition position) {
  if (position.line == 0 && position.file.empty()) return {};
  // Ids of places are never given back, so what they point to lives as long as the process.
  static std::mutex mutex;
  static auto* const positions = new std::set<SourcePosition, PositionOrder>;
  const std::lock_guard lock(mutex);
  return Provenance::foreign(&*positions->insert(std::move(position)).first, 0, &position_at);
}

std::string save_graph(std::span<const Variable> variables, const ObjectCodec* codec) {
  return GraphWriter(codec).run(variables);
}

std::vector<Variable> load_graph(std::string_view bytes, const ObjectCodec* codec) {
  if (!bytes.starts_with(kMagic)) throw_damaged("they do not start as one");
  return GraphReader(bytes.substr(kMagic.size()), codec).run();
}

}  // namespace theano
