// The loop of the block interpreter.
#include "theano/ir/block_run.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace theano::ir {
namespace {

constexpr std::size_t kFrameAlignment = 64;

/// Memory of this thread's runs; grows to the largest frame and stays.
std::byte* thread_frame(std::size_t bytes) {
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  thread_local std::unique_ptr<std::byte, Free> frame;
  thread_local std::size_t capacity = 0;
  if (bytes > capacity) {
    capacity = (bytes + bytes / 2 + kFrameAlignment - 1) / kFrameAlignment * kFrameAlignment;
    frame.reset(static_cast<std::byte*>(std::aligned_alloc(kFrameAlignment, capacity)));
    if (!frame) {
      capacity = 0;
      throw std::bad_alloc();
    }
  }
  return frame.get();
}

/// Calls f(offset in elements, stride, count, first lane) for each stretch of lanes with one stride.
template <class F>
void for_each_stretch(const LaneWalk& walk, std::int64_t start, std::int64_t n, F&& f) {
  constexpr std::size_t kMostDims = 64;
  std::int64_t at[kMostDims];
  const std::size_t dims = walk.sizes.size();
  std::int64_t offset = 0, rest = start;
  for (std::size_t k = dims; k-- > 0;) {
    at[k] = k == 0 ? rest : rest % walk.sizes[k];
    if (k > 0) rest /= walk.sizes[k];
    offset += at[k] * walk.strides[k];
  }
  const std::size_t inner = dims - 1;
  for (std::int64_t lane = 0; lane < n;) {
    const std::int64_t count = std::min(n - lane, walk.sizes[inner] - at[inner]);
    f(offset, walk.strides[inner], count, lane);
    lane += count;
    offset += count * walk.strides[inner];
    at[inner] += count;
    for (std::size_t k = inner; k > 0 && at[k] == walk.sizes[k]; --k) {
      offset += walk.strides[k - 1] - walk.sizes[k] * walk.strides[k];
      at[k] = 0;
      ++at[k - 1];
    }
  }
}

constexpr std::int64_t kShortStretch = 32;  // below it a call per stretch costs more than the elements

/// Reads lanes stretch by stretch; `load_strided` is for long stretches.
template <class T>
void load_walk(const LaneWalk& walk, std::int64_t start, std::int64_t n, const std::byte* from, std::byte* out,
               LoadStridedFunction load_strided) {
  T* y = reinterpret_cast<T*>(out);
  const T* x = reinterpret_cast<const T*>(from);
  // A short row repeated for every outer point: one period, then copies of what is there, twice as long each time.
  const bool is_periodic = walk.sizes.size() == 2 && walk.strides[0] == 0 && walk.sizes[1] <= n / 4;
  const std::int64_t all = n;
  if (is_periodic) n = walk.sizes[1];
  for_each_stretch(walk, start, n,
                   [&](std::int64_t offset, std::int64_t stride, std::int64_t count, std::int64_t lane) {
                     if (count > kShortStretch) {
                       load_strided(y + lane, reinterpret_cast<const std::byte*>(x + offset), stride, count);
                     } else {
                       for (std::int64_t i = 0; i < count; ++i) y[lane + i] = x[offset + i * stride];
                     }
                   });
  for (std::int64_t done = n; done < all;) {
    const std::int64_t more = std::min(done, all - done);
    std::memcpy(y + done, y, more * sizeof(T));
    done += more;
  }
}

}  // namespace

BlockRun::BlockRun(const Plan& plan, const LaunchShape& shape, std::span<std::byte* const> data,
                   std::span<const std::int64_t> params)
    : plan_(plan), shape_(shape), table_(lane_table()), data_(data) {
  const std::size_t slot_bytes =
      (plan.slots.size() * sizeof(void*) + kFrameAlignment - 1) / kFrameAlignment * kFrameAlignment;
  const std::size_t outer_bytes =
      (shape.map_sizes.size() * 8 + kFrameAlignment - 1) / kFrameAlignment * kFrameAlignment;
  std::byte* memory = thread_frame(slot_bytes + outer_bytes + plan.frame_bytes);
  slots_ = reinterpret_cast<void**>(memory);
  outer_ = reinterpret_cast<std::int64_t*>(memory + slot_bytes);
  frame_ = memory + slot_bytes + outer_bytes;
  for (std::size_t s = 0; s < plan.slots.size(); ++s) {
    slots_[s] = plan.slot_offsets[s] < 0 ? nullptr : frame_ + plan.slot_offsets[s];
  }
  if (plan.offsets_at >= 0) offsets_ = reinterpret_cast<std::int64_t*>(frame_ + plan.offsets_at);
  for (const auto& [slot, bytes] : plan.constants) std::memcpy(slots_[slot], bytes.data(), 8);
  for (const auto& [slot, index] : plan.params) std::memcpy(slots_[slot], &params[index], 8);
  n_ = plan.block_lanes;
  execute(plan.setup);
}

