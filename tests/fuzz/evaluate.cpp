// Evaluates graphs node by node, with noise where a result is rounded.
#include "fuzz/evaluate.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <optional>
#include <unordered_map>

#include "theano/array/element.h"
#include "theano/base/error.h"
#include "theano/graph/op.h"
#include "theano/graph/services.h"
#include "theano/graph/test_values.h"
#include "theano/graph/traversal.h"
#include "theano/ops/ops.h"

namespace theano::fuzz {
namespace {

bool has_complex_input(const Apply& node) {
  for (const Variable& v : node.inputs())
    if (v.is_tensor() && is_complex(v.dtype())) return true;
  return false;
}

/// Whether the op only moves, compares or selects, so that its results are as exact as its inputs.
bool is_exact(const Apply& node) {
  const OpDefinition& op = node.op()->definition();
  if (op.kind() == OpKind::View) return true;
  const auto is_in = [&](std::span<const OpDefinition* const> chapter) {
    return std::find(chapter.begin(), chapter.end(), &op) != chapter.end();
  };
  if (is_in(shape_ops())) return true;
  if (has_complex_input(node) && op.name() != "switch" && op.name() != "second" && op.name() != "neg") return false;
  if (is_in(indexing_ops())) return op.name().find("inc") == std::string_view::npos;
  static constexpr std::string_view kExact[] = {"second", "switch", "maximum", "minimum", "neg", "abs_", "abs", "sgn",
                                                "identity", "floor", "ceil", "trunc", "tensor_copy", "max", "min"};
  return std::find(std::begin(kExact), std::end(kExact), op.name()) != std::end(kExact);
}

bool adds_up(const Apply& node) {
  const OpKind kind = node.op()->kind();
  const auto reductions = reduction_ops();
  return kind == OpKind::Library || kind == OpKind::Composite || kind == OpKind::Control ||
         std::find(reductions.begin(), reductions.end(), &node.op()->definition()) != reductions.end();
}

double unit_of(DType dtype) {
  switch (part_dtype(dtype)) {
    case DType::Float64:
      return 0x1p-53;
    case DType::Float32:
      return 0x1p-24;
    case DType::Float16:
      return 0x1p-11;
    default:
      return 0x1p-8;
  }
}

/// Whether the number is whole and its type has all its digits: sums and products of such numbers are exact, if they are
/// such numbers, too.
bool is_exact_integer(double v, DType dtype) { return v == std::floor(v) && std::fabs(v) * unit_of(dtype) <= 1; }

bool is_integral(const Array& array) {
  if (!is_inexact(array.dtype())) return true;
  const std::vector<double> numbers = numbers_of(array);
  return std::all_of(numbers.begin(), numbers.end(), [&](double v) { return is_exact_integer(v, array.dtype()); });
}

/// Numbers without all their digits move by this much when they are rounded, which is more than their unit.
double least_step(DType dtype) {
  switch (part_dtype(dtype)) {
    case DType::Float16:
      return 0x1p-25;
    case DType::Float32:
      return 0x1p-149;
    default:
      return 0;
  }
}

/// Whether the numbers come so near to the ends of float16 that products in another order leave them; of wider types,
/// whether their products vanish.
bool is_near_the_ends(const Array& array) {
  if (!is_float(array.dtype())) return false;
  const std::vector<double> numbers = array.to_doubles();
  if (array.dtype() != DType::Float16) {
    const double least = array.dtype() == DType::Float64 ? 1e-154 : 1e-19;
    return std::any_of(numbers.begin(), numbers.end(), [&](double v) { return v != 0 && std::fabs(v) < least; });
  }
  return std::any_of(numbers.begin(), numbers.end(),
                     [](double v) { return std::fabs(v) > 128 || (v != 0 && std::fabs(v) < 0x1p-12); });
}

void add_noise(Array& array, bool from_integers, std::mt19937_64& random) {
  array = array.copy();
  const std::vector<std::complex<double>> values = array.to_complex();
  const DType dtype = array.dtype();
  std::uniform_real_distribution<> draw(-2, 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double re = values[i].real(), im = values[i].imag();
    const double step = std::hypot(re, im) * unit_of(dtype) + (re != 0 ? least_step(dtype) : 0);
    const std::complex<double> moved(re + draw(random) * step, is_complex(dtype) ? im + draw(random) * step : 0);
    if (!std::isfinite(re) || !std::isfinite(im)) continue;
    if (from_integers && is_exact_integer(re, dtype) && is_exact_integer(im, dtype)) continue;
    write_complex(dtype, array.bytes() + static_cast<std::int64_t>(i) * dtype_size_bytes(dtype), moved);
  }
}

/// Totals that are zero have either sign: sums of other parts, and libraries, start from another zero.
void turn_zeros(Array& array, std::mt19937_64& random) {
  array = array.copy();
  const std::vector<double> values = array.to_doubles();
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] == 0)
      write_element(array.dtype(), array.bytes() + static_cast<std::int64_t>(i) * dtype_size_bytes(array.dtype()),
                    random() % 2 ? 0.0 : -0.0);
}

/// The number with the last ten binary digits of its type cut off, seen through a lens that moves the cuts.
double coarse(double v, DType dtype, double lens) {
  if (!std::isfinite(v) || v == 0) return v;
  int exponent = 0;
  const double digits = std::max(0x1p-10 / unit_of(dtype), 4.0);
  return std::ldexp(std::round(std::frexp(v * lens, &exponent) * digits), exponent);
}

