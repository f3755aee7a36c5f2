// The memory of a function's calls: what is known of the arguments, and the text of what comes out.
#include <cstdio>
#include <deque>

#include "theano/base/error.h"
#include "theano/compile/executable.h"

namespace theano {
namespace {

std::string bytes_text(std::int64_t bytes) {
  char text[40];
  const char* const units[] = {"B", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  for (; value >= 1000 && unit < 4; ++unit) value /= 1000;
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  return text;
}

[[noreturn]] void refuse(const Function::Impl& impl, std::size_t i, const std::string& sentence) {
  throw_error({ErrorKind::Type, Phase::Call, impl.name.empty() ? "function" : impl.name,
               "what is told of input " + std::to_string(i) + " " + sentence,
               {describe_operand("input " + std::to_string(i), impl.inputs[i].variable)},
               "Give a shape or a value for each input, in their order."});
}

void check_shape(const Function::Impl& impl, std::size_t i, const Shape& shape) {
  const TensorType& type = *impl.input_types[i];
  bool fits = static_cast<int>(shape.size()) == type.ndim();
  for (std::size_t axis = 0; fits && axis < shape.size(); ++axis)
    fits = shape[axis] >= 0 && (type.sizes()[axis] == kUnknownSize || type.sizes()[axis] == shape[axis]);
  if (!fits) refuse(impl, i, "must fit its type, but is the shape " + shape_to_string(shape) + ".");
}

}  // namespace

std::string to_string(const MemoryUse& use) {
  std::string text = std::string(use.is_exact ? "" : "at least ") + bytes_text(use.peak_bytes()) + " at the peak: workspace " +
                     bytes_text(use.workspace_bytes) + ", results " + bytes_text(use.result_bytes);
  if (use.nested_bytes > 0) text += ", loops and branches " + bytes_text(use.nested_bytes);
  text += "\n";
  for (const runtime::MemoryPiece& piece : use.largest)
    text += "  " + bytes_text(piece.size_bytes) + "  " + piece.name + "  " + piece.type + "  " + piece.place + "\n";
  return text;
}

MemoryUse Function::memory(const std::vector<KnownOfArgument>& arguments) const {
  const Impl& impl = *impl_;
  if (arguments.size() > impl.inputs.size()) {
    throw TypeError(impl.name.empty() ? "function" : impl.name,
                    "takes " + std::to_string(impl.inputs.size()) + " arguments, but " + std::to_string(arguments.size()) +
                        " were described.",
                    "Give a shape or a value for each input.", Phase::Call);
  }
  std::deque<Array> held;
  std::vector<runtime::KnownArgument> known;
  const auto add_value = [&](Array value, DType dtype) {
    held.push_back(value.dtype() == dtype ? std::move(value) : value.astype(dtype));
    known.push_back({held.back().layout(), &held.back()});
  };
  for (std::size_t i = 0; i < impl.inputs.size(); ++i) {
    const DType dtype = impl.input_types[i]->dtype();
    if (i < arguments.size() && arguments[i].shape) {
      check_shape(impl, i, *arguments[i].shape);
      known.push_back({Layout(*arguments[i].shape), nullptr});
      continue;
    }
    const bool is_given = i < arguments.size() && !arguments[i].value.is_null();
    Array value = is_given ? arguments[i].value : impl.defaults[i]->snapshot().array;
    if (value.is_null()) refuse(impl, i, "is missing.");
    check_shape(impl, i, value.shape());
    add_value(std::move(value), dtype);
  }
  for (const Variable& v : impl.shared_inputs) {
    Array value = v.shared()->storage->snapshot().array;
    const DType dtype = value.dtype();
    add_value(std::move(value), dtype);
  }
  return impl.compiled->executor->predict_memory(known);
}

MemoryUse Function::peak_memory() const { return impl_->compiled->executor->peak_memory(); }

}  // namespace theano
