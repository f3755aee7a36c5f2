// theano::function: compiles a graph into something that can be called.
#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "theano/compile/mode.h"
#include "theano/graph/filter.h"
#include "theano/graph/function_graph.h"
#include "theano/graph/operand.h"
#include "theano/runtime/memory.h"

namespace theano {

/// An input of a function and how its arguments are treated.
struct THEANO_API In {
  In(Variable v) : variable(std::move(v)) {}
  Variable variable;
  std::string name;                    ///< keyword; default: the variable's name
  Value value;                         ///< default argument; null: required
  Ref<SharedStorage> container;        ///< where the default lives when functions share it; then `value` is not used
  Variable update;                     ///< new default after each call; null: none
  std::optional<bool> is_mutable;      ///< accepted; arguments are never changed
  bool borrow = false;                 ///< outputs that borrow may look at the argument's memory
  bool strict = false;                 ///< arguments must have exactly the type
  std::optional<bool> allow_downcast;  ///< lossy casts: yes, no, or only Python floats into floatX
};

/// An output of a function; with `borrow` its memory may be that of an input that borrows too, or of a shared variable.
struct THEANO_API Out {
  Out(Variable v, bool b = false) : variable(std::move(v)), borrow(b) {}
  Variable variable;
  bool borrow;
};

/// One or several outputs; one alone is returned bare.
struct Outputs {
  Outputs() = default;
  Outputs(Variable v) : list{Out(std::move(v))}, is_single(true) {}
  Outputs(Out o) : list{std::move(o)}, is_single(true) {}
  Outputs(std::initializer_list<Out> outs) : list(outs) {}
  Outputs(std::vector<Out> outs) : list(std::move(outs)) {}
  std::vector<Out> list;
  bool is_single = false;
};

/// A shared variable and the expression of its next value, computed from the old values.
struct THEANO_API Update {
  Update(Variable t, Variable v) : target(std::move(t)), value(std::move(v)) {}
  /// A number becomes a constant of the target's type.
  template <class T>
    requires std::is_arithmetic_v<T>
  Update(Variable t, T number) : Update(t, number_as(t, static_cast<double>(number))) {}
  Variable target, value;

