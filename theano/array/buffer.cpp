// Aligned memory, with a small store of freed blocks so that large arrays are not faulted in again and again.
#include "theano/array/buffer.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

namespace theano {
namespace {

constexpr std::size_t kAlignmentBytes = 64;
constexpr std::size_t kSmallestKeptBytes = 16 << 10;  // below, malloc itself is quick
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kMostInlineBytes = 0;  // the sanitizer watches pieces of their own best
#else
constexpr std::size_t kMostInlineBytes = 4 << 10;  // up to here the memory lies behind its Buffer, in one piece with it
#endif
constexpr std::size_t kLargestKeptBytes = 64 << 20;
constexpr std::size_t kMostKeptBytes = 256 << 20;

constexpr std::size_t block_bytes(std::int64_t size_bytes) {
  const std::size_t wanted = size_bytes == 0 ? 1 : static_cast<std::size_t>(size_bytes);
  return (wanted + kAlignmentBytes - 1) / kAlignmentBytes * kAlignmentBytes;
}

/// Freed blocks, found again by their exact size.
///
/// Nobody ever waits for its lock: whoever finds it taken goes to malloc. So a fork that happens while another thread
/// holds it leaves the child without a store, but working.
class BlockStore {
 public:
  /// A kept block of that size, or null.
  void* take(std::size_t size_bytes) noexcept {
    if (is_locked_.test_and_set(std::memory_order_acquire)) return nullptr;
    void* found = nullptr;
    for (Block& block : blocks_) {
      if (block.size_bytes != size_bytes) continue;
      found = std::exchange(block, Block{}).address;
      kept_bytes_ -= size_bytes;
      break;
    }
    is_locked_.clear(std::memory_order_release);
    return found;
  }

  /// Takes the block in, at the cost of older ones; false when the caller has to free it.
  bool keep(void* address, std::size_t size_bytes) noexcept {
    if (is_locked_.test_and_set(std::memory_order_acquire)) return false;
    while (blocks_[next_].address != nullptr || kept_bytes_ + size_bytes > kMostKeptBytes) drop_next();
    blocks_[next_] = {address, size_bytes};
    kept_bytes_ += size_bytes;
    advance();
    is_locked_.clear(std::memory_order_release);
    return true;
  }

 private:
  struct Block {
    void* address = nullptr;
    std::size_t size_bytes = 0;
  };

  void drop_next() noexcept {
    kept_bytes_ -= blocks_[next_].size_bytes;
    std::free(std::exchange(blocks_[next_], Block{}).address);
    if (kept_bytes_ > 0) advance();
  }
  void advance() noexcept { next_ = (next_ + 1) % blocks_.size(); }

  std::atomic_flag is_locked_;
  std::array<Block, 64> blocks_;
  std::size_t next_ = 0;
  std::size_t kept_bytes_ = 0;
};

// Without a destructor that runs, so arrays of static life may be freed at any time while the process ends.
constinit BlockStore g_store;

constexpr bool is_kept(std::size_t size_bytes) {
#ifdef __SANITIZE_ADDRESS__
  return size_bytes == ~std::size_t(0);  // reuse would hide faults from the sanitizer
#else
  return size_bytes >= kSmallestKeptBytes && size_bytes <= kLargestKeptBytes;
#endif
}

/// Makes an object and so many bytes behind it in one piece.
template <class T>
struct WithRoomBehind {
  using value_type = T;
  std::size_t room_bytes;

  explicit WithRoomBehind(std::size_t bytes) : room_bytes(bytes) {}
  template <class U>
  WithRoomBehind(const WithRoomBehind<U>& other) : room_bytes(other.room_bytes) {}

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T) + room_bytes)); }
  void deallocate(T* object, std::size_t) noexcept { ::operator delete(object); }
  template <class U>
  friend bool operator==(const WithRoomBehind& a, const WithRoomBehind<U>& b) {
    return a.room_bytes == b.room_bytes;
  }
};

}  // namespace

std::shared_ptr<Buffer> Buffer::allocate(std::int64_t size_bytes) {
  if (size_bytes < 0) throw std::bad_alloc();
  struct Own final : Buffer {};  // a local type, which may construct its base
  const std::size_t wanted = block_bytes(size_bytes);
  if (wanted <= kMostInlineBytes) {
    const auto buffer = std::allocate_shared<Own>(WithRoomBehind<Own>{wanted + kAlignmentBytes});
    const auto end = reinterpret_cast<std::uintptr_t>(buffer.get()) + sizeof(Own);
    buffer->data_ = reinterpret_cast<std::byte*>((end + kAlignmentBytes - 1) / kAlignmentBytes * kAlignmentBytes);
    buffer->size_bytes_ = size_bytes;
    return buffer;
  }
  const auto buffer = std::make_shared<Own>();
  void* address = is_kept(wanted) ? g_store.take(wanted) : nullptr;
  if (address == nullptr) address = std::aligned_alloc(kAlignmentBytes, wanted);
  if (address == nullptr) throw std::bad_alloc();
  buffer->data_ = static_cast<std::byte*>(address);
  buffer->size_bytes_ = size_bytes;
  return buffer;
}

std::shared_ptr<Buffer> Buffer::borrow(void* data, std::int64_t size_bytes, bool is_writable,
                                       std::function<void()> release, Device device) {
  struct Borrowed final : Buffer {};
  const auto buffer = std::make_shared<Borrowed>();
  buffer->data_ = static_cast<std::byte*>(data);
  buffer->size_bytes_ = size_bytes;
  buffer->device_ = device;
  buffer->is_writable_ = is_writable;
  buffer->release_ = release ? std::move(release) : [] {};
  return buffer;
}

Buffer::~Buffer() {
  if (release_) {
    release_();
    return;
  }
  if (data_ == nullptr) return;
  const std::size_t size = block_bytes(size_bytes_);
  if (size <= kMostInlineBytes) return;  // it goes with this object
  if (!is_kept(size) || !g_store.keep(data_, size)) std::free(data_);
}

}  // namespace theano
