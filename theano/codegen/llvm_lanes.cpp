// What each primitive is in LLVM; the meaning is that of ir/semantics.h for every operand.
#include "theano/codegen/llvm_lanes.h"

#include <llvm/IR/Intrinsics.h>

#include "theano/base/error.h"
#include "theano/codegen/fragments.h"
#include "theano/codegen/routines.h"

namespace theano::codegen {

using ir::Prim;
using llvm::Intrinsic::ID;
using llvm::Value;

namespace {

constexpr std::uint64_t kStackAlignment = 64;

bool is_signed(DType dtype) { return is_discrete(dtype) && dtype != DType::Bool && !is_unsigned_integer(dtype); }
bool is_real_float(DType dtype) { return dtype == DType::Float32 || dtype == DType::Float64; }
unsigned bits_of(DType dtype) { return dtype == DType::Bool ? 1 : 8 * static_cast<unsigned>(dtype_size_bytes(dtype)); }

ID rounding(Prim prim) {
  switch (prim) {
    case Prim::Floor:
      return llvm::Intrinsic::floor;
    case Prim::Ceil:
      return llvm::Intrinsic::ceil;
    case Prim::Trunc:
      return llvm::Intrinsic::trunc;
    case Prim::RoundEven:
      return llvm::Intrinsic::rint;
    case Prim::Sqrt:
      return llvm::Intrinsic::sqrt;
    default:
      return llvm::Intrinsic::not_intrinsic;
  }
}

}  // namespace

int width_of(Value* value) {
  const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(value->getType());
  return vector ? static_cast<int>(vector->getNumElements()) : 0;
}

LaneEmitter::LaneEmitter(llvm::Module& module, llvm::BasicBlock* entry)
    : module_(module), entry_(entry), b_(module.getContext()) {
  b_.SetInsertPoint(entry);
}

llvm::Type* LaneEmitter::type_of(DType dtype) {
  if (dtype == DType::Float32) return b_.getFloatTy();
  if (dtype == DType::Float64) return b_.getDoubleTy();
  return b_.getIntNTy(bits_of(dtype));
}

llvm::Type* LaneEmitter::type_of(DType dtype, int width) {
  llvm::Type* const one = type_of(dtype);
  return width == 0 ? one : llvm::FixedVectorType::get(one, static_cast<unsigned>(width));
}

llvm::Type* LaneEmitter::stored_type_of(DType dtype) {
  return dtype == DType::Bool ? b_.getInt8Ty() : type_of(dtype);
}

llvm::Type* LaneEmitter::stored_type_of(DType dtype, int width) {
  llvm::Type* const one = stored_type_of(dtype);
  return width == 0 ? one : llvm::FixedVectorType::get(one, static_cast<unsigned>(width));
}

Value* LaneEmitter::to_stored(Value* value, DType dtype) {
  return dtype == DType::Bool ? b_.CreateZExt(value, stored_type_of(dtype, width_of(value))) : value;
}

Value* LaneEmitter::from_stored(Value* value, DType dtype) {
  if (dtype != DType::Bool) return value;
  return b_.CreateICmpNE(value, llvm::Constant::getNullValue(value->getType()));
}

llvm::Constant* LaneEmitter::constant(DType dtype, std::int64_t value) {
  if (is_real_float(dtype)) return constant(dtype, static_cast<double>(value));
  return llvm::ConstantInt::get(type_of(dtype), static_cast<std::uint64_t>(value), is_signed(dtype));
}

llvm::Constant* LaneEmitter::constant(DType dtype, double value) {
  if (dtype == DType::Float32) return llvm::ConstantFP::get(b_.getContext(), llvm::APFloat(static_cast<float>(value)));
  return llvm::ConstantFP::get(b_.getContext(), llvm::APFloat(value));
}

Value* LaneEmitter::like(Value* x, llvm::Constant* constant) {
  const int width = width_of(x);
  if (width == 0) return constant;
  return llvm::ConstantVector::getSplat(llvm::ElementCount::getFixed(static_cast<unsigned>(width)), constant);
}

Value* LaneEmitter::like(Value* x, double value) {
  return like(x, constant(x->getType()->getScalarType()->isFloatTy() ? DType::Float32 : DType::Float64, value));
}

Value* LaneEmitter::stack(llvm::Type* type, std::int64_t count) {
  llvm::IRBuilder<> at_entry(entry_, entry_->begin());
  llvm::AllocaInst* const memory = at_entry.CreateAlloca(llvm::ArrayType::get(type, static_cast<std::uint64_t>(count)));
  memory->setAlignment(llvm::Align(kStackAlignment));
  return memory;
}

void LaneEmitter::call(const std::string& name, std::span<Value* const> args) {
  std::vector<llvm::Type*> types;
  for (Value* const arg : args) types.push_back(arg->getType());
  llvm::FunctionType* const type = llvm::FunctionType::get(b_.getVoidTy(), types, false);
  b_.CreateCall(module_.getOrInsertFunction(name, type), llvm::ArrayRef<Value*>(args.data(), args.size()));
}

/// The interpreter's loop over the lanes, through memory.
Value* LaneEmitter::by_routine(const std::string& name, DType operand, DType result, std::span<Value* const> args,
                               Value* valid) {
  const int width = width_of(args[0]);
  const std::int64_t lanes = std::max(width, 1);
  llvm::Value* const none = llvm::ConstantPointerNull::get(b_.getPtrTy());
  Value* values[5] = {stack(stored_type_of(result), lanes), none, none, none, valid ? valid : size(lanes)};
  if (width == 0) values[4] = size(1);
  for (std::size_t k = 0; k < args.size(); ++k) {
    values[k + 1] = stack(stored_type_of(operand), lanes);
    b_.CreateAlignedStore(to_stored(args[k], operand), values[k + 1], llvm::Align(kStackAlignment));
  }
  call(name, values);
  return from_stored(b_.CreateAlignedLoad(stored_type_of(result, width), values[0], llvm::Align(kStackAlignment)), result);
}

Value* LaneEmitter::formula(Prim prim, DType dtype, std::span<Value* const> args, Value* valid) {
  const int width = width_of(args[0]);
  const Fragment* const fragment = find_fragment(prim, dtype);
  // One value alone is worth no code of its own.
  if (!fragment || width == 0) return by_routine(primitive_routine(prim, dtype), dtype, dtype, args, valid);
  std::vector<Value*> values(static_cast<std::size_t>(fragment->kernel.value_count), nullptr);
  std::vector<DType> dtypes(values.size(), dtype);
  Value* result = nullptr;
  for (const ir::Instruction& i : fragment->kernel.body.instructions) {
    switch (i.opcode) {
      case ir::Opcode::ConstInt:
        values[i.result] = like(args[0], constant(i.dtype, i.int_value));
        break;
      case ir::Opcode::ConstFloat:
        values[i.result] = like(args[0], constant(i.dtype, i.float_value));
        break;
      case ir::Opcode::Load:
        values[i.result] = args[fragment->kernel.accesses[i.index].buffer];
        break;
      case ir::Opcode::Primitive: {
        Value* operands[3] = {};
        const int arity = ir::prim_info(i.prim).arity;
        for (int k = 0; k < arity; ++k) operands[k] = values[i.args[k]];
        const DType operand = dtypes[i.args[i.prim == Prim::Select ? 1 : 0]];
        values[i.result] = primitive(i.prim, operand, i.dtype, std::span(operands, static_cast<std::size_t>(arity)), valid);
        break;
      }
      case ir::Opcode::Store:
        result = values[i.args[0]];
        break;
      default:
        break;
    }
    if (i.result != ir::kNoValue) dtypes[i.result] = i.dtype;
  }
  if (fragment->largest_operand == 0) return result;
  // Angles beyond the reach of the formula are rare: the whole vector goes to the routine. NaN stays NaN in the formula.
  Value* const absolute = b_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, args[0]);
  Value* const is_short = b_.CreateFCmpULE(absolute, like(args[0], fragment->largest_operand));
  Value* const all_short = b_.CreateAndReduce(is_short);
  llvm::BasicBlock* const here = b_.GetInsertBlock();
  llvm::Function* const function = here->getParent();
  llvm::BasicBlock* const rare = llvm::BasicBlock::Create(b_.getContext(), "rare", function);
  llvm::BasicBlock* const next = llvm::BasicBlock::Create(b_.getContext(), "next", function);
  b_.CreateCondBr(all_short, next, rare);
  b_.SetInsertPoint(rare);
  Value* const exact = by_routine(primitive_routine(prim, dtype), dtype, dtype, args, valid);
  b_.CreateBr(next);
  b_.SetInsertPoint(next);
  llvm::PHINode* const chosen = b_.CreatePHI(result->getType(), 2);
  chosen->addIncoming(result, here);
  chosen->addIncoming(exact, rare);
  return chosen;
}

