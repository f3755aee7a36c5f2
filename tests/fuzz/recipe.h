// Programs as data: inputs with values, calls of API functions, outputs. They can be built, changed and printed.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "theano/array/array.h"
#include "theano/graph/variable.h"
#include "theano/ops/registry.h"

namespace theano::fuzz {

using Ints = std::vector<std::int64_t>;

/// How the array of an input lies in memory.
enum class Memory : std::uint8_t { Plain, Reversed, Strided, Transposed };

struct Input {
  DType dtype = DType::Float64;
  Shape shape;
  std::vector<double> values;  ///< of complex numbers two each, the real part first
  std::vector<bool> broadcastable;
  Memory memory = Memory::Plain;

  Array array() const;
};

/// A value of the program: inputs count first, then calls.
struct ValueRef {
  int number;
};
struct Refs {
  std::vector<int> numbers;
};
/// What a call gets for one parameter: a value, several, or a literal (std::monostate is None, Ints are axes or sizes).
using RecipeArgument = std::variant<std::monostate, ValueRef, Refs, std::int64_t, double, bool, std::string, Ints>;
inline RecipeArgument none() { return std::monostate(); }
inline RecipeArgument value(int number) { return ValueRef{number}; }
inline RecipeArgument values(std::vector<int> numbers) { return Refs{std::move(numbers)}; }
inline RecipeArgument integer(std::int64_t v) { return v; }

struct Call {
  std::string function;  ///< "tensor.sum"; "fuzz.gradient"
  std::vector<RecipeArgument> arguments;
  int output = 0;  ///< which of the function's results is the value
};

struct Recipe {
  std::vector<Input> inputs;
  std::vector<Call> calls;
  std::vector<int> outputs;

  int value_count() const { return static_cast<int>(inputs.size() + calls.size()); }
  int input(DType dtype, Shape shape, std::vector<double> values, std::vector<bool> broadcastable = {},
            Memory memory = Memory::Plain);
  /// Only behind all inputs.
  int call(std::string function, std::vector<RecipeArgument> arguments, int output = 0);
};

/// All functions a recipe may call: the API's and those of special_functions.cpp, as "module.name"; methods alone as "method.name".
const std::vector<std::pair<std::string, const ApiFunction*>>& callable_functions();
const ApiFunction& function_named(const std::string& name);

/// The default of a parameter, from its Python text.
RecipeArgument parse_default(const Parameter& parameter);

/// The variables of a recipe: one per value. Errors: what the functions throw.
struct BuiltRecipe {
  std::vector<Variable> inputs;
  std::vector<Variable> values;
  std::vector<Variable> outputs;
};
BuiltRecipe build(const Recipe& recipe);
/// The results of one call on variables; arguments that are missing at the end have their defaults.
std::vector<Variable> build_call(const Call& call, std::span<const Variable> values);
std::vector<Array> input_arrays(const Recipe& recipe);

/// The values whose numbers may decide how large the call's result is.
std::vector<int> sizing_values(const Call& call);
/// Whether the numbers ask for so large a result that it tells nothing, but takes the machine's memory.
bool asks_for_too_much(const Array& numbers);

/// Leaves out calls and inputs that no output needs.
Recipe without_dead_parts(const Recipe& recipe);
/// As C++ text that makes it again.
std::string to_test_text(const Recipe& recipe, const std::string& name);

}  // namespace theano::fuzz