bool BlockRun::enter_outer(std::int64_t outer) {
  for (int dim = plan_.choice.split; dim-- > 0;) {
    outer_[dim] = outer % shape_.map_sizes[dim];
    outer /= shape_.map_sizes[dim];
  }
  n_ = plan_.block_lanes;
  return execute(plan_.prologue);
}

bool BlockRun::run_block(std::int64_t start, std::int64_t count) {
  start_ = start;
  n_ = count;
  return execute(plan_.body);
}

std::byte* BlockRun::base(const AccessPlan& access) const {
  std::int64_t offset = access.constant_bytes;
  for (const auto& [dim, stride] : access.map_terms) offset += outer_[dim] * stride;
  for (const auto& [slot, stride] : access.uniform_terms) offset += integer(slot) * stride;
  return data_[access.buffer] + offset;
}

bool BlockRun::execute(const Sequence& sequence) {
  using Kind = Operation::Kind;
  for (const Operation& op : sequence) {
    switch (op.kind) {
      case Kind::Apply:
      case Kind::ApplyOne: {
        const auto at = [&](Slot slot) { return slot == kNoSlot ? nullptr : slots_[slot]; };
        op.function(slots_[op.out], at(op.a), at(op.b), at(op.c), op.kind == Kind::Apply ? n_ : 1);
        break;
      }
      case Kind::LoadInPlace:
      case Kind::Aim: {
        const AccessPlan& access = plan_.accesses[op.index];
        slots_[op.out] = base(access) + start_ * access.element_bytes;
        break;
      }
      case Kind::Load:
        load(op);
        break;
      case Kind::LoadOne: {
        const AccessPlan& access = plan_.accesses[op.index];
        std::memcpy(slots_[op.out], base(access), access.element_bytes);
        break;
      }
      case Kind::Store:
        store(op);
        break;
      case Kind::StoreOne:
      case Kind::StoreLast: {
        const AccessPlan& access = plan_.accesses[op.index];
        const std::byte* value = static_cast<const std::byte*>(slots_[op.a]);
        if (op.kind == Kind::StoreLast) value += (n_ - 1) * access.element_bytes;
        std::memcpy(base(access), value, access.element_bytes);
        break;
      }
      case Kind::Fill:
        table_.fill[op.index](slots_[op.out], slots_[op.a], n_);
        break;
      case Kind::LaneIndex:
        fill_lane_index(op);
        break;
      case Kind::OuterIndex:
        std::memcpy(slots_[op.out], &outer_[op.index], 8);
        break;
      case Kind::Check:
        if (!table_.all_true(slots_[op.a], n_)) return false;
        break;
      case Kind::CheckOne:
        if (!*static_cast<const bool*>(slots_[op.a])) return false;
        break;
      case Kind::Loop:
        if (!execute_loop(plan_.loops[op.index])) return false;
        break;
      case Kind::Reduce:
        if (!execute_reduction(plan_.reductions[op.index])) return false;
        break;
      case Kind::Region:
        if (!execute_region(plan_.regions[op.index])) return false;
        break;
    }
  }
  return true;
}

void BlockRun::fill_offsets(const AccessPlan& access) {
  if (access.walk.sizes.empty()) {
    std::fill_n(offsets_, n_, 0);
  } else {
    for_each_stretch(access.walk, start_, n_,
                     [&](std::int64_t offset, std::int64_t stride, std::int64_t count, std::int64_t lane) {
                       for (std::int64_t i = 0; i < count; ++i) offsets_[lane + i] = offset + i * stride;
                     });
  }
  for (const auto& [slot, stride] : access.varying_terms) {
    table_.add_scaled(offsets_, static_cast<const std::int64_t*>(slots_[slot]), stride, n_);
  }
}

