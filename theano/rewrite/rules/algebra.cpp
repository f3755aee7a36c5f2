// Rules of arithmetic that bring numbers together and say the same with fewer ops.
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/rewrite/rules/predicates.h"
#include "theano/rewrite/rules/tables.h"

namespace theano::rewrite::rules {

using namespace tensor;

namespace {

/// x and c of x + c, x * c or x / c with a number c, c as if the op were + or * (x - c is x + -c, x / c is x * 1/c).
struct NumberBeside {
  Variable x;
  double number = 0;
  bool divides = false;
};

std::optional<NumberBeside> number_beside(const Variable& v, bool wants_sum) {
  const Apply* node = v.owner();
  if (!node || node->input_count() != 2 || !is_real(v)) return std::nullopt;
  const OpInstance& op = *node->op();
  const bool is_commutative = op.is(wants_sum ? add : mul);
  if (!is_commutative && !op.is(wants_sum ? sub : true_div)) return std::nullopt;
  for (const int k : {1, 0}) {
    if (k == 0 && !is_commutative) break;
    const std::optional<double> number = constant_number(node->input(k));
    // The other operand must say all sizes and the type, so that the number can go without loss.
    const Variable& x = node->input(1 - k);
    if (!number || !std::isfinite(*number) || x.dtype() != v.dtype() || is_constant(x) ||
        x.tensor_type().broadcastable() != v.tensor_type().broadcastable())
      continue;
    return NumberBeside{x, wants_sum && !is_commutative ? -*number : *number, !wants_sum && !is_commutative};
  }
  return std::nullopt;
}

Variable number_like(const Variable& v, double number) { return scalar_constant(v.dtype(), number); }

/// (x + c) + d = x + (c + d) for numbers of one sign, whose sum loses no digits of x.
Replacements sum_of_numbers(Apply& node, RuleContext&) {
  const Variable v = node.output(0);
  const std::optional<NumberBeside> outer = number_beside(v, true);
  const std::optional<NumberBeside> inner = outer ? number_beside(outer->x, true) : std::nullopt;
  if (!inner || (inner->number < 0) != (outer->number < 0)) return {};
  const double total = inner->number + outer->number;
  return {total < 0 ? inner->x - number_like(v, -total) : inner->x + number_like(v, total)};
}

bool is_in_range(double number, DType dtype) {
  const double limit = dtype == DType::Float64 ? 1e290 : dtype == DType::Float32 ? 1e35 : 1e3;
  return std::fabs(number) < limit && std::fabs(number) > 1 / limit;
}

/// (x * c) * d = x * (c * d), and quotients likewise, where the product stays far from overflow.
Replacements product_of_numbers(Apply& node, RuleContext&) {
  const Variable v = node.output(0);
  const std::optional<NumberBeside> outer = number_beside(v, false);
  const std::optional<NumberBeside> inner = outer ? number_beside(outer->x, false) : std::nullopt;
  if (!inner || !is_in_range(inner->number, v.dtype()) || !is_in_range(outer->number, v.dtype())) return {};
  if (inner->divides && outer->divides) {
    const double divisor = inner->number * outer->number;
    return is_in_range(divisor, v.dtype()) ? Replacements{inner->x / number_like(v, divisor)} : Replacements{};
  }
  const double factor = inner->divides   ? outer->number / inner->number
                        : outer->divides ? inner->number / outer->number
                                         : inner->number * outer->number;
  return is_in_range(factor, v.dtype()) ? Replacements{inner->x * number_like(v, factor)} : Replacements{};
}

/// x * c + x * d = x * (c + d) for numbers of one sign; x itself is x * 1.
Replacements terms_of_one_variable(Apply& node, RuleContext&) {
  const Variable v = node.output(0);
  if (!is_real(v)) return {};
  const auto term = [](const Variable& t) {
    const std::optional<NumberBeside> product = number_beside(t, false);
    return product && !product->divides ? *product : NumberBeside{t, 1, false};
  };
  const NumberBeside a = term(node.input(0)), b = term(node.input(1));
  if (!(a.x == b.x) || (a.number < 0) != (b.number < 0) || a.x.dtype() != v.dtype() || is_constant(a.x)) return {};
  return {a.x * number_like(v, a.number + b.number)};
}

bool is_float_result(const Variable& matched, const Bindings&) { return is_float(matched.dtype()); }

/// The types of all operands are that of the result, so that integers wrap in one way.
bool have_one_dtype(const Variable& matched, const Bindings& bindings) {
  for (const auto& [wildcard, v] : bindings.pairs)
    if (v.dtype() != matched.dtype()) return false;
  return !is_bool(matched.dtype());
}

bool is_integer_constant(const Variable& v) { return is_whole_number(v) && constant_number(v).has_value(); }

bool is_even_power(const Variable& v) {
  const auto number = constant_number(v);
  return number && is_real(v) && std::fabs(*number) < 64 && std::fmod(*number, 2) == 0;
}
bool is_whole_power(const Variable& v) {
  const auto number = constant_number(v);
  return number && *number > 0 && *number <= 16 && std::floor(*number) == *number;
}

}  // namespace

const RuleTable& algebra() {
  static const Pattern x = Pattern::any("x", is_real), y = Pattern::any("y", is_real);
  static const Pattern i = Pattern::any("i", is_whole_number);
  static const Pattern j = Pattern::any("j", is_integer_constant), k = Pattern::any("k", is_integer_constant);
  static const Pattern even = Pattern::any("c", is_even_power);
  static const Pattern m = Pattern::any("m", is_whole_power), n = Pattern::any("n", is_whole_power);
  static const RuleTable table{
      "algebra",
      "Numbers are brought together; products, quotients, powers and magnitudes are said with fewer ops.",
      Tag::Canonicalize | Tag::FastRun,
      {
          {"(x + c) + d = x + (c + d)", {&add, &sub}, sum_of_numbers},
          {"(x * c) * d = x * (c * d)", {&mul, &true_div}, product_of_numbers},
          {"x * c + x * d = x * (c + d)", add, terms_of_one_variable},
          {"(i + j) + k = i + (j + k)", (i + j) + k, i + (j + k), have_one_dtype},
          {"(i * j) * k = i * (j * k)", (i * j) * k, i * (j * k), have_one_dtype},
          Rule{"x * inv(y) = x / y", x * inv(y), x / y, is_float_result}.on(0.5, 3),
          Rule{"x / inv(y) = x * y", x / inv(y), x * y, is_float_result}.on(0.5, 3),
          Rule{"inv(x / y) = y / x", inv(x / y), y / x, is_float_result}.on(0.5, 3),
          {"abs(x) * abs(y) = abs(x * y)", abs(x) * abs(y), abs(x * y)},
          Rule{"abs(x) / abs(y) = abs(x / y)", abs(x) / abs(y), abs(x / y), is_float_result}.on(0.5, 3),
          {"sqr(abs(x)) = sqr(x)", sqr(abs(x)), sqr(x)},
          {"abs(sqr(x)) = sqr(x)", abs(sqr(x)), sqr(x)},
          {"abs(exp(x)) = exp(x)", abs(exp(x)), exp(x)},
          Rule{"abs(sqrt(x)) = sqrt(x)", abs(sqrt(x)), sqrt(x)}.on(0, 3),
          {"sgn(x) * abs(x) = x", sgn(x) * abs(x), x},
          {"pow(abs(x), even) = pow(x, even)", pow(abs(x), even), pow(x, even)},
          {"pow(pow(x, m), n) = pow(x, m * n)", pow(pow(x, m), n), pow(x, m * n)},
          {"i ** 2 = sqr(i)", pow(i, 2), sqr(i), have_one_dtype},
      }};
  return table;
}

}  // namespace theano::rewrite::rules
