// A Program: size code and steps on planned buffers; what a graph becomes and what the executor runs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "theano/array/array.h"
#include "theano/base/error.h"
#include "theano/ir/kernel.h"

namespace theano::ir {

struct Program;

/// An int64 number that the size code computes on the host: a size, an extent, a bound of a slice.
using Register = std::int32_t;
inline constexpr Register kNoRegister = -1;
using Registers = InlineVector<Register, 6>;

enum class SizeOpcode : std::uint8_t {
  Const,       ///< value
  BufferSize,  ///< size of `buffer` (Input or Produced) along axis `value`
  Element,     ///< element number `value` (row-major) of the integer buffer `buffer`
  Primitive,   ///< prim(args...), wrapped to `dtype`
  CheckEqual,  ///< args[0] must equal args[1]; `value` is the number of the SizeCheck
  CheckTrue,   ///< args[0] must not be 0; `value` is the number of the SizeCheck
};

/// One instruction of the size code. Registers are assigned once.
struct SizeInstruction {
  SizeOpcode opcode = SizeOpcode::Const;
  Prim prim = Prim::Add;
  DType dtype = DType::Int64;
  Register result = kNoRegister;
  Register args[3] = {kNoRegister, kNoRegister, kNoRegister};
  int buffer = -1;
  std::int64_t value = 0;
};

/// A variable as errors tell of it; its type is printed with the sizes of the call.
struct SiteOperand {
  std::string role;  ///< "x", "input 0"
  std::string name;  ///< the user's name, may be empty
  int buffer = -1;   ///< -1: never in memory; `dtype` and `sizes` tell its type
  DType dtype = DType::Float64;
  Registers sizes;
  Provenance provenance;
};

/// What a failed CheckEqual or CheckTrue says. In the texts "{0}", "{1}" stand for the values of args[0], args[1].
struct SizeCheck {
  ErrorKind kind = ErrorKind::Shape;
  std::string op;
  std::string sentence;
  std::vector<SiteOperand> operands;
  std::string way_out;
  std::string way_out_if_one;  ///< instead of way_out when one of the two values is 1; may be empty
};

/// Where the memory of a buffer comes from.
enum class Storage : std::uint8_t {
  Input,      ///< an argument of the call
  Constant,   ///< stands in the Program
  Temporary,  ///< planned into the arena
  Output,     ///< fresh memory of each call
  Produced,   ///< an array that a Host, Loop, Branch or Adopt step hands out; its sizes are known when that has run
};

struct ProgramBuffer {
  Storage storage = Storage::Temporary;
  DType dtype = DType::Float64;
  Registers sizes;   ///< one per axis; kNoRegister where only a View or Produced step tells
  int view_of = -1;  ///< the buffer whose memory it looks at (made by a View step); else -1
  Array constant;    ///< Constant
  std::string name;  ///< for people: the user's name or "op.0"
  Provenance provenance;
};

/// Layout of a view from the layout of what is viewed; nullopt: only possible on a contiguous copy.
class THEANO_API LayoutFunction {
 public:
  virtual ~LayoutFunction() = default;
  virtual std::optional<Layout> layout(const Layout& input, std::span<const std::int64_t> scalars,
                                       const Shape& output_shape) const = 0;
};

/// A step that leaves the machine room: a Python op, an op without kernel. Called on the thread of the call.
class THEANO_API HostFunction {
 public:
  virtual ~HostFunction() = default;
  virtual std::vector<Array> call(std::span<const Array> inputs) const = 0;
};

/// An output of a kernel that may lie where an input lies: each point reads of it only the element it then writes.
struct InPlacePair {
  int output;  ///< position in LaunchStep::buffers
  int input;
};

/// Runs a kernel on buffers.
struct LaunchStep {
  int kernel = -1;
  std::vector<int> buffers;  ///< one per buffer of the kernel
  Registers map_sizes;
  std::vector<Register> params;
  std::vector<InPlacePair> in_place;
};

enum class LibraryRoutine : std::uint8_t {
  Product,  ///< matrix, matrix-vector, or inner product of two buffers of rank 1 or 2, as in numpy.dot
  Sort,     ///< the lines along `axis` in ascending order, equal elements in their old order, NaN last
  ArgSort,  ///< where the elements of the sorted lines stood, int64
  ArgTopK,  ///< where the first elements of the lines in descending order stood; of equal ones the first come first
};

/// Calls a library routine.
struct LibraryStep {
  LibraryRoutine routine = LibraryRoutine::Product;
  std::vector<int> inputs;  ///< of ArgTopK the second is an integer scalar: how many; negative: in ascending order
  int output = -1;
  int axis = 0;
};

/// Makes `output` another look at the memory of `input` (on a contiguous copy where the function asks for one).
struct ViewStep {
  std::shared_ptr<const LayoutFunction> function;
  int input = -1;
  int output = -1;
  Registers scalars;
  bool is_fixed = false;  ///< no scalar changes between calls of one size
};

/// Copies elements between buffers of one shape and dtype. With `may_take` the target may simply be the source's memory
/// if nobody uses the source afterwards.
struct CopyStep {
  int source = -1;
  int target = -1;
  bool may_take = false;
};

/// Writes numbers of the size code into a buffer of rank 0 or 1.
struct StoreSizesStep {
  std::vector<Register> values;
  int target = -1;
};

/// Runs a Program again and again. The body's inputs: element t of each sequence along axis 0, the states, the
/// invariants. Its outputs: the condition to go on (Bool, if `has_condition`), the next states, elements to stack.
struct LoopStep {
  std::shared_ptr<const Program> body;
  Register trip_count = kNoRegister;
  std::vector<int> sequences;
  std::vector<int> initial_states;
  std::vector<int> invariants;
  std::vector<int> final_states;  ///< Produced
  std::vector<int> stacked;       ///< Produced: one more axis in front
  bool has_condition = false;
};

/// Runs one of two Programs of equal inputs and outputs.
struct BranchStep {
  int condition = -1;  ///< buffer of rank 0
  std::shared_ptr<const Program> when_true, when_false;
  std::vector<int> inputs;
  std::vector<int> outputs;  ///< Produced
};

/// Calls back to the host.
struct HostStep {
  std::shared_ptr<const HostFunction> function;
  std::vector<int> inputs;
  std::vector<int> outputs;  ///< Produced
};

/// Asks the caller for memory that has the contents of arguments and may be written: the argument's own where nobody else
/// looks at it. Stands in front of the commit segment.
struct AdoptStep {
  std::vector<int> inputs;
  std::vector<int> outputs;  ///< Produced
};

enum class StepKind : std::uint8_t { Launch, Library, View, Copy, StoreSizes, Loop, Branch, Host, Adopt };

/// One step: `index` points into the Program's table of its kind, `site` into its sites.
struct Step {
  StepKind kind;
  int index;
  int site;
};

/// What errors and profiles say of a step.
struct StepSite {
  std::string op;          ///< name of the op
  std::string expression;  ///< readable: "dot(x, weights)"
  Provenance provenance;
  std::vector<SiteOperand> operands;
};

/// Size code, then steps that need no further sizes. Loop, Branch, Host and Adopt steps stand last in their segment.
struct Segment {
  std::vector<SizeInstruction> code;
  std::vector<Step> steps;
  /// The last one may write into adopted memory, which others see: its kernels cannot fail (their checks ran before), and
  /// it is not interrupted.
  bool is_commit = false;
};

/// A whole computation, whatever the sizes. Immutable once made.
struct Program {
  std::vector<ProgramBuffer> buffers;
  std::vector<int> inputs;   ///< buffers, in the order of arguments
  std::vector<int> outputs;  ///< buffers; one that is not Output or Produced memory hands out what it looks at
  Register register_count = 0;
  std::vector<Kernel> kernels;
  std::vector<LaunchStep> launches;
  std::vector<LibraryStep> libraries;
  std::vector<ViewStep> views;
  std::vector<CopyStep> copies;
  std::vector<StoreSizesStep> stores;
  std::vector<LoopStep> loops;
  std::vector<BranchStep> branches;
  std::vector<HostStep> hosts;
  std::vector<AdoptStep> adoptions;
  std::vector<SizeCheck> checks;
  std::vector<StepSite> sites;
  std::vector<Segment> segments;

  std::size_t step_count() const;
  /// Readable text: buffers, then size code and steps of each segment, then (if asked) the kernels.
  THEANO_API std::string to_string(bool with_kernels = false) const;
};

/// The buffers a step reads and those it makes, in order.
struct StepUses {
  std::vector<int> reads;
  std::vector<int> writes;
};
THEANO_API StepUses step_uses(const Program& program, const Step& step);
/// The buffer whose memory `buffer` looks at in the end: itself where it is no view.
THEANO_API int memory_of(const Program& program, int buffer);

/// Throws InternalError naming the first thing that breaks a rule: registers and buffers defined once and before use,
/// buffers of a launch as its kernel wants them, views on what exists, sites and tables in range.
THEANO_API void verify(const Program& program);

}  // namespace theano::ir