void BlockRun::load(const Operation& op) {
  const AccessPlan& access = plan_.accesses[op.index];
  const std::byte* from = base(access);
  std::byte* out = static_cast<std::byte*>(slots_[op.out]);
  const LoadStridedFunction load_strided = table_.load_strided[access.size_class];
  switch (access.mode) {
    case AccessPlan::Mode::Contiguous:
    case AccessPlan::Mode::Strided: {
      const std::int64_t stride = access.walk.strides[0];
      load_strided(out, from + start_ * stride * access.element_bytes, stride, n_);
      break;
    }
    case AccessPlan::Mode::Walk: {
      constexpr decltype(&load_walk<std::uint8_t>) by_size[] = {load_walk<std::uint8_t>, load_walk<std::uint16_t>,
                                                                load_walk<std::uint32_t>, load_walk<std::uint64_t>};
      by_size[access.size_class](access.walk, start_, n_, from, out, load_strided);
      break;
    }
    default:
      fill_offsets(access);
      table_.gather[access.size_class](out, from, offsets_, n_);
  }
}

void BlockRun::store(const Operation& op) {
  const AccessPlan& access = plan_.accesses[op.index];
  std::byte* to = base(access);
  const std::byte* values = static_cast<const std::byte*>(slots_[op.a]);
  const StoreStridedFunction store_strided = table_.store_strided[access.size_class];
  switch (access.mode) {
    case AccessPlan::Mode::Contiguous:
    case AccessPlan::Mode::Strided: {
      const std::int64_t stride = access.walk.strides[0];
      store_strided(to + start_ * stride * access.element_bytes, stride, values, n_);
      break;
    }
    case AccessPlan::Mode::Walk:
      for_each_stretch(access.walk, start_, n_,
                       [&](std::int64_t offset, std::int64_t stride, std::int64_t count, std::int64_t lane) {
                         store_strided(to + offset * access.element_bytes, stride, values + lane * access.element_bytes,
                                       count);
                       });
      break;
    default:
      fill_offsets(access);
      table_.scatter[access.size_class](to, offsets_, values, n_);
  }
}

void BlockRun::fill_lane_index(const Operation& op) {
  const LaneSpace& space = plan_.spaces[op.extra];
  std::int64_t* out = static_cast<std::int64_t*>(slots_[op.out]);
  if (space.sizes.size() == 1) return table_.count_up(out, start_, n_);
  std::int64_t inner = 1;
  for (std::size_t k = op.index + 1; k < space.sizes.size(); ++k) inner *= space.sizes[k];
  std::int64_t index = start_ / inner % space.sizes[op.index];
  std::int64_t left = inner - start_ % inner;
  for (std::int64_t lane = 0; lane < n_;) {
    const std::int64_t count = std::min(left, n_ - lane);
    std::fill_n(out + lane, count, index);
    lane += count;
    left = inner;
    index = index + 1 == space.sizes[op.index] ? 0 : index + 1;
  }
}

bool BlockRun::execute_loop(const LoopPlan& loop) {
  const auto move = [&](Slot to, Slot from, const LoopPlan::Carried& c) {
    if (to != from) std::memmove(slots_[to], slots_[from], c.bytes * (c.is_one ? 1 : n_));
  };
  for (const LoopPlan::Carried& c : loop.carried) move(c.carried, c.initial, c);
  const std::int64_t extent = integer(loop.extent);
  for (std::int64_t turn = 0; turn < extent; ++turn) {
    std::memcpy(slots_[loop.index], &turn, 8);
    if (!execute(loop.body)) return false;
    const bool goes_on = loop.condition == kNoSlot || *static_cast<const bool*>(slots_[loop.condition]);
    for (const LoopPlan::Carried& c : loop.carried) move(c.spare == kNoSlot ? c.carried : c.spare, c.next, c);
    for (const LoopPlan::Carried& c : loop.carried) {
      if (c.spare != kNoSlot) move(c.carried, c.spare, c);
    }
    if (!goes_on) break;
  }
  return true;
}

