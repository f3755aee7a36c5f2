// Prints primitives, conversions, formulas and the ends of reductions as expressions and functions of the C family.
#include "theano/codegen/c_functions.h"

#include <vector>

#include "theano/codegen/c_body.h"
#include "theano/codegen/c_conversions.h"
#include "theano/codegen/c_literal.h"
#include "theano/codegen/c_primitives.h"
#include "theano/ir/expand_math.h"
#include "theano/ir/math/trigonometric.h"

namespace theano::codegen {
namespace {

using ir::Prim;

std::string name_of(DType dtype) { return std::string(dtype_name(dtype)); }

std::string call(const std::string& function, std::span<const std::string> arguments) {
  std::string text = function + "(";
  for (std::size_t k = 0; k < arguments.size(); ++k) text += (k > 0 ? ", " : "") + arguments[k];
  return text + ")";
}

/// Every line of `text` moved to the right by two spaces.
std::string indented(std::string_view text) {
  std::string result = "  ";
  for (const char c : text) {
    result += c;
    if (c == '\n') result += "  ";
  }
  return result + "\n";
}

DType unsigned_type(DType integer) {
  constexpr DType types[] = {DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64};
  int index = 0;
  for (std::int64_t size = dtype_size_bytes(integer); size > 1; size /= 2) ++index;
  return types[index];
}

/// The unsigned type in which integers wrap: small ones would be promoted to int, whose overflow is undefined.
DType wrapping_type(DType integer) { return dtype_size_bytes(integer) == 8 ? DType::UInt64 : DType::UInt32; }

bool has_long_reduction(Prim function) {
  return function == Prim::Sin || function == Prim::Cos || function == Prim::Tan;
}

}  // namespace

std::string filled(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> places) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
    const std::string_view name =
        end == std::string_view::npos ? std::string_view() : text.substr(at + 1, end - at - 1);
    const auto* place = places.begin();
    while (place != places.end() && (name.empty() || place->first != name)) ++place;
    if (place == places.end()) {
      result += text[at++];
    } else {
      result += place->second;
      at = end + 1;
    }
  }
  return result;
}

std::string CFunctions::apply(Prim prim, DType result, DType operand, std::span<const std::string> arguments) {
  if (prim == Prim::Cast) return cast(result, operand, arguments[0]);
  const std::string_view form = c_form(prim, operand);
  if (form == kFormula) return call_formula(prim, operand, arguments);
  if (form == kRoutine) return call_routine("theano_" + std::string(ir::prim_info(prim).name), operand, arguments);
  if (form.find("return") != std::string_view::npos) return call_body(prim, result, operand, form, arguments);
  const auto argument = [&](std::size_t k) { return k < arguments.size() ? std::string_view(arguments[k]) : ""; };
  return filled(form, {{"a", argument(0)},
                       {"b", argument(1)},
                       {"c", argument(2)},
                       {"T", c_type(result)},
                       {"f", operand == DType::Float32 ? target_.float_suffix : ""}});
}

std::string CFunctions::call_body(Prim prim, DType result, DType operand, std::string_view body,
                                  std::span<const std::string> arguments) {
  const std::string name = std::string(ir::prim_info(prim).name) + "_" + name_of(operand);
  if (!is_new(name)) return call(name, arguments);
  const std::string type(c_type(operand));
  const std::string parameters = type + " a" + (arguments.size() > 1 ? ", " + type + " b" : "");
  const std::string copy = filled(target_.copy_bits, {{"to", "result"}, {"from", "a"}});
  const std::string statements = filled(body, {{"T", c_type(result)},
                                               {"V", c_type(unsigned_type(operand))},
                                               {"U", c_type(wrapping_type(operand))},
                                               {"W", std::to_string(8 * dtype_size_bytes(operand))},
                                               {"f", operand == DType::Float32 ? target_.float_suffix : ""},
                                               {"copy", copy}});
  add(std::string(target_.function) + std::string(c_type(result)) + " " + name + "(" + parameters + ") {\n" +
      indented(statements) + "}\n");
  return call(name, arguments);
}

std::string CFunctions::call_routine(const std::string& routine, DType dtype, std::span<const std::string> arguments) {
  if (is_new(routine)) add("extern double " + routine + (arguments.size() > 1 ? "(double, double);\n" : "(double);\n"));
  return (dtype == DType::Float32 ? "(float)" : "") + call(routine, arguments);
}