 private:
  static Variable number_as(const Variable& target, double number);
};

/// A variable and what stands for it in this function.
struct THEANO_API Given {
  Given(Variable v, Variable r) : variable(std::move(v)), replacement(std::move(r)) {}
  /// An array becomes a shared variable of its own.
  Given(Variable v, const Array& a) : Given(std::move(v), make_shared_variable(a)) {}
  Variable variable, replacement;
};

enum class OnUnusedInput : std::uint8_t { Raise, Warn, Ignore };

struct FunctionOptions {
  std::string name;
  std::optional<Mode> mode;                      ///< default: Mode::from_config()
  std::optional<OnUnusedInput> on_unused_input;  ///< default: the option on_unused_input
  std::optional<bool> allow_input_downcast;
  /// Whether givens keep the types they replace. Otherwise what depends on them is built anew, with the types that follow.
  bool rebuild_strict = true;
  bool no_default_updates = false;
  std::vector<Variable> ignored_default_updates;  ///< shared variables whose default update is left out
  bool profile = false;
};

/// What Function::copy changes.
struct CopyOptions {
  std::vector<std::pair<Variable, Variable>> swap = {};  ///< shared variables, and those that the copy uses instead
  bool delete_updates = false;
  std::string name = "";  ///< default: the function's name and " copy"
  std::optional<bool> profile = {};
};

/// What a function was made of: enough to compile it again. Default updates stand among the updates.
struct FunctionSource {
  std::vector<In> inputs;
  Outputs outputs;
  std::vector<Update> updates;
  std::vector<Given> givens;
  FunctionOptions options;
};

/// Where the time of compiling went, and which rules fired.
struct THEANO_API CompileReport {
  struct Entry {
    std::string stage;
    double seconds = 0;
    std::int64_t count = 0;  ///< applications, for rules
  };
  std::vector<Entry> stages;
  std::vector<Entry> rules;
  std::string to_string() const;
};

/// An argument of a call: an array, or a number (judged by its value where an array is judged by its dtype).
struct CallArgument {
  CallArgument() = default;  ///< not given: the input's default
  CallArgument(Array a) : array(std::move(a)) {}
  template <class T>
    requires std::is_arithmetic_v<T>
  CallArgument(T value)
      : array(Array::scalar(value)),
        origin(std::is_same_v<T, double> ? ValueOrigin::PythonFloat : ValueOrigin::Literal) {}
  Array array;
  ValueOrigin origin = ValueOrigin::Array;
  bool is_given() const { return !array.is_null(); }
};

/// The same, looking at an array that lives elsewhere until the call is over.
struct ArgumentView {
  ArgumentView() = default;  ///< not given: the input's default
  ArgumentView(const Array& a) : array(&a) {}
  ArgumentView(const CallArgument& a) : array(&a.array), origin(a.origin) {}
  const Array* array = nullptr;
  ValueOrigin origin = ValueOrigin::Array;
  bool is_given() const { return array && !array->is_null(); }
};

/// A call without copies of its arguments.
struct CallView {
  std::span<const ArgumentView> positional;
  std::span<const std::pair<std::string, ArgumentView>> keywords = {};
  bool is_trusted = false;               ///< nothing is converted: each argument has exactly its input's dtype and rank
  std::function<void()>* before_long_work = nullptr;  ///< told before anything that may take more than some microseconds
};

/// What a call returns. One or two arrays are held without memory of its own.
class THEANO_API Results {
 public:
  Results() = default;
  explicit Results(std::size_t count) : count_(count) {
    if (count > kFew) many_.resize(count);
  }
  std::size_t size() const noexcept { return count_; }
  /// Errors: std::out_of_range.
  const Array& operator[](std::size_t i) const {
    if (i >= count_) throw std::out_of_range("Results");
    return begin()[i];
  }
  const Array* begin() const noexcept { return count_ > kFew ? many_.data() : few_; }
  const Array* end() const noexcept { return begin() + count_; }
  Array* begin() noexcept { return count_ > kFew ? many_.data() : few_; }
  Array* end() noexcept { return begin() + count_; }
  /// The only result. Errors: ValueError when there are none or several.
  operator const Array&() const;
  double item() const { return static_cast<const Array&>(*this).item(); }

 private:
  static constexpr std::size_t kFew = 2;
  std::size_t count_ = 0;
  Array few_[kFew];
  std::vector<Array> many_;
};

using runtime::MemoryUse;
/// "1.2 MB at the peak: workspace 0.4 MB, results 0.8 MB", and a line for each of the largest buffers.
THEANO_API std::string to_string(const MemoryUse& use);

/// What is known of an argument before a call: its shape, or its value. Neither: the input's default.
struct KnownOfArgument {
  KnownOfArgument() = default;
  KnownOfArgument(Shape s) : shape(std::move(s)) {}
  KnownOfArgument(Array v) : value(std::move(v)) {}
  std::optional<Shape> shape;
  Array value;
};

/// A compiled function; a cheap handle. Several threads may call it; calls that update a common shared variable take
/// turns, and a call that fails leaves all shared variables as they were.
class THEANO_API Function {
 public:
  Function() = default;
  bool is_null() const noexcept { return !impl_; }

