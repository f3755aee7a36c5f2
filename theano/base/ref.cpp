// Counting, handing over to a foreign owner, and destruction by a queue instead of recursion.
#include "theano/base/ref.h"

#include <vector>

namespace theano {
namespace {

ForeignOwnerHooks g_hooks;

/// Objects whose last reference went while another destruction of this thread was under way; null while none is. A plain
/// pointer, because objects may still go after the thread's own variables have.
thread_local std::vector<const RefCounted*>* t_waiting = nullptr;

void destroy(const RefCounted* object) noexcept {
  if (t_waiting) {
    t_waiting->push_back(object);
    return;
  }
  std::vector<const RefCounted*> waiting;
  t_waiting = &waiting;
  delete object;
  while (!waiting.empty()) {
    const RefCounted* next = waiting.back();
    waiting.pop_back();
    delete next;
  }
  t_waiting = nullptr;
}

}  // namespace

void RefCounted::inc_ref() const noexcept {
  std::uintptr_t state = state_.load(std::memory_order_relaxed);
  while (state & 1) {
    if (state_.compare_exchange_weak(state, state + 2, std::memory_order_relaxed)) return;
  }
  g_hooks.inc_ref(reinterpret_cast<void*>(state));
}

bool RefCounted::try_inc_ref() const noexcept {
  std::uintptr_t state = state_.load(std::memory_order_relaxed);
  while (state & 1) {
    if (state == 1) return false;
    if (state_.compare_exchange_weak(state, state + 2, std::memory_order_acquire)) return true;
  }
  g_hooks.inc_ref(reinterpret_cast<void*>(state));
  return true;
}

void RefCounted::dec_ref() const noexcept {
  std::uintptr_t state = state_.load(std::memory_order_relaxed);
  while (state & 1) {
    if (!state_.compare_exchange_weak(state, state - 2, std::memory_order_acq_rel)) continue;
    if (state == 3) destroy(this);
    return;
  }
  g_hooks.dec_ref(reinterpret_cast<void*>(state));
}

void* RefCounted::foreign_owner() const noexcept {
  const std::uintptr_t state = state_.load(std::memory_order_acquire);
  return state & 1 ? nullptr : reinterpret_cast<void*>(state);
}

void RefCounted::set_foreign_owner(void* owner) noexcept {
  const std::uintptr_t held = state_.exchange(reinterpret_cast<std::uintptr_t>(owner), std::memory_order_acq_rel);
  for (std::uintptr_t i = held >> 1; i > 0; --i) g_hooks.inc_ref(owner);
}

std::size_t RefCounted::ref_count() const noexcept {
  const std::uintptr_t state = state_.load(std::memory_order_acquire);
  return state & 1 ? state >> 1 : 0;
}

void RefCounted::set_foreign_hooks(ForeignOwnerHooks hooks) noexcept { g_hooks = hooks; }

}  // namespace theano
