// The list of all ops and of all functions users may call; faces, stubs, docs and tests are generated from it.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "theano/graph/index.h"
#include "theano/graph/op.h"

namespace theano {

/// Every op's definition. One explicit list (registry.cpp), so the linker drops nothing.
THEANO_API std::span<const OpDefinition* const> all_ops();
/// The definition of a name, or null.
THEANO_API const OpDefinition* find_op(std::string_view name);

/// What a parameter of an API function takes; faces convert to the C++ type named here.
enum class ParameterKind : std::uint8_t {
  Tensor,        ///< Variable: anything as_tensor_variable takes
  Tensors,       ///< std::vector<Variable>: a list or tuple of such, or the rest of the positional arguments
  Integer,       ///< std::int64_t
  Number,        ///< double
  Boolean,       ///< bool
  Text,          ///< std::string
  Axis,          ///< std::optional<std::vector<std::int64_t>>: None, an int, or a list
  DTypeName,     ///< std::optional<std::string>: None or a name ("floatX" included)
  ShapeLike,     ///< std::vector<Variable>: ints and symbolic scalars, or one symbolic vector
  Pattern,       ///< std::vector<std::int64_t>: dimshuffle's order, 'x' as -1
  AxesOrName,    ///< as Axis, or the text of a name
  OptionalTensor, ///< Variable, null when None
  TensorList,    ///< std::vector<Variable>: a list or tuple of such, nothing else
  TensorsOrRest, ///< the same, or all positional arguments where the first is no list
  AxisPairs      ///< std::vector<std::int64_t>: one number, or two lists of equal length one behind the other
};

/// An argument after conversion; std::monostate is None.
using Argument = std::variant<std::monostate, Variable, std::vector<Variable>, std::int64_t, double, bool, std::string,
                              std::vector<std::int64_t>>;

struct Parameter {
  const char* name;
  ParameterKind kind;
  const char* default_value = nullptr;  ///< as Python text ("None", "False", "1e-5"); null: required
};

/// The arguments of one call, by position of the parameter; typed readers.
class THEANO_API Arguments {
 public:
  explicit Arguments(std::vector<Argument> values) : values_(std::move(values)) {}
  const Variable& tensor(int i) const;                   ///< null Variable for None
  const std::vector<Variable>& tensors(int i) const;
  std::int64_t integer(int i) const;
  std::optional<std::int64_t> optional_integer(int i) const;  ///< nullopt for None
  double number(int i) const;
  bool boolean(int i) const;
  const std::string& text(int i) const;
  std::optional<std::vector<std::int64_t>> axes(int i) const;
  std::optional<DType> dtype(int i) const;
  const std::vector<std::int64_t>& integers(int i) const;
  bool is_none(int i) const;
  bool holds_text(int i) const;

 private:
  std::vector<Argument> values_;
};

/// One function of the API.
struct ApiFunction {
  const char* module;   ///< Python module below theano: "tensor", "tensor.nnet"; null: a method alone
  const char* name;     ///< "sum"
  const char* aliases;  ///< further names in the same module, split by spaces: "abs" for abs_
  const char* methods;  ///< names as methods of tensor variables (first parameter is self), split by spaces
  std::vector<Parameter> parameters;
  const char* summary;
  const char* numpy;    ///< executable meaning over the parameter names, or ""
  std::vector<Variable> (*call)(const Arguments&);  ///< one result is returned bare, several as a list
  bool returns_list = false;
};

/// All functions, elementwise ops included (generated from their blocks).
THEANO_API std::span<const ApiFunction> api_functions();

}  // namespace theano
