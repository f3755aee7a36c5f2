// The dtype rules of element-wise ops: in which types a formula computes and what it gives.
#include "theano/base/error.h"
#include "theano/ops/kinds/elementwise.h"

namespace theano::dtype_rules {
namespace {

ElementTypes all_as(std::span<const DType> inputs, DType compute, DType output) {
  return {InlineVector<DType, 6>(inputs.size(), compute), output};
}

/// The op's name and the inputs are filled in by Elementwise::make_apply.
[[noreturn]] void refuse(DType dtype, const char* wanted, const char* way_out) {
  throw TypeError(
      "", std::string("the elements must be ") + wanted + ", but they are " + std::string(dtype_name(dtype)) + ".",
      way_out);
}

void refuse_complex(std::span<const DType> inputs) {
  for (const DType dtype : inputs) {
    if (is_complex(dtype)) refuse(dtype, "real numbers", "Work on the real and the imaginary part.");
  }
}

}  // namespace

THEANO_API ElementTypes promote_all(std::span<const DType> inputs, const Attributes&) {
  const DType dtype = promote(inputs);
  return all_as(inputs, dtype, dtype);
}

THEANO_API ElementTypes promote_numbers(std::span<const DType> inputs, const Attributes&) {
  const DType dtype = promote(inputs);
  if (is_bool(dtype)) refuse(dtype, "numbers", "Use invert or xor_ for logical values, or cast to an integer type.");
  return all_as(inputs, dtype, dtype);
}

THEANO_API ElementTypes promote_real(std::span<const DType> inputs, const Attributes& attributes) {
  refuse_complex(inputs);
  return promote_all(inputs, attributes);
}

THEANO_API ElementTypes promote_ordered(std::span<const DType> inputs, const Attributes& attributes) {
  refuse_complex(inputs);
  return promote_numbers(inputs, attributes);
}

THEANO_API ElementTypes remainder(std::span<const DType> inputs, const Attributes& attributes) {
  for (const DType dtype : inputs) {
    if (is_complex(dtype))
      throw ComplexError("", "the elements must be real numbers, but they are " + std::string(dtype_name(dtype)) + ".",
                         "Work on the real and the imaginary part.");
  }
  return promote_all(inputs, attributes);
}

THEANO_API ElementTypes promote_power(std::span<const DType> inputs, const Attributes&) {
  DType dtype = promote(inputs);
  if (is_bool(dtype)) dtype = DType::Int8;
  return all_as(inputs, dtype, dtype);
}

THEANO_API ElementTypes magnitude(std::span<const DType> inputs, const Attributes&) {
  return all_as(inputs, inputs[0], part_dtype(inputs[0]));
}

THEANO_API ElementTypes promote_to_float(std::span<const DType> inputs, const Attributes&) {
  DType dtype = theano::promote_to_float(inputs[0]);
  for (const DType input : inputs.subspan(1)) dtype = promote(dtype, theano::promote_to_float(input));
  return all_as(inputs, dtype, dtype);
}

THEANO_API ElementTypes real_to_float(std::span<const DType> inputs, const Attributes& attributes) {
  refuse_complex(inputs);
  return promote_to_float(inputs, attributes);
}

THEANO_API ElementTypes promote_division(std::span<const DType> inputs, const Attributes&) {
  const DType dtype = theano::promote_division(inputs[0], inputs[1]);
  return all_as(inputs, dtype, dtype);
}

THEANO_API ElementTypes comparison(std::span<const DType> inputs, const Attributes&) {
  return all_as(inputs, promote(inputs), DType::Bool);
}

THEANO_API ElementTypes complex_of_parts(std::span<const DType> inputs, const Attributes&) {
  refuse_complex(inputs);
  const DType real = promote(inputs);
  const bool is_wide = real == DType::Float64 || (is_discrete(real) && dtype_size_bytes(real) >= 4);
  return is_wide ? all_as(inputs, DType::Float64, DType::Complex128)
                 : all_as(inputs, DType::Float32, DType::Complex64);
}

THEANO_API ElementTypes argument(std::span<const DType> inputs, const Attributes&) {
  return all_as(inputs, is_complex(inputs[0]) ? DType::Complex128 : DType::Float64, DType::Float64);
}

THEANO_API ElementTypes bitwise(std::span<const DType> inputs, const Attributes&) {
  for (const DType dtype : inputs) {
    if (!is_discrete(dtype))
      refuse(dtype, "bool or integers", "Compare first (neq(x, 0)), or cast to an integer type.");
  }
  const DType dtype = promote(inputs);
  // int64 with uint64 promotes to float64, which has no bits to combine.
  if (!is_discrete(dtype)) refuse(dtype, "of types with a common integer type", "Cast both to int64 or to uint64.");
  return all_as(inputs, dtype, dtype);
}

THEANO_API ElementTypes condition_first(std::span<const DType> inputs, const Attributes&) {
  const DType dtype = promote(inputs.subspan(1));
  ElementTypes types = all_as(inputs, dtype, dtype);
  types.inputs[0] = DType::Bool;
  return types;
}

THEANO_API ElementTypes float_only(std::span<const DType> inputs, const Attributes&) {
  for (const DType dtype : inputs) {
    if (!is_float(dtype)) refuse(dtype, "floats", "Integers need no rounding; cast to floatX where a float is wanted.");
  }
  const DType dtype = promote(inputs);
  return all_as(inputs, dtype, dtype);
}

THEANO_API ElementTypes bool_result(std::span<const DType> inputs, const Attributes&) {
  return all_as(inputs, theano::promote_to_float(inputs[0]), DType::Bool);
}

THEANO_API ElementTypes keep_each(std::span<const DType> inputs, const Attributes&) {
  return {InlineVector<DType, 6>(inputs), inputs.back()};
}

THEANO_API ElementTypes cast_target(std::span<const DType> inputs, const Attributes& attributes) {
  const DType target = attributes.get_dtype("dtype");
  if (is_complex(inputs[0]) && !is_complex(target)) {
    refuse(inputs[0], "real numbers",
           "Casting from complex to real is ambiguous: take real(x), imag(x), abs_(x) or angle(x).");
  }
  return {InlineVector<DType, 6>(inputs), target};
}

}  // namespace theano::dtype_rules
