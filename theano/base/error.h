// Every error of the library: what must hold, what was found, who is concerned, and one way out.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "theano/base/export.h"

namespace theano {

enum class ErrorKind {
  Type,
  DType,
  Shape,
  Index,
  Value,
  MissingInput,
  UnusedInput,
  DisconnectedInput,
  NullTypeGrad,
  NotImplemented,
  Complex,   ///< an op that complex numbers do not have
  Assertion,  ///< a condition that the user stated does not hold
  Conflict,  ///< two demands that contradict each other (Python: RuntimeError)
  Compile,
  Device,
  Internal,
};

/// When the fault was found; Python classes are chosen by (kind, phase) in one table of the bindings.
enum class Phase { Build, Compile, Call };

/// One variable concerned by an error, already as text: role, name, type with sizes, place.
struct ErrorOperand {
  std::string role;   ///< "x", "input 0"
  std::string name;   ///< the user's name for it, may be empty
  std::string type;   ///< "float32 (3, 5)"
  std::string place;  ///< "made in model.py:12", may be empty
};

/// The parts of an error message.
struct ErrorReport {
  ErrorKind kind = ErrorKind::Internal;
  Phase phase = Phase::Build;
  std::string op;        ///< name of the op or function concerned, without brackets
  std::string sentence;  ///< what must hold, and what was found instead
  std::vector<ErrorOperand> operands;
  std::string way_out;   ///< one thing the user can do, as a full sentence

  /// The whole text, without the class name in front:
  ///   [dot] the inner sizes must agree, but x.shape[1] is 5 and y.shape[0] is 7.
  ///     x  features  float32 (3, 5)   made in model.py:12
  ///     Way out: dot(features, weights.T) has agreeing sizes.
  std::string to_string() const;
};

/// Base of all errors of the library; `what()` is the whole text.
class THEANO_API Error : public std::runtime_error {
 public:
  explicit Error(ErrorReport report);
  ~Error() override;
  const ErrorReport& report() const noexcept { return report_; }
  ErrorKind kind() const noexcept { return report_.kind; }
  Phase phase() const noexcept { return report_.phase; }

 private:
  ErrorReport report_;
};

/// The class of C++ exceptions of one ErrorKind, so that `catch (const ShapeError&)` works.
template <ErrorKind Kind>
class THEANO_API ErrorOf : public Error {
 public:
  explicit ErrorOf(ErrorReport report) : Error((report.kind = Kind, std::move(report))) {}
  /// The short form: op, sentence, way out.
  ErrorOf(std::string op, std::string sentence, std::string way_out, Phase phase = Phase::Build)
      : Error(ErrorReport{Kind, phase, std::move(op), std::move(sentence), {}, std::move(way_out)}) {}
};

using TypeError = ErrorOf<ErrorKind::Type>;
using DTypeError = ErrorOf<ErrorKind::DType>;
using ShapeError = ErrorOf<ErrorKind::Shape>;
using IndexError = ErrorOf<ErrorKind::Index>;
using ValueError = ErrorOf<ErrorKind::Value>;
using MissingInputError = ErrorOf<ErrorKind::MissingInput>;
using UnusedInputError = ErrorOf<ErrorKind::UnusedInput>;
using DisconnectedInputError = ErrorOf<ErrorKind::DisconnectedInput>;
using NullTypeGradError = ErrorOf<ErrorKind::NullTypeGrad>;
using NotImplementedError = ErrorOf<ErrorKind::NotImplemented>;
using ComplexError = ErrorOf<ErrorKind::Complex>;
using AssertionError = ErrorOf<ErrorKind::Assertion>;
using ConflictError = ErrorOf<ErrorKind::Conflict>;
using CompileError = ErrorOf<ErrorKind::Compile>;
using DeviceError = ErrorOf<ErrorKind::Device>;
using InternalError = ErrorOf<ErrorKind::Internal>;

/// Throws the C++ class that belongs to `report.kind`.
[[noreturn]] THEANO_API void throw_error(ErrorReport report);

/// Class name of a kind: "ShapeError".
THEANO_API const char* error_class_name(ErrorKind kind);

}  // namespace theano
