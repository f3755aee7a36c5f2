// Intrusive reference counting whose destruction never recurses, however long the chain of objects.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "theano/base/export.h"

namespace theano {

/// Functions by which a foreign owner (a Python object) takes over the lifetime of an object.
struct ForeignOwnerHooks {
  void (*inc_ref)(void* owner) noexcept = nullptr;
  void (*dec_ref)(void* owner) noexcept = nullptr;
};

/// Base of every counted object.
///
/// The count is one word: while its lowest bit is 1 it is a number; otherwise it is the address of the foreign owner
/// that keeps the object alive, and counting is handed over to the hooks. So one node has one Python wrapper for life.
class THEANO_API RefCounted {
 public:
  constexpr RefCounted() noexcept = default;
  RefCounted(const RefCounted&) noexcept : RefCounted() {}
  RefCounted& operator=(const RefCounted&) noexcept { return *this; }
  virtual ~RefCounted() = default;

  void inc_ref() const noexcept;
  /// Takes a reference unless the object is already on its way out; for tables that do not hold what they point to.
  bool try_inc_ref() const noexcept;
  /// Gives one reference back; the last one destroys the object, later if a destruction is already going on.
  void dec_ref() const noexcept;

  /// The foreign owner, or null while the object counts for itself.
  void* foreign_owner() const noexcept;
  /// Hands the object over to `owner`; references held so far become references of the owner.
  void set_foreign_owner(void* owner) noexcept;
  /// Number of references as far as this object counts them itself; 0 when a foreign owner counts.
  std::size_t ref_count() const noexcept;

  static void set_foreign_hooks(ForeignOwnerHooks hooks) noexcept;

 private:
  mutable std::atomic<std::uintptr_t> state_{1};
};

/// Owning pointer to a RefCounted object.
template <class T>
class Ref {
 public:
  constexpr Ref() noexcept = default;
  constexpr Ref(std::nullptr_t) noexcept {}
  Ref(T* object) noexcept : object_(object) {
    if (object_) object_->inc_ref();
  }
  Ref(const Ref& other) noexcept : Ref(other.object_) {}
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  template <class U>
    requires std::is_convertible_v<U*, T*>
  Ref(const Ref<U>& other) noexcept : Ref(static_cast<T*>(other.get())) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_) object_->dec_ref();
  }

  T* get() const noexcept { return object_; }
  T* operator->() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }
  friend bool operator==(const Ref& a, const Ref& b) noexcept { return a.object_ == b.object_; }

 private:
  T* object_ = nullptr;
};

template <class T, class... Args>
Ref<T> make_ref(Args&&... args) {
  return Ref<T>(new T(std::forward<Args>(args)...));
}

}  // namespace theano

template <class T>
struct std::hash<theano::Ref<T>> {
  std::size_t operator()(const theano::Ref<T>& ref) const noexcept { return std::hash<T*>()(ref.get()); }
};