/// Equality of results that are rounded may go either way: numbers that nearly agree become equal.
void blur(std::vector<Value>& arguments, std::mt19937_64& random) {
  const double lens = std::uniform_real_distribution<>(1, 2)(random);
  for (Value& argument : arguments) {
    Array& array = argument.array;
    if (!is_inexact(array.dtype())) continue;
    array = array.copy();
    const std::vector<std::complex<double>> values = array.to_complex();
    for (std::size_t i = 0; i < values.size(); ++i)
      write_complex(array.dtype(), array.bytes() + static_cast<std::int64_t>(i) * dtype_size_bytes(array.dtype()),
                    {coarse(values[i].real(), array.dtype(), lens), coarse(values[i].imag(), array.dtype(), lens)});
  }
}

/// Writes element `i` of an array that lies in one piece.
void write_number(Array& array, std::size_t i, double value) {
  std::byte* const at = array.bytes() + static_cast<std::int64_t>(i) * dtype_size_bytes(array.dtype());
  if (is_complex(array.dtype()))
    write_complex(array.dtype(), at, {value, 0});
  else
    write_element(array.dtype(), at, value);
}

/// What the op would give if nothing cancelled: the total of the magnitudes of what it adds up. None for ops of other kinds.
std::optional<Array> total_of_magnitudes(const Apply& node, const std::vector<Value>& arguments) {
  const std::string_view name = node.op()->name();
  if (name != "add" && name != "sub" && name != "sum" && name != "dot") return std::nullopt;
  std::vector<Value> magnitudes;
  for (const Value& argument : arguments) {
    if (!is_inexact(argument.array.dtype())) return std::nullopt;
    const bool is_subtracted = name == "sub" && !magnitudes.empty();
    Array array = argument.array.copy();
    const std::vector<std::complex<double>> values = array.to_complex();
    for (std::size_t i = 0; i < values.size(); ++i)
      write_number(array, i, is_subtracted ? -std::abs(values[i]) : std::abs(values[i]));
    magnitudes.push_back({std::move(array), nullptr});
  }
  return services::evaluate(node, magnitudes)[0].array;
}

/// A rest that is mere rounding of what was added up may as well be nothing, which a pole then shows: all rests at once,
/// as a rule makes them, or one by one.
void cancel(Array& array, const Array& magnitude, std::mt19937_64& random) {
  constexpr double kUnits = 8;
  const bool takes_all = random() % 2;
  array = array.copy();
  const std::vector<std::complex<double>> values = array.to_complex(), magnitudes = magnitude.to_complex();
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::abs(values[i]) <= kUnits * unit_of(array.dtype()) * magnitudes[i].real() && (takes_all || random() % 2))
      write_number(array, i, 0.0);
}

bool asks_for_equality(const Apply& node) { return node.op()->name() == "eq" || node.op()->name() == "neq"; }

}  // namespace

std::vector<double> numbers_of(const Array& array) {
  if (!is_complex(array.dtype())) return array.to_doubles();
  std::vector<double> numbers;
  for (const std::complex<double>& z : array.to_complex()) numbers.insert(numbers.end(), {z.real(), z.imag()});
  return numbers;
}

bool is_all_finite(const Array& array) {
  if (!is_inexact(array.dtype())) return true;
  const std::vector<double> values = numbers_of(array);
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

Evaluation evaluate(std::span<const Variable> outputs, std::span<const Variable> inputs, std::span<const Array> values,
                    std::mt19937_64* noise, bool may_cancel) {
  Evaluation result;
  std::unordered_map<Variable, Array> known;
  // Inputs move, too: another form of the graph may round them first, as exp(x - max(x)) does.
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Array value = values[i];
    result.is_near_the_ends = result.is_near_the_ends || is_near_the_ends(value);
    result.has_empty = result.has_empty || value.size() == 0;
    if (noise && is_inexact(value.dtype())) add_noise(value, true, *noise);
    known.emplace(inputs[i], std::move(value));
  }
  const auto value_of = [&](const Variable& v) -> Array {
    if (const auto it = known.find(v); it != known.end()) return it->second;
    if (v.constant()) return v.constant()->array();
    throw MissingInputError("fuzz", "there is no value for " + v.to_string() + ".", "Give it one.", Phase::Call);
  };
  const WithoutTestValues scope;
  for (Apply* node : toposort(outputs, inputs)) {
    std::vector<Value> arguments;
    bool are_integral = true;
    for (const Variable& input : node->inputs()) {
      arguments.push_back({value_of(input), nullptr});
      if (noise) are_integral = are_integral && is_integral(arguments.back().array);
    }
    // What is summed up is rounded with every summand, whatever is left of the sum in the end.
    if (noise && !are_integral && adds_up(*node))
      for (Value& argument : arguments)
        if (is_inexact(argument.array.dtype())) add_noise(argument.array, false, *noise);
    if (noise && !are_integral && asks_for_equality(*node) && (*noise)() % 2) blur(arguments, *noise);
    std::vector<Value> found = services::evaluate(*node, arguments);
    const std::vector<Variable> node_outputs = node->outputs();
    for (std::size_t i = 0; i < found.size(); ++i) {
      Array& array = found[i].array;
      result.is_finite = result.is_finite && is_all_finite(array);
      result.is_near_the_ends = result.is_near_the_ends || is_near_the_ends(array);
      result.has_empty = result.has_empty || array.size() == 0;
      if (noise && is_inexact(array.dtype()) && !is_exact(*node)) add_noise(array, are_integral, *noise);
      if (noise && may_cancel && is_inexact(array.dtype()) && !are_integral)
        if (const std::optional<Array> magnitude = total_of_magnitudes(*node, arguments)) cancel(array, *magnitude, *noise);
      if (noise && is_float(array.dtype()) && adds_up(*node)) turn_zeros(array, *noise);
      known[node_outputs[i]] = std::move(array);
    }
  }
  for (const Variable& v : outputs) result.outputs.push_back(value_of(v));
  return result;
}

}  // namespace theano::fuzz
