// print_value: the identity that shows its value while a function runs.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <iostream>
#include <sstream>

#include "theano/base/error.h"
#include "theano/ops/host/host.h"

namespace theano {
namespace {

constexpr const char* kInputs[] = {"x"};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string number_text(double value) { return Array::scalar(value).to_string(); }

void print_to_standard_output(const OpInstance&, const std::string& message, const std::vector<std::string>& attrs,
                              const Array& value) {
  std::string text;
  for (const std::string& attr : attrs)
    text += message + " " + attr + " = " + printed_attribute(value, attr) + "\n";
  std::cout << text << std::flush;
}

std::atomic<PrintHandler> g_handler{&print_to_standard_output};

class PrintValue final : public HostOp {
 public:
  OpDocs docs() const noexcept override {
    return {.name = "print_value",
            .summary = "x, printed whenever it is computed.",
            .numpy = "x",
            .source = "",
            .inputs = kInputs};
  }

  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override {
    if (inputs.size() != 1 || inputs[0].is_null() || !inputs[0].is_tensor())
      throw TypeError("print_value", "one tensor is wanted.", "Pass a tensor variable.");
    const TypeRef type = inputs[0].type();
    return Apply::make(self, std::move(inputs), {type});
  }

  std::vector<SymbolicShape> infer_shape(const Apply&, std::span<const SymbolicShape> shapes) const override {
    return {shapes[0]};
  }

  std::vector<Variable> vjp(const Apply&, std::span<const Variable> g) const override { return {g[0]}; }
  std::vector<Variable> jvp(const Apply&, std::span<const Variable> tangents) const override { return {tangents[0]}; }

  std::string print_name(const OpInstance& self) const override {
    std::string attrs;
    const std::vector<std::string> names = split(self.attributes().get_string("attrs"));
    for (const std::string& name : names) attrs += (attrs.empty() ? "'" : ", '") + name + "'";
    if (names.size() == 1) attrs += ",";
    return "Print{message='" + self.attributes().get_string("message") + "', attrs=(" + attrs +
           "), global_fn=<function _print_fn>}";
  }

  std::vector<Array> perform(const OpInstance& self, std::span<const Array> inputs) const override {
    g_handler.load()(self, self.attributes().get_string("message"), split(self.attributes().get_string("attrs")), inputs[0]);
    return {inputs[0].copy()};
  }
};

constinit const PrintValue kPrintValue;

}  // namespace

constinit const HostOp& ops::print_value = kPrintValue;

void set_print_handler(PrintHandler handler) { g_handler = handler ? handler : &print_to_standard_output; }

std::string printed_attribute(const Array& value, const std::string& attr) {
  if (attr == "__str__" || attr == "__repr__") return value.to_string();
  if (attr == "shape") return shape_to_string(value.shape());
  if (attr == "dtype") return std::string(dtype_name(value.dtype()));
  if (attr == "ndim") return std::to_string(value.ndim());
  if (attr == "size") return std::to_string(value.size());
  const std::vector<double> numbers = value.to_doubles();
  double sum = 0, squares = 0;
  for (const double x : numbers) sum += x;
  const double mean = sum / static_cast<double>(numbers.size());
  for (const double x : numbers) squares += (x - mean) * (x - mean);
  if (attr == "sum") return number_text(sum);
  if (attr == "mean") return number_text(mean);
  if (attr == "std") return number_text(std::sqrt(squares / static_cast<double>(numbers.size())));
  if (attr == "min" && !numbers.empty()) return number_text(*std::min_element(numbers.begin(), numbers.end()));
  if (attr == "max" && !numbers.empty()) return number_text(*std::max_element(numbers.begin(), numbers.end()));
  throw ValueError("print_value", "there is nothing to print named '" + attr + "'.",
                   "Use __str__, shape, dtype, ndim, size, min, max, mean, sum or std.", Phase::Call);
}

std::span<const OpDefinition* const> host_ops() {
  static const OpDefinition* const all[] = {&kPrintValue};
  return all;
}

namespace tensor {

Variable print(const Operand& x, std::string message, std::vector<std::string> attrs) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  return apply_op(make_op(ops::print_value, {{"message", std::move(message)}, {"attrs", joined(attrs)}, {"function", Ref<Object>()}}),
                  {x.variable()});
}

}  // namespace tensor
}  // namespace theano
