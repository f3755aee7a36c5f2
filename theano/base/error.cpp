// The text of an error report, and the classes of errors.
#include "theano/base/error.h"

#include <algorithm>
#include <utility>

namespace theano {

std::string ErrorReport::to_string() const {
  std::string text = op.empty() ? sentence : "[" + op + "] " + sentence;
  std::size_t role_width = 0, name_width = 0, type_width = 0;
  for (const ErrorOperand& o : operands) {
    role_width = std::max(role_width, o.role.size());
    name_width = std::max(name_width, o.name.size());
    type_width = std::max(type_width, o.type.size());
  }
  const auto padded = [](const std::string& s, std::size_t width) { return s + std::string(width - s.size(), ' '); };
  for (const ErrorOperand& o : operands) {
    std::string line = "  " + padded(o.role, role_width);
    if (name_width > 0) line += "  " + padded(o.name, name_width);
    line += "  " + padded(o.type, type_width);
    if (!o.place.empty()) line += "   " + o.place;
    line.erase(line.find_last_not_of(' ') + 1);
    text += "\n" + line;
  }
  if (!way_out.empty()) text += "\n  Way out: " + way_out;
  return text;
}

Error::Error(ErrorReport report) : std::runtime_error(report.to_string()), report_(std::move(report)) {}
Error::~Error() = default;

#define THEANO_FOR_EACH_ERROR_KIND(F)                                                                         \
  F(Type) F(DType) F(Shape) F(Index) F(Value) F(MissingInput) F(UnusedInput) F(DisconnectedInput) F(NullTypeGrad) \
      F(NotImplemented) F(Complex) F(Assertion) F(Conflict) F(Compile) F(Device) F(Internal)

#define THEANO_INSTANTIATE(Name) template class ErrorOf<ErrorKind::Name>;
THEANO_FOR_EACH_ERROR_KIND(THEANO_INSTANTIATE)
#undef THEANO_INSTANTIATE

void throw_error(ErrorReport report) {
  switch (report.kind) {
#define THEANO_CASE(Name) \
  case ErrorKind::Name:   \
    throw ErrorOf<ErrorKind::Name>(std::move(report));
    THEANO_FOR_EACH_ERROR_KIND(THEANO_CASE)
#undef THEANO_CASE
  }
  throw InternalError(std::move(report));
}

const char* error_class_name(ErrorKind kind) {
  switch (kind) {
#define THEANO_CASE(Name) \
  case ErrorKind::Name:   \
    return #Name "Error";
    THEANO_FOR_EACH_ERROR_KIND(THEANO_CASE)
#undef THEANO_CASE
  }
  return "Error";
}

}  // namespace theano
