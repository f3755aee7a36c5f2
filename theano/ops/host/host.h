// Ops that the host computes.
#pragma once

#include "theano/graph/operand.h"
#include "theano/ops/kinds/host_op.h"

namespace theano {

/// What printing an op's value does: by default a line on standard output. A face may put its own in place, which may
/// throw. `attrs` names what to show: "__str__", "shape", "dtype", "ndim", "size", "min", "max", "mean", "sum", "std".
using PrintHandler = void (*)(const OpInstance& op, const std::string& message, const std::vector<std::string>& attrs,
                              const Array& value);
THEANO_API void set_print_handler(PrintHandler handler);
/// What `print_value` shows of an array for one of the names above. Errors: ValueError for another name.
THEANO_API std::string printed_attribute(const Array& value, const std::string& attr);

THEANO_API std::span<const OpDefinition* const> host_ops();

namespace ops {
/// Attributes `message`, `attrs` (one per line), `function` (an object of the face; may be null).
extern THEANO_API const HostOp& print_value;
}  // namespace ops

namespace tensor {

/// x, printed whenever a function computes it: "message attr = value", a line for each of `attrs`. Gradients pass
/// unprinted. Rewrites do not look through it, so a printed graph may be computed in another way.
THEANO_API Variable print(const Operand& x, std::string message = "", std::vector<std::string> attrs = {"__str__"});

}  // namespace tensor
}  // namespace theano
