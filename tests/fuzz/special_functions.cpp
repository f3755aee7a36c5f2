// Indexing and derivatives in the form of API functions. An index is a list of groups of four: 0, start, stop, step is a
// slice; 1, i, _, _ an integer; 2 newaxis; 3, i, _, _ an integer that is known only at the call.
#include "fuzz/special_functions.h"

#include "theano/gradient/gradient.h"
#include "theano/ops/ops.h"
#include "theano/ops/shape/size_expressions.h"

namespace theano::fuzz {
namespace {

namespace T = theano::tensor;

std::optional<Operand> bound(std::int64_t v) {
  if (v == kLeftOut) return std::nullopt;
  return Operand(v);
}

Index to_index(const Variable& x, const std::vector<std::int64_t>& codes) {
  std::vector<IndexEntry> entries;
  for (std::size_t i = 0; i + 3 < codes.size(); i += 4) {
    const std::int64_t first = codes[i + 1];
    if (codes[i] == 0) entries.push_back(slice(bound(first), bound(codes[i + 2]), bound(codes[i + 3])));
    if (codes[i] == 1) entries.emplace_back(first);
    if (codes[i] == 2) entries.push_back(newaxis);
    if (codes[i] == 3) entries.emplace_back(Variable(size_of(x, 0) * 0 + first));
  }
  return Index(std::move(entries));
}

/// Indices in range whatever the numbers are.
Variable rows_of(const Variable& x, const Variable& numbers, int axis) {
  return T::mod(T::cast(numbers, DType::Int64), T::maximum(size_of(x, axis), 1));
}

std::vector<Variable> gradient_of(const Arguments& a) {
  const Variable wrt = a.tensor(1);
  Variable f = a.tensor(0);
  if (is_complex(f.dtype())) f = T::real(f) + 2 * T::imag(f);
  GradOptions options;
  options.disconnected_inputs = DisconnectedInputs::Raise;
  return {grad(T::sum(f * f * 0.5 + f), wrt, options)};
}

std::vector<Variable> right_product(const Arguments& a) {
  const Variable wrt = a.tensor(1);
  return Rop(std::vector{a.tensor(0)}, std::vector{wrt}, std::vector{T::cos(wrt)});
}

std::vector<Variable> jacobian_of(const Arguments& a) { return {jacobian(T::flatten(a.tensor(0)), a.tensor(1))}; }

/// Both parts of x cut in two along an axis.
std::vector<Variable> split_of(const Arguments& a) {
  const Variable x = a.tensor(0);
  const int axis = x.ndim() ? static_cast<int>(((a.integer(1) % x.ndim()) + x.ndim()) % x.ndim()) : 0;
  const Variable first = T::int_div(size_of(x, axis), 2);
  return T::split(x, T::stack({first, size_of(x, axis) - first}), 2, axis);
}

/// Two classes of two outputs, of weights made of x.
std::vector<Variable> h_softmax_of(const Arguments& a) {
  const Variable x = a.tensor(0), w = T::stack({T::cos(x[0]), T::sin(x[0])}, 1);
  const Variable zeros = T::zeros_like(T::sum(w, {0}));
  return {T::nnet::h_softmax(x, size_of(x, 0), 3, 2, 2, w, zeros, T::stack({w, -w}), T::stack({zeros, zeros}))};
}

/// A complex number from its polar form.
std::vector<Variable> rotated(const Arguments& a) { return {T::complex_from_polar(T::abs(a.tensor(0)), a.tensor(0))}; }

using K = ParameterKind;

}  // namespace

const std::vector<ApiFunction>& special_functions() {
  static const std::vector<ApiFunction> all = {
      {"fuzz", "subtensor", "", "", {{"x", K::Tensor}, {"index", K::Pattern}}, "x[index]", "",
       [](const Arguments& a) { return std::vector{a.tensor(0)[to_index(a.tensor(0), a.integers(1))]}; }},
      {"fuzz", "inc_subtensor", "", "", {{"x", K::Tensor}, {"index", K::Pattern}, {"y", K::Tensor}}, "x with y added", "",
       [](const Arguments& a) {
         return std::vector{T::inc_subtensor(a.tensor(0)[to_index(a.tensor(0), a.integers(1))], a.tensor(2))};
       }},
      {"fuzz", "set_subtensor", "", "", {{"x", K::Tensor}, {"index", K::Pattern}, {"y", K::Tensor}}, "x with y put", "",
       [](const Arguments& a) {
         return std::vector{T::set_subtensor(a.tensor(0)[to_index(a.tensor(0), a.integers(1))], a.tensor(2))};
       }},
      {"fuzz", "rows", "", "", {{"x", K::Tensor}, {"rows", K::Tensor}}, "x[rows]", "",
       [](const Arguments& a) {
         return std::vector{a.tensor(0)[Index(rows_of(a.tensor(0), a.tensor(1), 0))]};
       }},
      {"fuzz", "elements", "", "", {{"x", K::Tensor}, {"rows", K::Tensor}, {"columns", K::Tensor}}, "x[rows, columns]", "",
       [](const Arguments& a) {
         const Variable x = a.tensor(0);
         return std::vector{x[Index{rows_of(x, a.tensor(1), 0), rows_of(x, a.tensor(2), 1)}]};
       }},
      {"fuzz", "inc_rows", "", "", {{"x", K::Tensor}, {"rows", K::Tensor}, {"y", K::Tensor}, {"set", K::Boolean}},
       "x with y added to rows", "",
       [](const Arguments& a) {
         const Variable x = a.tensor(0);
         return std::vector{T::inc_subtensor(x[Index(rows_of(x, a.tensor(1), 0))], a.tensor(2), a.boolean(3))};
       }},
      {"fuzz", "inc_elements", "", "", {{"x", K::Tensor}, {"rows", K::Tensor}, {"columns", K::Tensor}, {"y", K::Tensor}},
       "x with y added to elements", "",
       [](const Arguments& a) {
         const Variable x = a.tensor(0);
         return std::vector{
             T::inc_subtensor(x[Index{rows_of(x, a.tensor(1), 0), rows_of(x, a.tensor(2), 1)}], a.tensor(3))};
       }},
      {"fuzz", "masked", "", "", {{"x", K::Tensor}, {"y", K::Tensor}}, "x[x > y]", "",
       [](const Arguments& a) {
         const Variable x = a.tensor(0);
         return std::vector{x[Index(T::gt(x, a.tensor(1)))]};
       }},
      {"fuzz", "split", "", "", {{"x", K::Tensor}, {"axis", K::Integer}}, "x cut in two", "", &split_of},
      {"fuzz", "h_softmax", "", "", {{"x", K::Tensor}}, "a softmax over classes", "", &h_softmax_of},
      {"fuzz", "rotated", "", "", {{"x", K::Tensor}}, "abs(x) * exp(i * x)", "", &rotated},
      {"fuzz", "gradient", "", "", {{"f", K::Tensor}, {"wrt", K::Tensor}}, "grad(sum(f^2 / 2 + f), wrt)", "", &gradient_of},
      {"fuzz", "rop", "", "", {{"f", K::Tensor}, {"wrt", K::Tensor}}, "Rop(f, wrt, cos(wrt))", "", &right_product},
      {"fuzz", "jacobian", "", "", {{"f", K::Tensor}, {"wrt", K::Tensor}}, "jacobian(flatten(f), wrt)", "", &jacobian_of},
  };
  return all;
}

}  // namespace theano::fuzz