Value* LaneEmitter::compare(Prim prim, DType dtype, Value* a, Value* b) {
  using P = llvm::CmpInst::Predicate;
  const bool is_float = is_real_float(dtype), has_sign = is_signed(dtype);
  switch (prim) {
    case Prim::Eq:
      return b_.CreateCmp(is_float ? P::FCMP_OEQ : P::ICMP_EQ, a, b);
    case Prim::Ne:
      return b_.CreateCmp(is_float ? P::FCMP_UNE : P::ICMP_NE, a, b);
    case Prim::Lt:
      return b_.CreateCmp(is_float ? P::FCMP_OLT : has_sign ? P::ICMP_SLT : P::ICMP_ULT, a, b);
    case Prim::Le:
      return b_.CreateCmp(is_float ? P::FCMP_OLE : has_sign ? P::ICMP_SLE : P::ICMP_ULE, a, b);
    case Prim::Gt:
      return b_.CreateCmp(is_float ? P::FCMP_OGT : has_sign ? P::ICMP_SGT : P::ICMP_UGT, a, b);
    default:
      return b_.CreateCmp(is_float ? P::FCMP_OGE : has_sign ? P::ICMP_SGE : P::ICMP_UGE, a, b);
  }
}

Value* LaneEmitter::combine(Prim prim, DType dtype, Value* a, Value* b) {
  const bool is_float = is_real_float(dtype);
  switch (prim) {
    case Prim::Add:
      return is_float ? b_.CreateFAdd(a, b) : dtype == DType::Bool ? b_.CreateOr(a, b) : b_.CreateAdd(a, b);
    case Prim::Mul:
      return is_float ? b_.CreateFMul(a, b) : dtype == DType::Bool ? b_.CreateAnd(a, b) : b_.CreateMul(a, b);
    case Prim::And:
      return b_.CreateAnd(a, b);
    case Prim::Or:
      return b_.CreateOr(a, b);
    default: {  // Min, Max: the first where it is NaN or truly beyond
      Value* keeps_first = compare(prim == Prim::Min ? Prim::Lt : Prim::Gt, dtype, a, b);
      if (is_float) keeps_first = b_.CreateOr(keeps_first, b_.CreateFCmpUNO(a, a));
      return b_.CreateSelect(keeps_first, a, b);
    }
  }
}

