// Builds kernels: scalar expressions by ordinary operators, loops by callables.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "theano/ir/kernel.h"

namespace theano::ir {

class Builder;

/// A scalar value inside a kernel being built. Operators append instructions; equal pure instructions are shared.
/// A plain number becomes a constant of the other operand's dtype. A value may also be a 16-bit float, which the kernel
/// holds as float32 and rounds after every primitive, or a complex number, which the kernel holds as two real values.
class THEANO_API Expr {
 public:
  Expr() = default;
  /// A number without dtype yet: takes the dtype of what it meets.
  Expr(double value) : number_(value) {}
  Expr(int value) : number_(value) {}
  Expr(Builder* builder, ValueId id, DType dtype, ValueId imaginary = kNoValue)
      : builder_(builder), id_(id), imaginary_(imaginary), dtype_(dtype) {}

  bool is_number() const { return builder_ == nullptr; }
  double number() const { return number_; }
  Builder* builder() const { return builder_; }
  /// The value in the kernel; of a complex number its real part.
  ValueId id() const { return id_; }
  ValueId imaginary_id() const { return imaginary_; }
  DType dtype() const { return dtype_; }

 private:
  Builder* builder_ = nullptr;
  ValueId id_ = kNoValue;
  ValueId imaginary_ = kNoValue;
  DType dtype_ = DType::Float64;
  double number_ = 0;
};

/// Applies a primitive; at least one argument must be a value (not a bare number). Errors: InternalError when the dtypes
/// of operands differ.
THEANO_API Expr prim(Prim p, Expr a);
THEANO_API Expr prim(Prim p, Expr a, Expr b);
THEANO_API Expr prim(Prim p, Expr a, Expr b, Expr c);
THEANO_API Expr cast(Expr a, DType dtype);
/// The parts of a complex value; of a real one itself and zero.
THEANO_API Expr real_part(Expr a);
THEANO_API Expr imaginary_part(Expr a);
/// The complex number of two values of dtype float32, or float64.
THEANO_API Expr make_complex(Expr real, Expr imaginary);
/// condition ? a : b
THEANO_API Expr select(Expr condition, Expr a, Expr b);

inline Expr operator+(Expr a, Expr b) { return prim(Prim::Add, a, b); }
inline Expr operator-(Expr a, Expr b) { return prim(Prim::Sub, a, b); }
inline Expr operator*(Expr a, Expr b) { return prim(Prim::Mul, a, b); }
inline Expr operator/(Expr a, Expr b) { return prim(Prim::Div, a, b); }
inline Expr operator-(Expr a) { return prim(Prim::Neg, a); }
inline Expr operator<(Expr a, Expr b) { return prim(Prim::Lt, a, b); }
inline Expr operator<=(Expr a, Expr b) { return prim(Prim::Le, a, b); }
inline Expr operator>(Expr a, Expr b) { return prim(Prim::Gt, a, b); }
inline Expr operator>=(Expr a, Expr b) { return prim(Prim::Ge, a, b); }
inline Expr operator==(Expr a, Expr b) { return prim(Prim::Eq, a, b); }
inline Expr operator!=(Expr a, Expr b) { return prim(Prim::Ne, a, b); }
inline Expr operator&(Expr a, Expr b) { return prim(Prim::And, a, b); }
inline Expr operator|(Expr a, Expr b) { return prim(Prim::Or, a, b); }
inline Expr operator^(Expr a, Expr b) { return prim(Prim::Xor, a, b); }
inline Expr operator~(Expr a) { return prim(Prim::Not, a); }

/// Builds one kernel.
class THEANO_API Builder {
 public:
  Builder(std::string name, int map_rank);

  int add_buffer(DType dtype, int rank, BufferRole role);
  /// A new int64 parameter.
  Expr add_param();
  Expr constant(DType dtype, double value);
  Expr constant(DType dtype, std::int64_t value);
  /// The index along a map dimension. In a load or store it becomes a strided axis, elsewhere a value.
  Expr map_index(int dim);
  /// All map indices.
  std::vector<Expr> map_indices();

