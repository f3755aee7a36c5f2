// A counted piece of memory on a device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "theano/base/export.h"

namespace theano {

enum class DeviceKind : std::uint8_t { Cpu, Cuda, OpenCl };

/// Where memory lives and kernels run.
struct Device {
  DeviceKind kind = DeviceKind::Cpu;
  int index = 0;
  friend constexpr bool operator==(Device, Device) = default;
};

/// Bytes on a device. Alignment of own memory: 64 bytes.
class THEANO_API Buffer {
 public:
  /// Uninitialised memory on the CPU. Errors: std::bad_alloc.
  static std::shared_ptr<Buffer> allocate(std::int64_t size_bytes);
  /// Memory of somebody else; `release` is called when the last user is gone.
  static std::shared_ptr<Buffer> borrow(void* data, std::int64_t size_bytes, bool is_writable,
                                        std::function<void()> release, Device device = {});
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  std::byte* data() const noexcept { return data_; }
  std::int64_t size_bytes() const noexcept { return size_bytes_; }
  Device device() const noexcept { return device_; }
  bool is_writable() const noexcept { return is_writable_; }
  /// False for borrowed memory, whose owner may look at it at any time.
  bool is_own() const noexcept { return !release_; }

 private:
  Buffer() = default;
  std::byte* data_ = nullptr;
  std::int64_t size_bytes_ = 0;
  Device device_;
  bool is_writable_ = true;
  std::function<void()> release_;
};

using BufferPtr = std::shared_ptr<Buffer>;

}  // namespace theano