Value* LaneEmitter::shift(Prim prim, DType dtype, Value* a, Value* count) {
  if (dtype == DType::Bool) return b_.CreateAnd(a, b_.CreateNot(count));
  const unsigned width = bits_of(dtype);
  llvm::Type* const type = a->getType();
  Value* const is_in_range = b_.CreateICmpULT(count, llvm::ConstantInt::get(type, width));
  if (prim == Prim::Shr && is_signed(dtype)) {
    Value* const limited = b_.CreateSelect(is_in_range, count, llvm::ConstantInt::get(type, width - 1));
    return b_.CreateAShr(a, limited);
  }
  Value* const limited = b_.CreateSelect(is_in_range, count, llvm::Constant::getNullValue(type));
  Value* const shifted = prim == Prim::Shl ? b_.CreateShl(a, limited) : b_.CreateLShr(a, limited);
  return b_.CreateSelect(is_in_range, shifted, llvm::Constant::getNullValue(type));
}

Value* LaneEmitter::round_away(Value* x) {
  Value* const whole = b_.CreateUnaryIntrinsic(llvm::Intrinsic::trunc, x);
  const auto absolute = [&](Value* v) {
    return b_.CreateSelect(b_.CreateFCmpOLT(v, like(v, 0.0)), b_.CreateFNeg(v), v);
  };
  Value* const fraction = absolute(b_.CreateFSub(x, whole));
  Value* const up = b_.CreateSelect(b_.CreateFCmpOGE(fraction, like(x, 0.5)), like(x, 1.0), like(x, 0.0));
  return b_.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, b_.CreateFAdd(absolute(whole), up), x);
}

