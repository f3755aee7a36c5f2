// Every function of the API: both products with the Jacobian agree with each other and with differences, twice over.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "fuzz/evaluate.h"
#include "fuzz/generate.h"
#include "theano/base/error.h"
#include "theano/gradient/gradient.h"
#include "theano/graph/traversal.h"

namespace theano::fuzz {
namespace {

constexpr double kStep = 1e-6;

double dot(const Array& a, const Array& b) {
  const std::vector<double> x = a.to_doubles(), y = b.to_doubles();
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y.at(i);
  return sum;
}

Array random_like(const Array& a, Random& random) {
  std::normal_distribution<> normal;
  std::vector<double> values(static_cast<std::size_t>(a.size()));
  for (double& v : values) v = normal(random);
  return Array::from(values, a.shape());
}

Array moved(const Array& x, const Array& direction, double step) {
  std::vector<double> values = x.to_doubles();
  const std::vector<double> d = direction.to_doubles();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += step * d[i];
  return Array::from(values, x.shape());
}

/// Floats for the function's parameters, generic enough to lie on no kink, and a few integers.
Recipe inputs_for(Random& random, bool positive, double shift) {
  Recipe recipe;
  const std::vector<Shape> shapes{{}, {3}, {3}, {2, 3}, {2, 3}, {3, 3}, {2, 3, 2}};
  for (const Shape& shape : shapes) {
    Input input;
    input.dtype = DType::Float64;
    input.shape = shape;
    std::int64_t count = 1;
    for (const std::int64_t size : shape) count *= size;
    for (std::int64_t i = 0; i < count; ++i) {
      const double u = std::uniform_real_distribution<>(0.05, 0.9)(random);
      input.values.push_back(shift + (positive || random() % 2 ? u : -u));
    }
    input.broadcastable.resize(shape.size(), false);
    recipe.inputs.push_back(std::move(input));
  }
  recipe.input(DType::Int64, {3}, {1, 0, 2});
  recipe.input(DType::Int64, {}, {1});
  return recipe;
}

/// The products of one output of a call with respect to its float arguments, checked; false where there are none.
class ProductCheck {
 public:
  ProductCheck(const Recipe& recipe, Random& random) : recipe_(recipe), random_(random), values_(input_arrays(recipe)) {}

  bool run() {
    const BuiltRecipe built = build(recipe_);
    inputs_ = built.inputs;
    const Variable f = built.outputs[0];
    if (!f.is_tensor() || !is_float(f.dtype())) return false;
    for (const Variable& v : inputs_) {
      if (v.dtype() != DType::Float64) continue;
      wrt_.push_back(v);
      directions_.push_back(random_like(values_[wrt_.size() - 1], random_));
    }
    if (wrt_.empty()) return false;
    unit_ = coarsest_unit(f);
    has_differences_ = is_smooth(f);
    if (!compare(f, "")) return false;
    // Once more, for the first gradient as the function.
    const Variable g = left_[0];
    if (g.owner() && is_float(g.dtype())) compare(g, " of the gradient");
    return true;
  }

 private:
  /// The rounding of the float type with the fewest digits in which something is computed on the way.
  static double coarsest_unit(const Variable& f) {
    double unit = 0x1p-52;
    for (const Apply* node : toposort(std::span(&f, 1)))
      for (int o = 0; o < node->output_count(); ++o) {
        const DType dtype = part_dtype(static_cast<const TensorType&>(*node->output_type(o)).dtype());
        if (dtype == DType::Float32) unit = std::max(unit, 0x1p-23);
        if (dtype == DType::Float16) unit = std::max(unit, 0x1p-10);
        if (dtype == DType::BFloat16) unit = std::max(unit, 0x1p-7);
      }
    return unit;
  }

  /// Whether differences of the values mean something: nothing is rounded to few digits or to integers on the way, and
  /// the function is no approximation with the derivative of what it approximates.
  bool is_smooth(const Variable& f) const {
    if (unit_ > 0x1p-52) return false;
    for (const Apply* node : toposort(std::span(&f, 1)))
      if (node->op()->name() == "ultra_fast_sigmoid") return false;
    // Where rows repeat the last one wins, but the gradient of y is that of rows that do not, as in the original.
    const auto& arguments = recipe_.calls[0].arguments;
    if (recipe_.calls[0].function == "fuzz.inc_rows" && std::get<bool>(arguments[3])) return false;
    for (const RecipeArgument& argument : arguments)
      if (const auto* text = std::get_if<std::string>(&argument))
        if (text->find("int") != std::string::npos || *text == "bool") return false;
    return true;
  }

