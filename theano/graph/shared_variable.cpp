// Shared variables: storage that functions read and update, and the variables that stand for it.
#include <atomic>

#include "theano/base/error.h"
#include "theano/graph/filter.h"
#include "theano/graph/variable.h"

namespace theano {
namespace {

constexpr std::source_location kNowhere{};

std::uint64_t next_storage_id() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace

SharedStorage::SharedStorage(TypeRef t, Value value)
    : type(std::move(t)), id(next_storage_id()), value_(std::move(value)) {}

Value SharedStorage::snapshot() const {
  const std::lock_guard lock(value_mutex_);
  return value_;
}

void SharedStorage::commit(Value value) {
  const std::lock_guard lock(value_mutex_);
  std::swap(value_, value);  // the old value goes after the lock: freeing it may run foreign code
}

bool SharedStorage::is_only_with(const Array& mine) const {
  const BufferPtr& memory = mine.buffer();
  constexpr long kHandles = 2;  // the storage's and the caller's
  const bool is_only = value_.array.buffer() == memory && memory.use_count() == kHandles;
  // Others let go of it on other threads: what they read of it must be done before it is written.
  std::atomic_thread_fence(std::memory_order_acquire);
  return is_only && memory->is_own() && memory->is_writable() && mine.is_contiguous();
}

SharedNode::SharedNode(TypeRef t, Ref<SharedStorage> s, std::string n)
    : VariableNode(std::move(t), std::move(n), VariableKind::Shared), storage(std::move(s)) {}

Variable SharedNode::clone() const {
  Ref<SharedNode> copy = make_ref<SharedNode>(type, storage, name);
  copy->provenance = provenance;
  copy->default_update = default_update;
  copy->is_strict = is_strict;
  copy->allow_downcast = allow_downcast;
  return Variable(copy.get());
}

Array SharedNode::get_value(bool borrow) const {
  Array array = storage->snapshot().array;
  if (array.is_null()) {
    throw TypeError("get_value", "the shared variable holds no array, but a value of type " + type->to_string() + ".",
                    "use it only in graphs that work on such values.");
  }
  return borrow ? array : array.copy();
}

void SharedNode::set_value(const Array& value, bool borrow) {
  if (!type->is_tensor()) {
    throw TypeError("set_value", "an array cannot be stored in a shared variable of type " + type->to_string() + ".",
                    "make a tensor shared variable.", Phase::Call);
  }
  Array accepted;
  try {
    accepted = filter(static_cast<const TensorType&>(*type), value, is_strict, allow_downcast);
  } catch (const TypeError& refusal) {
    ErrorReport report = refusal.report();
    report.op = "set_value";
    report.operands.push_back({"shared", name, type->to_string(), provenance.to_string()});
    throw TypeError(std::move(report));
  }
  const bool is_new = accepted.buffer() != value.buffer();
  storage->commit({borrow || is_new ? accepted : accepted.copy(), {}});
}

Variable make_shared_variable(Array value, std::string name, bool borrow,
                              std::optional<std::vector<bool>> broadcastable) {
  const std::vector<bool> pattern =
      broadcastable.value_or(std::vector<bool>(static_cast<std::size_t>(value.ndim()), false));
  const TensorTypeRef type = TensorType::of(value.dtype(), pattern);
  const Array accepted = filter(*type, value);
  Ref<SharedStorage> storage = make_ref<SharedStorage>(type, Value{borrow ? accepted : accepted.copy(), {}});
  Ref<SharedNode> node = make_ref<SharedNode>(type, std::move(storage), std::move(name));
  node->provenance = Provenance::current(kNowhere);
  return Variable(node.get());
}

}  // namespace theano
