// The random choices: palettes of sizes, dtypes with their edges, arguments by kind and name.
#include "fuzz/generate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fuzz/evaluate.h"
#include "fuzz/special_functions.h"
#include "theano/base/error.h"

namespace theano::fuzz {
namespace {

constexpr std::int64_t kMostElements = 4000;

double chance_of(Random& random) { return std::uniform_real_distribution<>(0, 1)(random); }

double random_float(Random& random, int style) {
  const double u = chance_of(random);
  std::normal_distribution<> normal;
  switch (style) {
    case 0:
      return normal(random);
    case 1:
      return 0.1 + 1.9 * u;
    case 2:
      return std::floor(7 * u) - 3;
    case 3:
      return (u - 0.5) * 0.9;
    default: {
      static constexpr double kEdges[] = {0.0, -0.0, 1.0, -1.0, 1e-310, 1e30, -1e30, 0.5, INFINITY, -INFINITY, NAN, 100.0};
      return kEdges[random() % std::size(kEdges)];
    }
  }
}

double random_integer(Random& random, DType dtype, bool edges) {
  if (dtype == DType::Bool) return static_cast<double>(random() % 2);
  const bool is_unsigned = dtype == DType::UInt8 || dtype == DType::UInt16 || dtype == DType::UInt32 || dtype == DType::UInt64;
  if (edges && random() % 3 == 0) {
    const int bits = std::min<int>(dtype_size_bytes(dtype) * 8, 32);
    const double top = std::ldexp(1.0, is_unsigned ? bits : bits - 1);
    return random() % 2 ? top - 1 : is_unsigned ? 0 : -top;
  }
  return static_cast<double>(random() % 7) - (is_unsigned ? 0 : 3);
}

DType random_dtype(Random& random) {
  static constexpr DType kOften[] = {DType::Float64, DType::Float64, DType::Float64, DType::Float32, DType::Float32,
                                     DType::Int64};
  static constexpr DType kRare[] = {DType::Bool,  DType::Int8,   DType::Int16,  DType::Int32,
                                    DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64};
  return random() % 4 ? kOften[random() % std::size(kOften)] : kRare[random() % std::size(kRare)];
}

/// The type that the floats of a graph have: mostly any, so that float32 and float64 meet.
std::optional<DType> random_theme(Random& random) {
  static constexpr DType kThemes[] = {DType::Float16, DType::Float16, DType::BFloat16, DType::Complex64, DType::Complex128};
  if (random() % 4) return std::nullopt;
  return kThemes[random() % std::size(kThemes)];
}

Shape random_shape(Random& random, std::span<const std::int64_t> palette) {
  static constexpr int kRanks[] = {0, 1, 1, 2, 2, 2, 2, 3};
  Shape shape;
  for (int i = kRanks[random() % std::size(kRanks)]; i > 0; --i)
    shape.push_back(random() % 10 ? palette[random() % palette.size()] : 1);
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  while (count > 1000) {
    count /= shape.back();
    shape.pop_back();
  }
  return shape;
}

/// A graph that asks for gigabytes tells nothing.
bool is_too_big(const Call& call, const std::vector<ArgumentChooser::Value>& pool) {
  const std::vector<int> numbers = sizing_values(call);
  return std::any_of(numbers.begin(), numbers.end(), [&](int n) { return asks_for_too_much(pool[n].array); });
}

/// Whether results that are rounded are asked to be the same to the last bit.
bool is_too_strict(const Call& call, const std::vector<ArgumentChooser::Value>& pool) {
  if (call.function != "tensor.isclose" && call.function != "tensor.allclose") return false;
  bool has_tolerance = false;
  for (const std::size_t i : {std::size_t{2}, std::size_t{3}}) {
    const auto* ref = i < call.arguments.size() ? std::get_if<ValueRef>(&call.arguments[i]) : nullptr;
    const std::vector<double> numbers = ref ? pool[ref->number].array.to_doubles() : std::vector<double>{1};
    has_tolerance = has_tolerance || std::all_of(numbers.begin(), numbers.end(), [](double v) { return v > 0; });
  }
  return !has_tolerance;
}

}  // namespace

Input random_input(Random& random, Shape shape, DType dtype) {
  Input input;
  input.dtype = dtype;
  input.shape = std::move(shape);
  std::int64_t count = 1;
  for (const std::int64_t size : input.shape) count *= size;
  static constexpr int kStyles[] = {0, 0, 0, 1, 1, 2, 3, 3, 0, 4};
  const int style = kStyles[random() % std::size(kStyles)];
  if (is_complex(dtype)) count *= 2;
  for (std::int64_t i = 0; i < count; ++i)
    input.values.push_back(is_inexact(dtype) ? random_float(random, style == 4 && i % 3 ? 0 : style)
                                           : random_integer(random, dtype, style == 4));
  for (const std::int64_t size : input.shape) input.broadcastable.push_back(size == 1 && random() % 2);
  input.memory = random() % 3 ? Memory::Plain : static_cast<Memory>(random() % 4);
  return input;
}

std::vector<RecipeArgument> ArgumentChooser::choose(const ApiFunction& f) {
  first_ = -1;
  std::vector<RecipeArgument> arguments;
  for (const Parameter& parameter : f.parameters) arguments.push_back(choose_one(f, parameter));
  return arguments;
}

/// What parameters want that few values are: whole numbers, and vectors as long as the first tensor's rows or columns.
std::vector<int> ArgumentChooser::fitting_values(std::string_view parameter) const {
  static constexpr std::string_view kNumbers[] = {"kth", "n", "m", "k", "N", "M", "offset", "nb_class", "n_ones"};
  static constexpr std::string_view kPerColumn[] = {"gamma", "beta", "mean", "var", "std", "running_mean", "running_var"};
  const bool wants_number = std::find(std::begin(kNumbers), std::end(kNumbers), parameter) != std::end(kNumbers);
  const Shape* first = first_ < 0 ? nullptr : &pool_[first_].array.shape();
  const auto fits = [&](const Array& array) {
    if (wants_number) return array.ndim() == 0 && is_discrete(array.dtype());
    if (!first || first->empty()) return false;
    if (parameter == "b") return first->size() == 2 && array.shape() == Shape{first->back()};
    if (parameter == "y_idx" || parameter == "true_one_of_n") return is_discrete(array.dtype()) && array.shape() == Shape{first->front()};
    if (std::find(std::begin(kPerColumn), std::end(kPerColumn), parameter) != std::end(kPerColumn))
      return std::equal(array.shape().begin(), array.shape().end(), first->begin() + 1, first->end());
    return (parameter == "sm" || parameter == "coding_dist") && array.ndim() == 2 && array.shape(0) == first->front();
  };
  std::vector<int> fitting;
  for (int i = 0; i < static_cast<int>(pool_.size()); ++i)
    if (fits(pool_[i].array)) fitting.push_back(i);
  return fitting;
}

/// The first tensor is any; later ones have its shape more often than not.
int ArgumentChooser::pick_value(const Parameter& parameter) {
  const int count = static_cast<int>(pool_.size());
  if (const std::vector<int> fitting = fitting_values(parameter.name); !fitting.empty() && chance(0.9))
    return fitting[static_cast<std::size_t>(below(static_cast<int>(fitting.size())))];
  static constexpr std::string_view kIndexNames[] = {"y_idx", "true_one_of_n", "true_dist", "indices", "idx", "ilist",
                                                     "rows",  "columns",       "shifts",    "repeats", "a_indices"};
  if (std::find(std::begin(kIndexNames), std::end(kIndexNames), parameter.name) != std::end(kIndexNames))
    for (int attempt = 0; attempt < 6; ++attempt) {
      const int candidate = below(count);
      if (is_discrete(pool_[candidate].array.dtype())) return candidate;
    }
  if (first_ < 0) {
    // Late values more often, so that graphs grow deep.
    first_ = chance(0.4) ? count - 1 - below(std::min(count, 3)) : below(count);
    return first_;
  }
  for (int attempt = chance(0.7) ? 6 : 0; attempt > 0; --attempt) {
    const int candidate = below(count);
    if (pool_[candidate].array.shape() == pool_[first_].array.shape()) return candidate;
  }
  return below(count);
}

RecipeArgument ArgumentChooser::choose_one(const ApiFunction& f, const Parameter& parameter) {
  const std::string name = parameter.name;
  const bool can_be_default = parameter.kind != ParameterKind::Tensor &&
                              parameter.kind != ParameterKind::OptionalTensor && parameter.kind != ParameterKind::AxisPairs;
  if (parameter.default_value && chance(0.5) && can_be_default) return parse_default(parameter);
  const int ndim = first_ < 0 ? 1 : pool_[first_].array.ndim();
  switch (parameter.kind) {
    case ParameterKind::Tensor:
      return value(pick_value(parameter));
    case ParameterKind::OptionalTensor:
      return chance(0.5) ? none() : value(pick_value(parameter));
    case ParameterKind::TensorList:
    case ParameterKind::TensorsOrRest:
    case ParameterKind::Tensors: {
      std::vector<int> list;
      for (int i = 1 + below(3); i > 0; --i) list.push_back(pick_value(parameter));
      return values(std::move(list));
    }
    case ParameterKind::Integer:
      if (name.find("axis") != std::string::npos) return integer(ndim ? below(2 * ndim) - ndim : 0);
      return integer(below(5) - 1);
    case ParameterKind::Number: {
      static constexpr double kNumbers[] = {0, 0.5, 1, 2, -1, 1e-3, 3};
      return kNumbers[below(static_cast<int>(std::size(kNumbers)))];
    }
    case ParameterKind::Boolean:
      return chance(0.5);
    case ParameterKind::Text: {
      static constexpr const char* kModes[] = {"raise", "wrap", "clip"};
      if (name == "mode") return std::string(kModes[below(3)]);
      return parameter.default_value ? parse_default(parameter) : RecipeArgument(std::string("raise"));
    }
    case ParameterKind::AxesOrName:
    case ParameterKind::Axis: {
      if (chance(0.3) || ndim == 0) return none();
      Ints axes;
      for (int axis = 0; axis < ndim; ++axis)
        if (chance(0.5)) axes.push_back(chance(0.2) ? axis - ndim : axis);
      return axes;
    }
    case ParameterKind::DTypeName: {
      // Accumulating in fewer digits than the elements have is a way to lose them; rules may keep them.
      if (name == "acc_dtype") return chance(0.7) ? none() : RecipeArgument(std::string("float64"));
      static constexpr const char* kDTypes[] = {"float64", "float32", "int64",  "int32",    "int8",      "uint8",
                                               "bool",    "floatX",  "float16", "bfloat16", "complex64", "complex128"};
      return chance(0.5) ? none() : RecipeArgument(std::string(kDTypes[below(chance(0.8) ? 8 : 12)]));
    }
    case ParameterKind::ShapeLike:
      return choose_sizes();
    case ParameterKind::AxisPairs:
      return Ints{below(3)};
    case ParameterKind::Pattern:
      return std::string_view(f.module ? f.module : "") == "fuzz" ? choose_index() : choose_order();
  }
  return none();
}

RecipeArgument ArgumentChooser::choose_sizes() {
  if (first_ < 0) {
    Ints sizes;
    for (int i = below(3); i > 0; --i) sizes.push_back(1 + below(3));
    return sizes;
  }
  const Shape& shape = pool_[first_].array.shape();
  Ints sizes(shape.begin(), shape.end());
  switch (below(6)) {
    case 0:
      return Ints{-1};
    case 1:
      return Ints(sizes.rbegin(), sizes.rend());
    case 2:
      sizes.insert(sizes.begin() + below(static_cast<int>(sizes.size()) + 1), 1);
      return sizes;
    case 3:
      sizes.insert(sizes.begin(), 1 + below(3));
      return sizes;
    case 4:
      if (!sizes.empty()) sizes[below(static_cast<int>(sizes.size()))] = -1;
      return sizes;
    default:
      return sizes;
  }
}

Ints ArgumentChooser::choose_order() {
  Ints order;
  if (first_ < 0) return order;
  const Variable& v = pool_[first_].variable;
  for (int axis = 0; axis < v.ndim(); ++axis)
    if (!v.is_broadcastable(axis) || chance(0.5)) order.insert(order.begin() + below(static_cast<int>(order.size()) + 1), axis);
  for (int i = below(3); i > 0 && order.size() < 4; --i)
    order.insert(order.begin() + below(static_cast<int>(order.size()) + 1), -1);
  return order;
}

Ints ArgumentChooser::choose_index() {
  Ints codes;
  if (first_ < 0) return codes;
  const Shape& shape = pool_[first_].array.shape();
  const int used = shape.empty() ? 0 : 1 + below(static_cast<int>(shape.size()));
  for (int axis = 0; axis < used; ++axis) {
    const int size = static_cast<int>(shape[axis]);
    if (chance(0.08)) codes.insert(codes.end(), {2, 0, 0, 0});
    if (chance(0.3)) {
      codes.insert(codes.end(), {chance(0.7) ? 1 : 3, size ? below(2 * size) - size : 0, 0, 0});
      continue;
    }
    static constexpr std::int64_t kSteps[] = {kLeftOut, 1, 2, -1, -2, kLeftOut};
    const auto bound = [&] { return chance(0.4) ? kLeftOut : static_cast<std::int64_t>(below(2 * size + 5) - size - 2); };
    const std::int64_t start = bound(), stop = bound();
    codes.insert(codes.end(), {0, start, stop, kSteps[below(6)]});
  }
  return codes;
}

Generated generate(std::uint64_t seed, Rejections* rejections) {
  Random random(seed * 0x9e3779b97f4a7c15ULL + 1);
  Generated result;
  Recipe& recipe = result.recipe;
  std::int64_t palette[] = {static_cast<std::int64_t>(random() % 12 ? 2 + random() % 2 : random() % 2),
                            static_cast<std::int64_t>(random() % 12 ? 2 + random() % 3 : 0)};
  // Now and then an axis longer than the lanes of a kernel, with a tail.
  if (random() % 6 == 0) palette[random() % 2] = 30 + static_cast<std::int64_t>(random() % 110);
  const std::optional<DType> theme = random_theme(random);
  std::vector<ArgumentChooser::Value> pool;
  for (int i = 2 + static_cast<int>(random() % 3); i > 0; --i) {
    DType dtype = i == 1 ? DType::Float64 : random_dtype(random);
    if (theme && is_float(dtype) && (i == 1 || random() % 3)) dtype = *theme;
    recipe.inputs.push_back(random_input(random, random_shape(random, palette), dtype));
    const Input& input = recipe.inputs.back();
    pool.push_back({make_variable(TensorType::of(input.dtype, input.broadcastable)), input.array()});
    result.is_finite = result.is_finite && is_all_finite(pool.back().array);
  }
  if (random() % 2) {
    // Indices of rows and classes, which few functions can do without.
    std::vector<double> indices;
    for (std::int64_t i = 0; i < palette[random() % 2]; ++i) indices.push_back(static_cast<double>(random() % 2));
    const Shape length{static_cast<std::int64_t>(indices.size())};
    recipe.input(random() % 2 ? DType::Int64 : DType::Int32, length, indices);
    pool.push_back({make_variable(TensorType::of(recipe.inputs.back().dtype, std::vector<bool>{false})),
                    recipe.inputs.back().array()});
  }
  if (random() % 4 == 0) {
    // A size, an offset, a number of largest elements.
    recipe.input(DType::Int64, {}, {static_cast<double>(random() % 4) - (random() % 4 == 0)});
    pool.push_back({make_variable(TensorType::of(DType::Int64, std::vector<bool>{})), recipe.inputs.back().array()});
  }
  const auto& functions = callable_functions();
  const std::size_t specials = special_functions().size();
  const int wanted = 1 + static_cast<int>(random() % 9);
  for (int attempt = 0; attempt < 12 * wanted && static_cast<int>(recipe.calls.size()) < wanted; ++attempt) {
    const bool is_special = random() % 4 == 0;
    const std::size_t at = is_special ? functions.size() - 1 - random() % specials : random() % functions.size();
    const auto& [name, function] = functions[at];
    Call call{name, ArgumentChooser(random, pool).choose(*function), 0};
    if (is_too_big(call, pool) || is_too_strict(call, pool)) continue;
    std::string reason;
    try {
      std::vector<Variable> known;
      std::vector<Array> arrays;
      for (const auto& v : pool) {
        known.push_back(v.variable);
        arrays.push_back(v.array);
      }
      const std::vector<Variable> results = build_call(call, known);
      if (results.empty()) continue;
      call.output = static_cast<int>(random() % results.size());
      const Variable& chosen = results[call.output];
      if (!chosen.is_tensor()) continue;
      const Evaluation found = evaluate(std::span(&chosen, 1), known, arrays);
      const Array& array = found.outputs[0];
      if (array.size() > kMostElements || array.ndim() > 4) continue;
      result.is_finite = result.is_finite && found.is_finite;
      recipe.calls.push_back(std::move(call));
      pool.push_back({chosen, array});
    } catch (const InternalError& error) {
      recipe.calls.push_back(std::move(call));
      recipe.outputs = {recipe.value_count() - 1};
      result.fault = error.what();
      return result;
    } catch (const Error& error) {
      reason = error_class_name(error.kind());
    } catch (const std::exception& error) {
      reason = error.what();
    }
    if (rejections && !reason.empty()) ++(*rejections)[name + ": " + reason];
  }
  recipe.outputs = {recipe.value_count() - 1};
  if (recipe.value_count() > 3 && random() % 2)
    recipe.outputs.push_back(static_cast<int>(recipe.inputs.size() + random() % std::max<std::size_t>(recipe.calls.size(), 1)) %
                             recipe.value_count());
  return result;
}

}  // namespace theano::fuzz