  std::vector<Array> at(std::span<const Variable> outputs, double step) const {
    std::vector<Array> moved_values = values_;
    for (std::size_t i = 0; i < wrt_.size(); ++i) moved_values[i] = moved(values_[i], directions_[i], step);
    return evaluate(outputs, inputs_, moved_values).outputs;
  }

  bool compare(const Variable& f, const char* what) {
    const Array y = at(std::span(&f, 1), 0)[0];
    if (!is_all_finite(y) || y.size() == 0) return false;
    const Array u = random_like(y, random_);
    GradOptions ignore;
    ignore.disconnected_inputs = DisconnectedInputs::Ignore;
    const std::vector<Variable> points{make_constant(u.astype(f.dtype()))};
    std::vector<Variable> tangents;
    for (const Array& d : directions_) tangents.push_back(make_constant(d));
    const std::vector<Variable> left = Lop(std::span(&f, 1), wrt_, points, ignore);
    const Variable right = Rop(std::span(&f, 1), wrt_, tangents, DisconnectedInputs::Ignore)[0];
    double by_left = 0;
    const std::vector<Array> lefts = at(left, 0);
    for (std::size_t i = 0; i < left.size(); ++i) {
      EXPECT_TRUE(lefts[i].shape() == values_[i].shape()) << "shape of the gradient" << what;
      by_left += dot(lefts[i], directions_[i]);
    }
    const double by_right = dot(at(std::span(&right, 1), 0)[0], u);
    const double by_difference = (dot(at(std::span(&f, 1), kStep)[0], u) - dot(at(std::span(&f, 1), -kStep)[0], u)) / (2 * kStep);
    if (!std::isfinite(by_left) || !std::isfinite(by_right) || !std::isfinite(by_difference)) return false;
    const double scale = 1 + std::fabs(by_left) + std::fabs(by_difference);
    EXPECT_NEAR(by_left, by_right, std::max(1e-8, 64 * unit_) * scale) << "J^T u . v and u . J v" << what;
    if (has_differences_) {
      EXPECT_NEAR(by_left, by_difference, 1e-4 * scale) << "the derivative and differences" << what;
    }
    if (left_.empty()) left_ = left;
    return true;
  }

  const Recipe& recipe_;
  Random& random_;
  std::vector<Array> values_;
  std::vector<Variable> inputs_, wrt_, left_;
  std::vector<Array> directions_;
  double unit_ = 0;
  bool has_differences_ = false;
};

/// Tries random arguments until the function has been checked a few times.
int check_function(const std::string& name, const ApiFunction& function, Random& random) {
  int checked = 0;
  for (int attempt = 0; attempt < 80 && checked < 4; ++attempt) {
    Recipe recipe = inputs_for(random, attempt % 2 == 0, attempt % 5 == 4 ? 1 : 0);
    std::vector<ArgumentChooser::Value> pool;
    for (const Input& input : recipe.inputs)
      pool.push_back({make_variable(TensorType::of(input.dtype, input.broadcastable)), input.array()});
    const int at = recipe.call(name, ArgumentChooser(random, pool).choose(function));
    recipe.outputs = {at};
    recipe = without_dead_parts(recipe);
    // Floats first, as ProductCheck counts them.
    try {
      bool floats_first = true, seen_integer = false;
      for (const Input& input : recipe.inputs) {
        if (input.dtype != DType::Float64) seen_integer = true;
        floats_first = floats_first && !(seen_integer && input.dtype == DType::Float64);
      }
      if (!floats_first) continue;
      SCOPED_TRACE(to_test_text(recipe, "derivative"));
      if (ProductCheck(recipe, random).run()) ++checked;
    } catch (const InternalError& error) {
      ADD_FAILURE() << error.what() << to_test_text(recipe, "derivative");
      return checked;
    } catch (const Error&) {
    } catch (const std::bad_optional_access&) {
    }
  }
  return checked;
}

TEST(Derivatives, OfEveryFunctionAgreeInBothDirectionsAndWithDifferences) {
  int functions = 0, without = 0;
  std::string not_checked;
  for (const auto& [name, function] : callable_functions()) {
    if (name.starts_with("fuzz.gradient") || name.starts_with("fuzz.rop") || name.starts_with("fuzz.jacobian")) continue;
    Random random(std::hash<std::string>()(name));
    ++functions;
    if (check_function(name, *function, random) == 0) {
      ++without;
      not_checked += " " + name;
    }
  }
  if (std::getenv("THEANO_FUZZ_SUMMARY")) std::fprintf(stderr, "without derivative:%s\n", not_checked.c_str());
  EXPECT_GT(functions - without, 100) << not_checked;
}

}  // namespace
}  // namespace theano::fuzz
