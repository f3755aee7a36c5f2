// Gives out offsets in one piece of memory: best fit among the gaps, gaps that touch become one.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace theano::runtime {

/// The plan of an arena; no memory is touched. Allocation and release cost O(log gaps).
class ArenaPlan {
 public:
  static constexpr std::int64_t kAlignmentBytes = 64;

  /// Offset of a place of `size_bytes` that nobody else holds.
  std::int64_t allocate(std::int64_t size_bytes) {
    const std::int64_t size = rounded(size_bytes);
    if (const auto it = by_size_.lower_bound({size, 0}); it != by_size_.end()) {
      const auto [gap_size, offset] = *it;
      remove_gap(offset, gap_size);
      if (gap_size > size) add_gap(offset + size, gap_size - size);
      return offset;
    }
    // A gap at the end grows, so that the arena does not keep a hole that nobody fits in.
    std::int64_t offset = end_;
    if (!by_offset_.empty()) {
      const auto [last, last_size] = *by_offset_.rbegin();
      if (last + last_size == end_) {
        remove_gap(last, last_size);
        offset = last;
      }
    }
    end_ = offset + size;
    return offset;
  }

  void release(std::int64_t offset, std::int64_t size_bytes) {
    std::int64_t size = rounded(size_bytes);
    const auto next = by_offset_.lower_bound(offset);
    if (next != by_offset_.end() && next->first == offset + size) {
      const std::int64_t next_size = next->second;
      remove_gap(next->first, next_size);
      size += next_size;
    }
    const auto behind = by_offset_.lower_bound(offset);
    if (behind != by_offset_.begin()) {
      const auto [before, before_size] = *std::prev(behind);
      if (before + before_size == offset) {
        remove_gap(before, before_size);
        offset = before;
        size += before_size;
      }
    }
    add_gap(offset, size);
  }

  std::int64_t size_bytes() const { return end_; }

 private:
  static std::int64_t rounded(std::int64_t bytes) {
    return bytes == 0 ? kAlignmentBytes : (bytes + kAlignmentBytes - 1) / kAlignmentBytes * kAlignmentBytes;
  }
  void add_gap(std::int64_t offset, std::int64_t size) {
    by_offset_.emplace(offset, size);
    by_size_.emplace(size, offset);
  }
  void remove_gap(std::int64_t offset, std::int64_t size) {
    by_offset_.erase(offset);
    by_size_.erase({size, offset});
  }

  std::map<std::int64_t, std::int64_t> by_offset_;
  std::set<std::pair<std::int64_t, std::int64_t>> by_size_;  // (size, offset)
  std::int64_t end_ = 0;
};

}  // namespace theano::runtime