/// A float cut to an integer by array/scalar_cast.h: NaN is 0, what lies outside of int64 its limit, then it wraps.
Value* LaneEmitter::saturated(Value* x, DType from, DType to, Value* valid) {
  const int width = width_of(x);
  if (width == 0 || bits_of(to) > 32) return by_routine(cast_routine(from, to), from, to, {&x, 1}, valid);
  // Where all lanes fit into int32 one instruction does it.
  Value* const limit = like(x, 2147483520.0);
  Value* const fits = b_.CreateFCmpOLE(b_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x), limit);
  llvm::BasicBlock* const here = b_.GetInsertBlock();
  llvm::BasicBlock* const direct = llvm::BasicBlock::Create(b_.getContext(), "direct", here->getParent());
  llvm::BasicBlock* const rare = llvm::BasicBlock::Create(b_.getContext(), "rare", here->getParent());
  llvm::BasicBlock* const next = llvm::BasicBlock::Create(b_.getContext(), "next", here->getParent());
  b_.CreateCondBr(b_.CreateAndReduce(fits), direct, rare);
  b_.SetInsertPoint(direct);
  Value* const narrow = b_.CreateFPToSI(x, type_of(DType::Int32, width));
  Value* const quick = bits_of(to) == 32 ? narrow : b_.CreateTrunc(narrow, type_of(to, width));
  b_.CreateBr(next);
  b_.SetInsertPoint(rare);
  Value* const slow = by_routine(cast_routine(from, to), from, to, {&x, 1}, valid);
  b_.CreateBr(next);
  b_.SetInsertPoint(next);
  llvm::PHINode* const result = b_.CreatePHI(quick->getType(), 2);
  result->addIncoming(quick, direct);
  result->addIncoming(slow, rare);
  return result;
}

Value* LaneEmitter::cast(Value* x, DType from, DType to, Value* valid) {
  if (from == to) return x;
  if (is_half(from) || is_half(to)) return by_routine(cast_routine(from, to), from, to, {&x, 1}, valid);
  llvm::Type* const type = type_of(to, width_of(x));
  const bool from_float = is_real_float(from), to_float = is_real_float(to);
  if (to == DType::Bool) {
    llvm::Constant* const zero = llvm::Constant::getNullValue(x->getType());
    return from_float ? b_.CreateFCmpUNE(x, zero) : b_.CreateICmpNE(x, zero);
  }
  if (from_float && to_float) return b_.CreateFPCast(x, type);
  if (from_float) return saturated(x, from, to, valid);
  if (to_float) return is_signed(from) ? b_.CreateSIToFP(x, type) : b_.CreateUIToFP(x, type);
  return b_.CreateIntCast(x, type, is_signed(from));
}

