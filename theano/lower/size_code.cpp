// Value numbering of size code.
#include "theano/lower/size_code.h"

#include "theano/runtime/size_code.h"

namespace theano::lower {

using ir::Register;

std::size_t SizeCode::HashOf::operator()(const Key& key) const noexcept {
  std::uint64_t hash = static_cast<std::uint64_t>(key.opcode) << 16 | static_cast<std::uint64_t>(key.prim) << 8 |
                       static_cast<std::uint64_t>(key.dtype);
  for (const std::int64_t part : {std::int64_t{key.args[0]}, std::int64_t{key.args[1]}, std::int64_t{key.args[2]},
                                  std::int64_t{key.buffer}, key.value})
    hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15u + (hash >> 29);
  return hash ^ (hash >> 32);
}

Register SizeCode::emit(const Key& key) {
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second;
  const Register result = register_count();
  parents_.push_back(result);
  known_.emplace_back();
  if (key.opcode == ir::SizeOpcode::Const) known_.back() = key.value;
  ir::SizeInstruction i;
  i.opcode = key.opcode;
  i.prim = key.prim;
  i.dtype = key.dtype;
  i.result = result;
  std::copy(std::begin(key.args), std::end(key.args), std::begin(i.args));
  i.buffer = key.buffer;
  i.value = key.value;
  segments_.back().push_back(i);
  shared_.emplace(key, result);
  return result;
}

Register SizeCode::constant(std::int64_t value) {
  return emit({ir::SizeOpcode::Const, ir::Prim::Add, DType::Int64, {-1, -1, -1}, -1, value});
}

Register SizeCode::buffer_size(int buffer, int axis) {
  return emit({ir::SizeOpcode::BufferSize, ir::Prim::Add, DType::Int64, {-1, -1, -1}, buffer, axis});
}

Register SizeCode::element(int buffer, std::int64_t number) {
  return emit({ir::SizeOpcode::Element, ir::Prim::Add, DType::Int64, {-1, -1, -1}, buffer, number});
}

Register SizeCode::primitive(ir::Prim prim, DType dtype, std::initializer_list<Register> args) {
  Key key{ir::SizeOpcode::Primitive, prim, dtype, {-1, -1, -1}, -1, 0};
  std::int64_t values[3] = {0, 0, 0};
  bool all_known = true;
  int n = 0;
  for (Register a : args) {
    key.args[n] = canonical(a);
    all_known = all_known && known(a);
    values[n++] = known(a).value_or(0);
  }
  if (all_known) return constant(runtime::apply_size_primitive(prim, dtype, values[0], values[1], values[2]));
  return emit(key);
}

Register SizeCode::canonical(Register r) const {
  while (parents_[r] != r) r = parents_[r];
  return r;
}

std::optional<std::int64_t> SizeCode::known(Register r) const { return known_[canonical(r)]; }

void SizeCode::check_equal(Register a, Register b, ir::SizeCheck check) {
  if (is_equal(a, b)) return;
  ir::SizeInstruction i;
  i.opcode = ir::SizeOpcode::CheckEqual;
  i.args[0] = a;
  i.args[1] = b;
  i.value = static_cast<std::int64_t>(checks_.size());
  checks_.push_back(std::move(check));
  segments_.back().push_back(i);
  // Steps of an earlier segment run before this check does: for them the two may differ.
  if (segment() > 0) return;
  // Constants stand for the others; else the register that is there first.
  Register root = canonical(a), other = canonical(b);
  if (known_[other] ? !known_[root] : (!known_[root] && other < root)) std::swap(root, other);
  if (!(known_[root] && known_[other])) parents_[other] = root;
}

}  // namespace theano::lower
