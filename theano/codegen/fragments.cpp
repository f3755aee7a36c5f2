// Builds the fragments by the formulas of ir/math.
#include "theano/codegen/fragments.h"

#include <map>
#include <memory>
#include <mutex>

#include "theano/ir/expand_math.h"
#include "theano/ir/math/trigonometric.h"

namespace theano::codegen {
namespace {

using ir::Prim;

std::unique_ptr<Fragment> make_fragment(Prim function, DType dtype) {
  const bool is_binary = ir::prim_info(function).arity == 2;
  ir::Builder b("formula", 1);
  const ir::Expr index[] = {b.map_index(0)};
  const int first = b.add_buffer(dtype, 1, ir::BufferRole::Input);
  const int second = is_binary ? b.add_buffer(dtype, 1, ir::BufferRole::Input) : -1;
  const int result = b.add_buffer(dtype, 1, ir::BufferRole::Output);
  const ir::Expr x = b.load(first, index);
  std::optional<ir::Expr> value;
  if (function == Prim::Pow)
    value = ir::expand_power(x, b.load(second, index));
  else if (function == Prim::Atan2)
    value = ir::expand_angle(x, b.load(second, index));
  else if (!is_binary)
    value = ir::expand_formula(function, x);
  if (!value) return nullptr;
  b.store(result, index, *value);
  auto fragment = std::make_unique<Fragment>(Fragment{b.finish(), 0});
  if (function == Prim::Sin || function == Prim::Cos || function == Prim::Tan)
    fragment->largest_operand = ir::math::kLargestAngle;
  return fragment;
}

}  // namespace

const Fragment* find_fragment(Prim function, DType dtype) {
  if (dtype != DType::Float32 && dtype != DType::Float64) return nullptr;
  // Never destroyed: a thread may compile while other static objects go.
  static std::mutex mutex;
  static auto& fragments = *new std::map<std::pair<Prim, DType>, std::unique_ptr<Fragment>>();
  const std::lock_guard lock(mutex);
  auto [found, is_new] = fragments.try_emplace({function, dtype});
  if (is_new) found->second = make_fragment(function, dtype);
  return found->second.get();
}

}  // namespace theano::codegen