/// What needs nothing but instructions; null for the rest.
Value* LaneEmitter::arithmetic(Prim prim, DType dtype, std::span<Value* const> args) {
  const bool is_float = is_real_float(dtype);
  Value* const x = args[0];
  Value* const y = args.size() > 1 ? args[1] : nullptr;
  llvm::Constant* const zero = llvm::Constant::getNullValue(x->getType());
  switch (prim) {
    case Prim::Add:
    case Prim::Mul:
    case Prim::Min:
    case Prim::Max:
    case Prim::And:
    case Prim::Or:
      return combine(prim, dtype, x, y);
    case Prim::Sub:
      return is_float ? b_.CreateFSub(x, y) : dtype == DType::Bool ? b_.CreateXor(x, y) : b_.CreateSub(x, y);
    case Prim::Xor:
      return b_.CreateXor(x, y);
    case Prim::Not:
      return b_.CreateNot(x);
    case Prim::Shl:
    case Prim::Shr:
      return shift(prim, dtype, x, y);
    case Prim::Neg:
      return is_float ? b_.CreateFNeg(x) : dtype == DType::Bool ? x : b_.CreateNeg(x);
    case Prim::Abs:
      if (is_float) return b_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x);
      return is_signed(dtype) ? b_.CreateSelect(b_.CreateICmpSLT(x, zero), b_.CreateNeg(x), x) : x;
    case Prim::Sign: {
      if (dtype == DType::Bool) return x;
      if (!is_float) {
        Value* const positive = b_.CreateZExt(compare(Prim::Gt, dtype, x, zero), x->getType());
        if (!is_signed(dtype)) return positive;
        return b_.CreateSub(positive, b_.CreateZExt(b_.CreateICmpSLT(x, zero), x->getType()));
      }
      Value* const other = b_.CreateSelect(b_.CreateFCmpUNO(x, x), x, zero);
      Value* const negative = b_.CreateSelect(b_.CreateFCmpOLT(x, zero), like(x, -1.0), other);
      return b_.CreateSelect(b_.CreateFCmpOGT(x, zero), like(x, 1.0), negative);
    }
    case Prim::Div:
      return b_.CreateFDiv(x, y);
    case Prim::FloorDiv:
      if (is_float) return b_.CreateUnaryIntrinsic(llvm::Intrinsic::floor, b_.CreateFDiv(x, y));
      return dtype == DType::Bool ? b_.CreateAnd(x, y) : nullptr;
    case Prim::Mod:
      return dtype == DType::Bool ? zero : nullptr;
    case Prim::Pow:
      return dtype == DType::Bool ? b_.CreateOr(x, b_.CreateNot(y)) : nullptr;
    case Prim::Eq:
    case Prim::Ne:
    case Prim::Lt:
    case Prim::Le:
    case Prim::Gt:
    case Prim::Ge:
      return compare(prim, dtype, x, y);
    case Prim::Floor:
    case Prim::Ceil:
    case Prim::Trunc:
    case Prim::RoundEven:
    case Prim::Sqrt:
      return b_.CreateUnaryIntrinsic(rounding(prim), x);
    case Prim::RoundAway:
      return round_away(x);
    case Prim::IsNan:
      return b_.CreateFCmpUNO(x, x);
    case Prim::IsInf: {
      Value* const absolute = b_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x);
      return b_.CreateFCmpOEQ(absolute, llvm::ConstantFP::getInfinity(x->getType()));
    }
    default:
      return nullptr;
  }
}

Value* LaneEmitter::primitive(Prim prim, DType operand, DType result, std::span<Value* const> args, Value* valid) {
  switch (prim) {
    case Prim::Select:
      return b_.CreateSelect(args[0], args[1], args[2]);
    case Prim::Cast:
      return cast(args[0], operand, result, valid);
    case Prim::BitsOf:
    case Prim::FloatOf:
      return b_.CreateBitCast(args[0], type_of(result, width_of(args[0])));
    default:
      break;
  }
  if (Value* const value = arithmetic(prim, operand, args)) return value;
  if (is_real_float(operand) && (prim == Prim::Pow || prim > Prim::Sqrt)) return formula(prim, operand, args, valid);
  return by_routine(primitive_routine(prim, operand), operand, result, args, valid);
}

}  // namespace theano::codegen
