// Memory of other libraries as arrays, and arrays as memory of other libraries, without copies: pointers, and DLPack.
#pragma once

#include <cstdint>
#include <functional>

#include "theano/array/array.h"

namespace theano {

/// An array on memory that stays the caller's; row-major unless `strides` (in elements) are given. `release` is called when
/// the last user is gone; without one the caller vouches that the memory outlives them all. Functions never write it.
template <class T>
Array borrow_memory(const T* data, Shape shape, Strides strides = {}, std::function<void()> release = {}) {
  return borrow_memory(kDTypeOf<T>, const_cast<T*>(data), false, std::move(shape), std::move(strides), std::move(release));
}
/// The same for memory that may be written through the array (Array::fill, a shared variable's borrowed value).
template <class T>
Array borrow_memory(T* data, Shape shape, Strides strides = {}, std::function<void()> release = {}) {
  return borrow_memory(kDTypeOf<T>, data, true, std::move(shape), std::move(strides), std::move(release));
}
THEANO_API Array borrow_memory(DType dtype, void* data, bool is_writable, Shape shape, Strides strides,
                               std::function<void()> release);

/// The structures of the DLPack protocol, as its binary interface lays them out.
namespace dlpack {

enum DeviceType : std::int32_t { kCpu = 1, kCudaHost = 3 };
enum TypeCode : std::uint8_t { kInt = 0, kUInt = 1, kFloat = 2, kBFloat = 4, kComplex = 5, kBool = 6 };

struct Tensor {
  void* data;
  std::int32_t device_type;
  std::int32_t device_id;
  std::int32_t ndim;
  std::uint8_t type_code;
  std::uint8_t type_bits;
  std::uint16_t type_lanes;
  std::int64_t* shape;
  std::int64_t* strides;  ///< in elements; null: row-major
  std::uint64_t byte_offset;
};

/// What version 0 of the protocol hands over.
struct Managed {
  Tensor tensor;
  void* context;
  void (*deleter)(Managed*);
};

/// What version 1 hands over.
struct VersionedManaged {
  std::uint32_t major, minor;
  void* context;
  void (*deleter)(VersionedManaged*);
  std::uint64_t flags;
  Tensor tensor;
};
inline constexpr std::uint64_t kReadOnly = 1;

}  // namespace dlpack

/// An array on a tensor's memory, which it keeps; its deleter is called when the last user is gone, or at once when it has
/// to be copied (misaligned). Errors: TypeError for dtypes and DeviceError for devices that arrays do not have; then the
/// tensor is still the caller's.
THEANO_API Array array_from_dlpack(dlpack::Managed* tensor);
THEANO_API Array array_from_dlpack(dlpack::VersionedManaged* tensor);
/// A tensor on the array's memory, for another library: it is to call the deleter once.
THEANO_API dlpack::Managed* array_to_dlpack(const Array& array);

}  // namespace theano