  /// Element of a buffer; one int64 index per axis. The number 0 stands for a broadcast axis.
  Expr load(int buffer, std::span<const Expr> index);
  void store(int buffer, std::span<const Expr> index, Expr value);
  /// Reports check `message` with `detail` where `condition` is false (the kernel goes on with what it has; values
  /// computed after a failed check are never seen by anybody).
  void check(Expr condition, Expr detail, CheckSite site);
  /// The same with a second number for the message: the limit that the detail breaks.
  void check(Expr condition, Expr detail, Expr limit, CheckSite site);

  using LoopBody = std::function<std::vector<Expr>(Expr index, std::span<const Expr> carried)>;
  /// Serial loop with carried values; the body gives the next ones. Returns the last ones.
  std::vector<Expr> loop(Expr extent, std::vector<Expr> initial, const LoopBody& body);
  /// The same, ending after the first turn for which the body's first result (Bool) is false.
  std::vector<Expr> loop_while(Expr extent, std::vector<Expr> initial, const LoopBody& body);
  /// Independent turns (only stores).
  void for_each(Expr extent, const std::function<void(Expr index)>& body);
  /// Reduction over the extents of `element(indices)`, which is cast to `dtype`. Of 16-bit floats it runs in float32. Of
  /// complex numbers a sum is two sums; products and extremes are taken element by element in order.
  Expr reduce(Combine combine, DType dtype, std::span<const Expr> extents,
              const std::function<Expr(std::span<const Expr> indices)>& element);
  /// ArgMin or ArgMax: {extreme value, flattened int64 index}.
  std::pair<Expr, Expr> reduce_arg(Combine combine, DType dtype, std::span<const Expr> extents,
                                   const std::function<Expr(std::span<const Expr> indices)>& element);

  void set_serial() { kernel_.is_serial = true; }
  /// Instructions so far, for limits on the size of fused kernels.
  int instruction_count() const;
  /// The verified kernel. The builder is done after it.
  Kernel finish();

 private:
  friend THEANO_API Expr prim(Prim, Expr);
  friend THEANO_API Expr prim(Prim, Expr, Expr);
  friend THEANO_API Expr prim(Prim, Expr, Expr, Expr);
  friend THEANO_API Expr cast(Expr, DType);
  friend class ComposedNumbers;
  Expr emit_primitive(Prim p, DType result, std::initializer_list<Expr> args);
  Expr emit(Instruction instruction);
  Expr as_value(Expr e, DType dtype);
  int add_access(int buffer, std::span<const Expr> index);
  ValueId new_value(int depth);
  void open_scope();
  Block close_scope();
  std::vector<Expr> finish_loop(Expr extent, std::vector<Expr> initial, const LoopBody& body, bool is_while);
  std::vector<Expr> finish_reduce(Combine combine, DType dtype, std::span<const Expr> extents,
                                  const std::function<Expr(std::span<const Expr> indices)>& element);
  std::vector<Expr> flat_parts(std::span<const Expr> values) const;
  std::vector<Expr> from_parts(std::span<const Expr> parts, std::span<const DType> dtypes) const;
  Expr widened(Expr half_bits);
  Expr rounded(Expr value, DType half);
  Expr reduce_complex(Combine combine, DType dtype, std::span<const Expr> extents,
                      const std::function<Expr(std::span<const Expr> indices)>& element);
  std::vector<Expr> fold_complex(Combine combine, DType dtype, std::span<const Expr> extents,
                                 const std::function<Expr(std::span<const Expr> indices)>& element);
  Kernel kernel_;
  std::vector<DType> buffer_dtypes_;       // as the op sees them: float16, complex64
  std::vector<ValueId> half_of_;           // per value: the 16-bit float of which it is the float32, or kNoValue
  std::vector<DType> value_dtypes_;
  std::vector<std::int32_t> value_depths_;  // how many scopes enclose the definition of each value
  struct Scope;
  std::vector<std::shared_ptr<Scope>> scopes_;  // innermost last; each with its block and its shared instructions
};

}  // namespace theano::ir