  template <class... Args>
    requires(std::convertible_to<const Args&, CallArgument> && ...)
  Results operator()(const Args&... args) const {
    const auto look = [&](const auto&... held) {
      const ArgumentView views[] = {ArgumentView(held)..., ArgumentView()};
      return call_view({{views, sizeof...(held)}});
    };
    return look(argument(args)...);
  }
  /// Arguments by position. Errors: TypeError (number, type or rank of arguments), and the ops' own.
  Results call(std::vector<CallArgument> positional) const;
  /// The same with keywords (names of the inputs).
  Results call(std::vector<CallArgument> positional, std::vector<std::pair<std::string, CallArgument>> keywords) const;
  /// The way in on which the others stand. A call like one before it allocates nothing but its results.
  Results call_view(const CallView& view) const;
  /// Takes the arguments as they are: nothing is converted, each must have exactly its input's dtype and rank; a null
  /// array stands for the input's default. Errors: TypeError for another number or type of arguments.
  Results call_trusted(std::span<const Array> arguments) const;

  const std::string& name() const;
  std::vector<In> const& inputs() const;
  const Outputs& outputs() const;
  std::vector<Variable> shared_variables() const;  ///< read or updated
  const Mode& mode() const;
  /// The graph after rewriting.
  const FunctionGraph& graph() const;
  const CompileReport& compile_report() const;
  /// Returns when all kernels that calls have used so far are machine code, if the mode wants them so: calls answered
  /// by the interpreter until then give the same bits. Errors: InternalError when a kernel could not be compiled.
  void wait_compiled() const;
  /// The lowered Program as text.
  std::string program_text() const;
  /// Its kernels as text: "c" (readable C that compiles by itself, theano/codegen/c_printer.h), "ir", or what machine code
  /// is made of for operands in one piece: "llvm" (LLVM's intermediate language) and "asm" (assembly for this processor),
  /// empty in builds without LLVM. Each stands under the expression and the user's line of its first step.
  /// Errors: ValueError for another language.
  std::string kernel_text(std::string_view language = "c") const;
  /// Time per step since compilation, when profiling.
  std::string profile_text() const;
  /// The memory that a call with such arguments takes, found without running it. Sizes that follow from the values of
  /// integers (`arange(n)`) are known where the value is given. Errors: those that the sizes raise; TypeError for shapes that do
  /// not fit.
  MemoryUse memory(const std::vector<KnownOfArgument>& arguments = {}) const;
  /// The memory of the greediest call so far, when profiling.
  MemoryUse peak_memory() const;
  /// Number of calls that succeeded, and the seconds they took, when profiling.
  std::pair<std::int64_t, double> profile_totals() const;

  /// Another function on the same compiled program, with defaults of its own. Shared variables are the same ones unless
  /// swapped. Cost: none to speak of; with `delete_updates` it compiles again.
  /// Errors: ValueError when a swapped variable is not used here, TypeError when its substitute has another type.
  Function copy(const CopyOptions& options = {}) const;
  /// What it was made of; the defaults are the present ones.
  FunctionSource source() const;
  /// Where the default of an input lives; functions whose In names it share it.
  const Ref<SharedStorage>& container(std::size_t input) const;

  struct Impl;
  const std::shared_ptr<Impl>& impl() const noexcept { return impl_; }
  explicit Function(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

 private:
  static const Array& argument(const Array& array) { return array; }
  static const CallArgument& argument(const CallArgument& argument) { return argument; }
  template <class T>
  static CallArgument argument(const T& value) {
    return CallArgument(value);
  }

  std::shared_ptr<Impl> impl_;
};

/// Compiles `outputs` as a function of `inputs`. Updates are computed from old values and committed after all else
/// succeeded; givens replace variables in outputs and updates alike.
/// Errors: UnusedInputError, MissingInputError, TypeError (types of updates and givens), ValueError (an update twice),
/// ConflictError (a given replaces an explicit input).
THEANO_API Function function(std::vector<In> inputs, Outputs outputs, std::vector<Update> updates = {},
                             std::vector<Given> givens = {}, FunctionOptions options = {});

/// The value of `v` for the given values of its inputs.
THEANO_API Array eval(const Variable& v, const std::vector<std::pair<Variable, Array>>& values = {});

}  // namespace theano
