// Collects the chapters' lists of ops and of API functions.
#include "theano/ops/registry.h"

#include <string_view>
#include <unordered_map>

#include "theano/base/error.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

std::vector<const OpDefinition*> collect_ops() {
  std::vector<const OpDefinition*> all;
  for (const auto chapter :
       {elementwise_ops(), reduction_ops(), shape_ops(), indexing_ops(), linear_algebra_ops(), nnet_ops(), control_ops(),
        sorting_ops(), host_ops()}) {
    all.insert(all.end(), chapter.begin(), chapter.end());
  }
  return all;
}

std::vector<ApiFunction> collect_functions() {
  std::vector<ApiFunction> all;
  append_api_functions_elementwise(all);
  append_api_functions_reduction(all);
  append_api_functions_shape(all);
  append_api_functions_indexing(all);
  append_api_functions_linear_algebra(all);
  append_api_functions_nnet(all);
  append_api_functions_sorting(all);
  return all;
}

template <class T>
const T& read(const std::vector<Argument>& values, int i, const char* wanted) {
  const T* value = std::get_if<T>(&values.at(i));
  if (!value) {
    throw InternalError("Arguments", "argument " + std::to_string(i) + " must hold " + wanted + ", but it does not.",
                        "The face must convert each argument as its ParameterKind says.");
  }
  return *value;
}

}  // namespace

std::span<const OpDefinition* const> all_ops() {
  static const std::vector<const OpDefinition*> all = collect_ops();
  return all;
}

const OpDefinition* find_op(std::string_view name) {
  static const std::unordered_map<std::string_view, const OpDefinition*> by_name = [] {
    std::unordered_map<std::string_view, const OpDefinition*> map;
    for (const OpDefinition* op : all_ops()) map.emplace(op->name(), op);
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::span<const ApiFunction> api_functions() {
  static const std::vector<ApiFunction> all = collect_functions();
  return all;
}

const Variable& Arguments::tensor(int i) const {
  static const Variable none;
  return is_none(i) ? none : read<Variable>(values_, i, "a variable");
}

const std::vector<Variable>& Arguments::tensors(int i) const {
  return read<std::vector<Variable>>(values_, i, "a list of variables");
}

std::int64_t Arguments::integer(int i) const {
  if (const bool* flag = std::get_if<bool>(&values_.at(i))) return *flag;
  return read<std::int64_t>(values_, i, "an integer");
}

std::optional<std::int64_t> Arguments::optional_integer(int i) const {
  if (is_none(i)) return std::nullopt;
  return integer(i);
}

double Arguments::number(int i) const {
  if (const std::int64_t* integer = std::get_if<std::int64_t>(&values_.at(i))) return static_cast<double>(*integer);
  return read<double>(values_, i, "a number");
}

bool Arguments::boolean(int i) const {
  if (const std::int64_t* integer = std::get_if<std::int64_t>(&values_.at(i))) return *integer != 0;
  return read<bool>(values_, i, "a bool");
}

const std::string& Arguments::text(int i) const { return read<std::string>(values_, i, "a text"); }

std::optional<std::vector<std::int64_t>> Arguments::axes(int i) const {
  if (is_none(i)) return std::nullopt;
  if (const std::int64_t* axis = std::get_if<std::int64_t>(&values_.at(i))) return std::vector<std::int64_t>{*axis};
  return read<std::vector<std::int64_t>>(values_, i, "axes");
}

std::optional<DType> Arguments::dtype(int i) const {
  if (is_none(i)) return std::nullopt;
  return dtype_of(read<std::string>(values_, i, "the name of a dtype"));
}

const std::vector<std::int64_t>& Arguments::integers(int i) const {
  return read<std::vector<std::int64_t>>(values_, i, "a list of integers");
}

bool Arguments::holds_text(int i) const { return std::holds_alternative<std::string>(values_.at(i)); }

bool Arguments::is_none(int i) const { return std::holds_alternative<std::monostate>(values_.at(i)); }

}  // namespace theano
