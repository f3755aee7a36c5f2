// Builds, prunes and prints recipes.
#include "fuzz/recipe.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <unordered_map>

#include "fuzz/special_functions.h"
#include "theano/base/error.h"
#include "theano/ops/shape/size_expressions.h"

namespace theano::fuzz {

namespace {

/// The numbers of an input, in order or back to front.
Array plain_array(const Input& input, bool is_reversed) {
  if (!is_complex(input.dtype)) {
    std::vector<double> numbers = input.values;
    if (is_reversed) std::reverse(numbers.begin(), numbers.end());
    return Array::from(numbers, input.shape).astype(input.dtype);
  }
  std::vector<std::complex<double>> numbers;
  for (std::size_t i = 0; i + 1 < input.values.size(); i += 2) numbers.emplace_back(input.values[i], input.values[i + 1]);
  if (is_reversed) std::reverse(numbers.begin(), numbers.end());
  return Array::from(numbers, input.shape).astype(input.dtype);
}

}  // namespace

Array Input::array() const {
  const Array plain = plain_array(*this, false);
  if (memory == Memory::Plain || shape.empty()) return plain;
  Layout layout = plain.layout();
  if (memory == Memory::Reversed) {
    // Stored back to front, looked at from the end.
    const Array stored = plain_array(*this, true);
    layout = stored.layout();
    layout.offset += std::max<std::int64_t>(stored.size() - 1, 0);
    for (auto& stride : layout.strides) stride = -stride;
    return stored.view(std::move(layout));
  }
  if (memory == Memory::Strided) {
    Shape wide = shape;
    wide.back() *= 2;
    const Array stored = Array::zeros(dtype, wide);
    layout = stored.layout();
    layout.shape = shape;
    layout.strides.back() *= 2;
    Array view = stored.view(std::move(layout));
    view.assign(plain);
    return view;
  }
  Shape turned = shape;
  std::reverse(turned.begin(), turned.end());
  const Array stored = Array::zeros(dtype, turned);
  layout = stored.layout();
  layout.shape = shape;
  std::reverse(layout.strides.begin(), layout.strides.end());
  Array view = stored.view(std::move(layout));
  view.assign(plain);
  return view;
}

int Recipe::input(DType dtype, Shape shape, std::vector<double> numbers, std::vector<bool> broadcastable, Memory memory) {
  broadcastable.resize(shape.size(), false);
  inputs.push_back({dtype, std::move(shape), std::move(numbers), std::move(broadcastable), memory});
  return static_cast<int>(inputs.size()) - 1;
}

int Recipe::call(std::string function, std::vector<RecipeArgument> arguments, int output) {
  calls.push_back({std::move(function), std::move(arguments), output});
  return value_count() - 1;
}

const std::vector<std::pair<std::string, const ApiFunction*>>& callable_functions() {
  static const auto all = [] {
    std::vector<std::pair<std::string, const ApiFunction*>> list;
    for (const ApiFunction& f : api_functions())
      list.emplace_back(std::string(f.module ? f.module : "method") + "." + f.name, &f);
    for (const ApiFunction& f : special_functions()) list.emplace_back(std::string(f.module) + "." + f.name, &f);
    return list;
  }();
  return all;
}

const ApiFunction& function_named(const std::string& name) {
  static const auto map = [] {
    std::unordered_map<std::string, const ApiFunction*> result;
    for (const auto& [n, f] : callable_functions()) result.emplace(n, f);
    return result;
  }();
  const auto found = map.find(name);
  if (found == map.end()) throw ValueError("fuzz", "there is no function " + name + ".", "Look into the registry.");
  return *found->second;
}

namespace {

Argument to_argument(const RecipeArgument& argument, const Parameter& parameter, std::span<const Variable> values) {
  if (const auto* ref = std::get_if<ValueRef>(&argument)) {
    if (parameter.kind == ParameterKind::ShapeLike || parameter.kind == ParameterKind::Tensors)
      return std::vector<Variable>{values[ref->number]};
    return values[ref->number];
  }
  if (const auto* refs = std::get_if<Refs>(&argument)) {
    std::vector<Variable> list;
    for (const int n : refs->numbers) list.push_back(values[n]);
    return list;
  }
  if (const auto* ints = std::get_if<Ints>(&argument)) {
    if (parameter.kind != ParameterKind::ShapeLike) return *ints;
    std::vector<Variable> sizes;
    for (const std::int64_t size : *ints) sizes.push_back(constant_size(size));
    return sizes;
  }
  if (const auto* v = std::get_if<std::int64_t>(&argument)) {
    if (parameter.kind == ParameterKind::Tensor) return constant_size(*v);
    return *v;
  }
  if (const auto* v = std::get_if<double>(&argument)) return *v;
  if (const auto* v = std::get_if<bool>(&argument)) return *v;
  if (const auto* v = std::get_if<std::string>(&argument)) return *v;
  return std::monostate();
}

void visit_refs(Call& call, const std::function<void(int&)>& visit) {
  for (RecipeArgument& argument : call.arguments) {
    if (auto* ref = std::get_if<ValueRef>(&argument)) visit(ref->number);
    if (auto* refs = std::get_if<Refs>(&argument))
      for (int& n : refs->numbers) visit(n);
  }
}

std::string number_text(double v) {
  if (std::isnan(v)) return "NAN";
  if (std::isinf(v)) return v > 0 ? "INFINITY" : "-INFINITY";
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", v);
  return text;
}

template <class List>
std::string list_text(const List& list) {
  std::string text = "{";
  for (std::size_t i = 0; i < list.size(); ++i) text += (i ? ", " : "") + std::to_string(list[i]);
  return text + "}";
}

std::string argument_text(const RecipeArgument& argument) {
  if (const auto* ref = std::get_if<ValueRef>(&argument)) return "value(v" + std::to_string(ref->number) + ")";
  if (const auto* refs = std::get_if<Refs>(&argument)) {
    std::string text = "values({";
    for (std::size_t i = 0; i < refs->numbers.size(); ++i) text += (i ? ", v" : "v") + std::to_string(refs->numbers[i]);
    return text + "})";
  }
  if (const auto* ints = std::get_if<Ints>(&argument)) return "Ints" + list_text(*ints);
  if (const auto* v = std::get_if<std::int64_t>(&argument)) return "integer(" + std::to_string(*v) + ")";
  if (const auto* v = std::get_if<double>(&argument)) return "double(" + number_text(*v) + ")";
  if (const auto* v = std::get_if<bool>(&argument)) return *v ? "true" : "false";
  if (const auto* v = std::get_if<std::string>(&argument)) return "std::string(\"" + *v + "\")";
  return "none()";
}

std::string input_text(const Input& input) {
  static constexpr const char* kMemory[] = {"Plain", "Reversed", "Strided", "Transposed"};
  std::string dtype(dtype_name(input.dtype));
  dtype[0] = static_cast<char>(std::toupper(dtype[0]));
  if (dtype[0] == 'U') dtype[1] = 'I';
  if (input.dtype == DType::BFloat16) dtype[1] = 'F';
  std::string text = "DType::" + dtype + ", {";
  for (std::size_t i = 0; i < input.shape.size(); ++i) text += (i ? ", " : "") + std::to_string(input.shape[i]);
  text += "}, {";
  for (std::size_t i = 0; i < input.values.size(); ++i) text += (i ? ", " : "") + number_text(input.values[i]);
  text += "}, {";
  for (std::size_t i = 0; i < input.broadcastable.size(); ++i) text += std::string(i ? ", " : "") + (input.broadcastable[i] ? "true" : "false");
  return text + "}, Memory::" + kMemory[static_cast<int>(input.memory)];
}

}  // namespace

RecipeArgument parse_default(const Parameter& parameter) {
  const std::string text = parameter.default_value;
  if (text == "None") return none();
  if (text == "True" || text == "False") return text == "True";
  if (text.starts_with("'") || text.starts_with("\"")) return text.substr(1, text.size() - 2);
  if (text.starts_with("[") || text.starts_with("(")) {
    Ints items;
    for (std::size_t at = 1; at < text.size();) {
      char* end = nullptr;
      const long long item = std::strtoll(text.c_str() + at, &end, 10);
      if (end == text.c_str() + at) break;
      items.push_back(item);
      at = static_cast<std::size_t>(end - text.c_str()) + 1;
    }
    return items;
  }
  if (text.find_first_of(".eEn") == std::string::npos) return static_cast<std::int64_t>(std::stoll(text));
  return std::stod(text);
}

std::vector<Variable> build_call(const Call& call, std::span<const Variable> values) {
  const ApiFunction& f = function_named(call.function);
  std::vector<Argument> arguments;
  for (std::size_t i = 0; i < f.parameters.size(); ++i)
    arguments.push_back(to_argument(i < call.arguments.size() ? call.arguments[i] : parse_default(f.parameters[i]),
                                    f.parameters[i], values));
  return f.call(Arguments(std::move(arguments)));
}

BuiltRecipe build(const Recipe& recipe) {
  BuiltRecipe built;
  for (std::size_t i = 0; i < recipe.inputs.size(); ++i) {
    const Input& input = recipe.inputs[i];
    built.inputs.push_back(make_variable(TensorType::of(input.dtype, input.broadcastable), "v" + std::to_string(i)));
  }
  built.values = built.inputs;
  for (const Call& call : recipe.calls) {
    const std::vector<Variable> results = build_call(call, built.values);
    if (call.output >= static_cast<int>(results.size()))
      throw ValueError(call.function, "the call gives no result " + std::to_string(call.output) + ".", "Take one that it gives.");
    built.values.push_back(results[call.output]);
  }
  for (const int output : recipe.outputs) built.outputs.push_back(built.values.at(output));
  return built;
}

std::vector<Array> input_arrays(const Recipe& recipe) {
  std::vector<Array> arrays;
  for (const Input& input : recipe.inputs) arrays.push_back(input.array());
  return arrays;
}

std::vector<int> sizing_values(const Call& call) {
  static constexpr std::string_view kSizedByNumbers[] = {"bincount", "repeat", "arange", "alloc",  "eye",     "tri",
                                                         "zeros",    "ones",   "tile",   "reshape", "one_hot", "mgrid",
                                                         "bartlett"};
  const auto is_in_name = [&](std::string_view part) { return call.function.find(part) != std::string::npos; };
  std::vector<int> numbers;
  if (std::none_of(std::begin(kSizedByNumbers), std::end(kSizedByNumbers), is_in_name)) return numbers;
  for (const RecipeArgument& argument : call.arguments) {
    if (const auto* ref = std::get_if<ValueRef>(&argument)) numbers.push_back(ref->number);
    if (const auto* refs = std::get_if<Refs>(&argument))
      numbers.insert(numbers.end(), refs->numbers.begin(), refs->numbers.end());
  }
  return numbers;
}

bool asks_for_too_much(const Array& numbers) {
  const std::vector<double> values = numbers.to_doubles();
  return !std::all_of(values.begin(), values.end(), [](double v) { return std::fabs(v) < 50; });
}

Recipe without_dead_parts(const Recipe& recipe) {
  std::vector<bool> needed(recipe.value_count(), false);
  for (const int output : recipe.outputs) needed[output] = true;
  const int first_call = static_cast<int>(recipe.inputs.size());
  for (int c = static_cast<int>(recipe.calls.size()) - 1; c >= 0; --c) {
    Call call = recipe.calls[c];
    if (needed[first_call + c]) visit_refs(call, [&](int& n) { needed[n] = true; });
  }
  Recipe result;
  std::vector<int> place(recipe.value_count(), -1);
  for (int i = 0; i < first_call; ++i)
    if (needed[i]) {
      place[i] = result.value_count();
      result.inputs.push_back(recipe.inputs[i]);
    }
  for (std::size_t c = 0; c < recipe.calls.size(); ++c) {
    if (!needed[first_call + c]) continue;
    place[first_call + c] = result.value_count();
    result.calls.push_back(recipe.calls[c]);
    visit_refs(result.calls.back(), [&](int& n) { n = place[n]; });
  }
  for (const int output : recipe.outputs) result.outputs.push_back(place[output]);
  return result;
}

std::string to_test_text(const Recipe& recipe, const std::string& name) {
  std::string text = "TEST(FuzzCorpus, " + name + ") {\n  Recipe r;\n";
  int number = 0;
  for (const Input& input : recipe.inputs)
    text += "  const int v" + std::to_string(number++) + " = r.input(" + input_text(input) + ");\n";
  for (const Call& call : recipe.calls) {
    text += "  const int v" + std::to_string(number++) + " = r.call(\"" + call.function + "\", {";
    for (std::size_t i = 0; i < call.arguments.size(); ++i) text += (i ? ", " : "") + argument_text(call.arguments[i]);
    text += call.output ? "}, " + std::to_string(call.output) + ");\n" : "});\n";
  }
  text += "  r.outputs = {";
  for (std::size_t i = 0; i < recipe.outputs.size(); ++i) text += (i ? ", v" : "v") + std::to_string(recipe.outputs[i]);
  return text + "};\n  expect_agreement(r);\n}\n";
}

}  // namespace theano::fuzz