std::string CFunctions::call_formula(Prim function, DType dtype, std::span<const std::string> arguments) {
  const std::string function_name(ir::prim_info(function).name);
  const std::string name = function_name + "_" + name_of(dtype);
  if (!is_new(name)) return call(name, arguments);
  const bool is_binary = arguments.size() > 1;
  ir::Builder builder(name, 0);
  std::vector<ir::Expr> operands;
  for (std::size_t k = 0; k < arguments.size(); ++k)
    operands.push_back(builder.load(builder.add_buffer(dtype, 0, ir::BufferRole::Input), {}));
  const int out = builder.add_buffer(dtype, 0, ir::BufferRole::Output);
  builder.store(out, {},
                function == Prim::Pow ? ir::expand_power(operands[0], operands[1])
                : is_binary           ? ir::expand_angle(operands[0], operands[1])
                                      : ir::expand_formula(function, operands[0]).value());
  const ir::Kernel formula = builder.finish();
  CBody body(formula, target_, *this);
  body.use_as_function();
  body.print(1);
  std::string text = "/* The formula of " + function_name + ". */\n";
  const std::string type(c_type(dtype));
  text += std::string(target_.function) + type + " " + name + "(" + type + " x" +
          (is_binary ? ", " + type + " y" : "") + ") {\n";
  if (has_long_reduction(function)) {
    const std::string x = "x";
    const bool is_float = dtype == DType::Float32;
    const double largest = ir::math::kLargestAngle;
    const ir::Scalar bound = ir::Scalar::of(dtype, largest);
    text += "  if (!(fabs" + std::string(is_float ? target_.float_suffix : "") + "(x) <= " + c_literal(bound) +
            ")) return " + call_routine("theano_huge_" + function_name, dtype, std::span(&x, 1)) + ";\n";
  }
  add(text + body.text() + "}\n");
  return call(name, arguments);
}

std::string CFunctions::call_conversion(const std::string& name, const std::string& value) {
  if (is_new(name)) {
    const CConversion& conversion = c_conversion(name);
    for (const std::string_view need : conversion.needs)
      if (!need.empty()) call_conversion(std::string(need), "");
    const std::string copy = filled(target_.copy_bits, {{"to", "result"}, {"from", "x"}});
    add(filled(conversion.text, {{"function", target_.function}, {"copy", copy}}));
  }
  return call(name, std::span(&value, 1));
}

std::string CFunctions::cast(DType to, DType from, const std::string& value) {
  if (to == from) return value;
  if (is_half(from)) return cast(to, DType::Float32, call_conversion("float32_of_" + name_of(from), value));
  if (is_half(to)) return to_half(to, from, value);
  if (is_bool(to)) return value + " != 0";
  const std::string as_type = "(" + std::string(c_type(to)) + ")";
  if (!is_float(from) || is_float(to)) return as_type + value;
  if (to == DType::UInt64) return call_conversion("uint64_of_" + name_of(from), value);
  const std::string wide = call_conversion("int64_of_" + name_of(from), value);
  return to == DType::Int64 ? wide : as_type + wide;
}

std::string CFunctions::to_half(DType to, DType from, const std::string& value) {
  std::string number = value;
  if (from != DType::Float32) {
    const bool is_wide = from == DType::Int64 || from == DType::UInt64;
    const std::string as_double = is_wide                  ? call_conversion("odd_float64_of_" + name_of(from), value)
                                  : from == DType::Float64 ? value
                                                           : "(double)" + value;
    number = call_conversion("odd_float32_of_float64", as_double);
  }
  return call_conversion(name_of(to) + "_of_float32", number);
}

std::string CFunctions::identity(const ir::Fold& fold) {
  return c_literal(ir::identity_scalar(ir::combining_primitive(fold.combine), fold.dtype));
}

std::string CFunctions::combine_lanes(const ir::Fold& fold, const std::string& lanes, const std::string& count) {
  constexpr const char* kNames[] = {"sum", "product", "min", "max", "and", "or"};
  const std::string name = std::string(kNames[static_cast<int>(fold.combine)]) + "_of_lanes_" + name_of(fold.dtype);
  const std::string arguments[] = {lanes, count};
  if (!is_new(name)) return call(name, arguments);
  const Prim prim = ir::combining_primitive(fold.combine);
  const std::string pair[] = {"lanes[k]", "lanes[k + (left + 1) / 2]"};
  const std::string combined = apply(prim, fold.dtype, fold.dtype, pair);
  add(filled(R"(/* What a reduction of `count` elements gives. The order of the lanes is part of the result. */
{function}{type} {name}({type} *lanes, int64_t count) {
  if (count == 0) return {identity};
  for (int64_t left = count < {most} ? count : {most}; left > 1; left = (left + 1) / 2) {
    for (int64_t k = 0; k < left / 2; ++k) lanes[k] = {combined};
  }
  return lanes[0];
}
)",
             {{"function", target_.function},
              {"type", c_type(fold.dtype)},
              {"name", name},
              {"identity", identity(fold)},
              {"most", std::to_string(ir::kReduceLanes)},
              {"combined", combined}}));
  return call(name, arguments);
}

}  // namespace theano::codegen
