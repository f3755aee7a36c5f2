// Borrowed memory and DLPack: reach of strides, dtypes, and who lets go of what.
#include "theano/array/exchange.h"

#include <memory>
#include <optional>

#include "theano/base/error.h"

namespace theano {
namespace {

constexpr int kBitsPerByte = 8;

std::optional<DType> dtype_of(const dlpack::Tensor& t) {
  if (t.type_lanes != 1) return std::nullopt;
  const auto pick = [&](std::initializer_list<DType> types) -> std::optional<DType> {
    for (const DType type : types)
      if (dtype_size_bytes(type) * kBitsPerByte == t.type_bits) return type;
    return std::nullopt;
  };
  switch (t.type_code) {
    case dlpack::kInt:
      return pick({DType::Int8, DType::Int16, DType::Int32, DType::Int64});
    case dlpack::kUInt:
      return pick({DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64});
    case dlpack::kFloat:
      return pick({DType::Float16, DType::Float32, DType::Float64});
    case dlpack::kBFloat:
      return pick({DType::BFloat16});
    case dlpack::kComplex:
      return pick({DType::Complex64, DType::Complex128});
    case dlpack::kBool:
      return pick({DType::Bool});
    default:
      return std::nullopt;
  }
}

std::uint8_t type_code_of(DType dtype) {
  if (dtype == DType::Bool) return dlpack::kBool;
  if (dtype == DType::BFloat16) return dlpack::kBFloat;
  if (is_complex(dtype)) return dlpack::kComplex;
  if (is_float(dtype)) return dlpack::kFloat;
  return dtype >= DType::UInt8 && dtype <= DType::UInt64 ? dlpack::kUInt : dlpack::kInt;
}

template <class M>
Array take(M* managed, bool is_writable) {
  const dlpack::Tensor& t = managed->tensor;
  if (t.device_type != dlpack::kCpu && t.device_type != dlpack::kCudaHost)
    throw DeviceError("from_dlpack", "the tensor must lie in the memory of the CPU, but its device has the number " +
                                         std::to_string(t.device_type) + ".",
                      "Copy it to the CPU first.");
  const std::optional<DType> dtype = dtype_of(t);
  if (!dtype)
    throw TypeError("from_dlpack",
                    "the tensor must have a dtype of arrays, but its elements have the type code " + std::to_string(t.type_code) +
                        ", " + std::to_string(t.type_bits) + " bits and " + std::to_string(t.type_lanes) + " lanes.",
                    "Convert it to a plain number type.");
  Shape shape(std::span<const std::int64_t>(t.shape, static_cast<std::size_t>(t.ndim)));
  Strides strides;
  if (t.strides) strides = Strides(std::span<const std::int64_t>(t.strides, static_cast<std::size_t>(t.ndim)));
  std::byte* const data = static_cast<std::byte*>(t.data) + t.byte_offset;
  const auto release = [managed] {
    if (managed->deleter) managed->deleter(managed);
  };
  const auto alignment = static_cast<std::uintptr_t>(std::min<std::int64_t>(dtype_size_bytes(*dtype), alignof(double)));
  if (reinterpret_cast<std::uintptr_t>(data) % alignment == 0)
    return borrow_memory(*dtype, data, is_writable, std::move(shape), std::move(strides), release);
  Array copy(*dtype, shape);
  copy_bits(dtype_size_bytes(*dtype), data, strides.empty() ? copy.layout() : Layout(shape, strides), copy.bytes(), copy.layout());
  release();
  return copy;
}

/// A tensor with what it points to.
struct Export {
  dlpack::Managed managed;
  Array array;
  Shape shape;
  Strides strides;
};

}  // namespace

Array borrow_memory(DType dtype, void* data, bool is_writable, Shape shape, Strides strides, std::function<void()> release) {
  if (strides.empty() && !shape.empty()) strides = contiguous_strides(shape);
  if (strides.size() != shape.size())
    throw ValueError("borrow_memory", "there must be one stride per dimension, but the shape is " + shape_to_string(shape) +
                                          " and there are " + std::to_string(strides.size()) + " strides.",
                     "Give strides in elements, or none for row-major memory.");
  std::int64_t low = 0, high = 0;  // the elements reach from low to high around the first one
  const std::int64_t count = element_count(shape);
  for (std::size_t axis = 0; count > 0 && axis < shape.size(); ++axis) {
    const std::int64_t reach = (shape[axis] - 1) * strides[axis];
    (reach < 0 ? low : high) += reach;
  }
  const std::int64_t item = dtype_size_bytes(dtype);
  BufferPtr memory = Buffer::borrow(static_cast<std::byte*>(data) + low * item, count > 0 ? (high - low + 1) * item : 0,
                                    is_writable, std::move(release));
  return Array(dtype, Layout(std::move(shape), std::move(strides), -low), std::move(memory));
}

Array array_from_dlpack(dlpack::Managed* tensor) { return take(tensor, true); }

Array array_from_dlpack(dlpack::VersionedManaged* tensor) {
  if (tensor->major != 1)
    throw NotImplementedError("from_dlpack", "version 1 of the protocol is understood, but the tensor has version " +
                                                 std::to_string(tensor->major) + ".",
                              "Ask its library for version 1.");
  return take(tensor, (tensor->flags & dlpack::kReadOnly) == 0);
}

dlpack::Managed* array_to_dlpack(const Array& array) {
  auto owner = std::make_unique<Export>(Export{{}, array, array.shape(), array.strides()});
  dlpack::Tensor& t = owner->managed.tensor;
  t.data = array.bytes();
  t.device_type = dlpack::kCpu;
  t.device_id = 0;
  t.ndim = array.ndim();
  t.type_code = type_code_of(array.dtype());
  t.type_bits = static_cast<std::uint8_t>(dtype_size_bytes(array.dtype()) * kBitsPerByte);
  t.type_lanes = 1;
  t.shape = owner->shape.data();
  t.strides = owner->strides.data();
  t.byte_offset = 0;
  owner->managed.context = owner.get();
  owner->managed.deleter = [](dlpack::Managed* managed) { delete static_cast<Export*>(managed->context); };
  return &owner.release()->managed;
}

}  // namespace theano