/// The tree over `lanes` accumulators, each of n values, `width` values apart (kReduceLanes in kernel.h).
void BlockRun::combine_lanes(const FoldPlan& fold, std::int64_t lanes, std::int64_t width, std::int64_t n) {
  std::byte* sums = static_cast<std::byte*>(slots_[fold.value]);
  const std::int64_t step = width * fold.bytes;
  for (std::int64_t left = lanes; left > 1; left = (left + 1) / 2) {
    const std::int64_t far = (left + 1) / 2;
    if (width == 1) {
      fold.combine(sums, sums, sums + far * step, nullptr, left / 2);
      continue;
    }
    for (std::int64_t lane = 0; lane < left / 2; ++lane) {
      fold.combine(sums + lane * step, sums + lane * step, sums + (lane + far) * step, nullptr, n);
    }
  }
}

/// Takes element k of the reduction's space into the accumulators of n lanes, `width` values apart.
void BlockRun::fold_element(const FoldPlan& fold, std::int64_t k, std::int64_t width, std::int64_t n) {
  std::byte* sums = static_cast<std::byte*>(slots_[fold.value]);
  const void* element = slots_[fold.element];
  if (fold.arg_update)
    return fold.arg_update(sums, static_cast<std::int64_t*>(slots_[fold.best_index]), element, k, n, k == 0);
  std::byte* sum = sums + (k % kReduceLanes) * width * fold.bytes;
  if (k < kReduceLanes) {
    std::memcpy(sum, element, n * fold.bytes);
  } else {
    fold.combine(sum, sum, element, nullptr, n);
  }
}

/// Ends a fold of `count` elements.
void BlockRun::finish_fold(const FoldPlan& fold, std::int64_t count, std::int64_t width, std::int64_t n) {
  if (count > 0) {
    if (!fold.arg_update) combine_lanes(fold, std::min<std::int64_t>(count, kReduceLanes), width, n);
    return;
  }
  std::byte* sums = static_cast<std::byte*>(slots_[fold.value]);
  for (std::int64_t i = 0; i < n; ++i) std::memcpy(sums + i * fold.bytes, fold.identity.data(), fold.bytes);
  if (fold.best_index != kNoSlot) std::memset(slots_[fold.best_index], 0, 8 * n);
}

bool BlockRun::execute_reduction(const ReductionPlan& r) {
  const std::int64_t n = r.is_one ? 1 : n_;
  const std::int64_t width = r.is_one ? 1 : plan_.block_lanes;
  std::int64_t count = 1;
  for (const Slot extent : r.extents) count *= std::max<std::int64_t>(0, integer(extent));
  for (const Slot index : r.indices) std::memset(slots_[index], 0, 8);
  for (std::int64_t k = 0; k < count; ++k) {
    if (!execute(r.body)) return false;
    for (const FoldPlan& fold : r.folds) fold_element(fold, k, width, n);
    for (std::size_t axis = r.indices.size(); axis-- > 0;) {
      std::int64_t& index = *static_cast<std::int64_t*>(slots_[r.indices[axis]]);
      if (++index < integer(r.extents[axis])) break;
      index = 0;
    }
  }
  for (const FoldPlan& fold : r.folds) finish_fold(fold, count, width, n);
  return true;
}

bool BlockRun::execute_region(const RegionPlan& region) {
  std::int64_t count = 1;
  for (const Slot extent : region.extents) count *= std::max<std::int64_t>(0, integer(extent));
  const std::int64_t outer_start = start_, outer_n = n_;
  const bool is_fine = count == 0 || execute_region_blocks(region, count);
  start_ = outer_start;
  n_ = outer_n;
  if (!is_fine || region.reduction < 0) return is_fine;
  for (const FoldPlan& fold : plan_.reductions[region.reduction].folds) finish_fold(fold, count, 1, 1);
  return true;
}

bool BlockRun::execute_region_blocks(const RegionPlan& region, std::int64_t count) {
  n_ = std::min(count, plan_.block_lanes);
  start_ = 0;
  if (!execute(region.prologue)) return false;
  for (; start_ < count; start_ += n_) {
    n_ = std::min(count - start_, plan_.block_lanes);
    if (!execute(region.body)) return false;
    if (region.reduction < 0) continue;
    for (const FoldPlan& fold : plan_.reductions[region.reduction].folds) {
      void* value = slots_[fold.value];
      if (fold.arg_scan) {
        fold.arg_scan(value, static_cast<std::int64_t*>(slots_[fold.best_index]), slots_[fold.element], start_, n_,
                      start_ == 0);
      } else {
        fold.fold(value, slots_[fold.element], n_, start_ == 0);
      }
    }
  }
  return true;
}

}  // namespace theano::ir
