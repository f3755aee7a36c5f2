// Chooses where the lanes lie, finds or compiles the code, and runs it on pieces of the work.
#include "theano/codegen/compiled_kernels.h"

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <unordered_map>

#include "theano/codegen/launch_pattern.h"
#include "theano/codegen/machine_code.h"
#include "theano/ir/reference.h"

namespace theano::codegen {
namespace {

using ir::BoundKernel;
using ir::Kernel;
using ir::LaunchShape;

constexpr double kOperationsPerNs = 2;         // as the interpreter counts the cost of kernels
constexpr std::int64_t kLanesPerPiece = 8192;  // of rows that several threads share
constexpr std::int64_t kFewestLanes = 16;      // shorter rows are better off in the interpreter, which joins them

class CompiledKernel final : public BoundKernel {
 public:
  CompiledKernel(const Kernel& kernel, const LaunchShape& shape, const LaunchPattern& pattern,
                 std::shared_ptr<const MachineCode> code)
      : kernel_(kernel),
        shape_(shape),
        code_(std::move(code)),
        numbers_(pattern.numbers()),
        outer_count_(pattern.outer_count()),
        lane_count_(pattern.lane_count()),
        cost_(pattern.time_ns() * kOperationsPerNs) {
    if (pattern.place() == LanePlace::Map && !kernel.is_serial)
      pieces_ = (lane_count_ + kLanesPerPiece - 1) / kLanesPerPiece;
  }

  std::int64_t chunk_count() const override { return kernel_.is_serial ? 1 : outer_count_ * pieces_; }
  double cost() const override { return cost_; }

  void run(std::span<std::byte* const> data, std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end,
           ir::Status& status) const override {
    if (begin >= end) return;
    if (kernel_.is_serial) end = outer_count_ * pieces_;
    std::int64_t failed = -1;
    const auto run_lanes = [&](std::int64_t from, std::int64_t to, std::int64_t lane_from, std::int64_t lane_to) {
      failed = code_->function(data.data(), numbers_.data(), params.data(), from, to, lane_from, lane_to);
      return failed < 0;
    };
    for (std::int64_t at = begin; at < end;) {
      const std::int64_t outer = at / pieces_, first_piece = at % pieces_;
      std::int64_t next = end;
      bool is_fine = true;
      if (first_piece == 0 && end / pieces_ > outer) {
        next = end / pieces_ * pieces_;
        is_fine = run_lanes(outer, end / pieces_, 0, lane_count_);
      } else {
        next = std::min(end, (outer + 1) * pieces_);
        const std::int64_t lane_end = std::min(lane_count_, (next - outer * pieces_) * kLanesPerPiece);
        is_fine = run_lanes(outer, outer + 1, first_piece * kLanesPerPiece, lane_end);
      }
      if (!is_fine) {
        // Which point failed first, and at which of its checks, is asked of the reference.
        const std::int64_t row_end = (failed / lane_count_ + 1) * lane_count_;
        return run_reference_points(kernel_, shape_, data, params, failed, std::min(failed + code_->width, row_end), status);
      }
      at = next;
    }
  }

 private:
  const Kernel& kernel_;
  const LaunchShape shape_;
  const std::shared_ptr<const MachineCode> code_;
  const std::vector<std::int64_t> numbers_;
  const std::int64_t outer_count_, lane_count_;
  std::int64_t pieces_ = 1;
  double cost_;
};

/// Machine code of the process by the text of kernel and pattern; the last used is kept when nobody holds it.
class CodeTable {
 public:
  static CodeTable& instance() {
    static CodeTable table;
    return table;
  }

  std::shared_ptr<const MachineCode> find_or_compile(const std::string& key, const Kernel& kernel,
                                                     const LaunchPattern& pattern) {
    if (std::shared_ptr<const MachineCode> code = find(key)) return code;
    // Without the lock: another thread may compile the same, and one of the two is thrown away.
    std::shared_ptr<const MachineCode> code = compile_kernel(kernel, pattern);
    const std::lock_guard lock(mutex_);
    recent_.emplace_front(key, std::move(code));
    places_[key] = recent_.begin();
    if (recent_.size() > kMostKept) {
      const auto& oldest = recent_.back();
      if (const auto place = places_.find(oldest.first); place->second == std::prev(recent_.end())) places_.erase(place);
      recent_.pop_back();
    }
    return recent_.front().second;
  }

 private:
  static constexpr std::size_t kMostKept = 1024;

  std::shared_ptr<const MachineCode> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->second;
  }

  using Entry = std::pair<std::string, std::shared_ptr<const MachineCode>>;
  std::mutex mutex_;
  std::list<Entry> recent_;
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

class CompilingBinder final : public ir::KernelBinder {
 public:
  explicit CompilingBinder(CompilePolicy policy) : policy_(policy) {}

  std::unique_ptr<BoundKernel> bind(const Kernel& kernel, const LaunchShape& shape) override {
    std::optional<LaunchPattern> pattern = choose(kernel, shape);
    if (!pattern) return ir::bind_interpreted(kernel, shape);
    return std::make_unique<CompiledKernel>(kernel, shape, *pattern, find(kernel, *pattern));
  }

 private:
  /// Nothing where the interpreter is the better choice.
  std::optional<LaunchPattern> choose(const Kernel& kernel, const LaunchShape& shape) const {
    std::optional<LaunchPattern> best;
    for (const LanePlace place : {LanePlace::Map, LanePlace::Regions}) {
      if (place == LanePlace::Regions && kernel.loops.empty() && kernel.reductions.empty()) continue;
      std::optional<LaunchPattern> pattern = LaunchPattern::make(kernel, shape, place);
      if (!pattern || (place == LanePlace::Map && pattern->lane_count() < kFewestLanes && policy_.least_ns > 0)) continue;
      if (!best || pattern->time_ns() < best->time_ns()) best.emplace(std::move(*pattern));
    }
    if (best && best->time_ns() < policy_.least_ns) best.reset();
    return best;
  }

  std::shared_ptr<const MachineCode> find(const Kernel& kernel, const LaunchPattern& pattern) {
    std::string text;
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = codes_.find({&kernel, pattern.structure()}); found != codes_.end()) return found->second;
      std::string& known = texts_[&kernel];
      if (known.empty()) known = kernel.to_string();
      text = known;
    }
    std::shared_ptr<const MachineCode> code =
        CodeTable::instance().find_or_compile(text + pattern.structure(), kernel, pattern);
    const std::lock_guard lock(mutex_);
    return codes_.try_emplace({&kernel, pattern.structure()}, std::move(code)).first->second;
  }

  const CompilePolicy policy_;
  std::mutex mutex_;
  std::unordered_map<const Kernel*, std::string> texts_;
  std::map<std::pair<const Kernel*, std::string>, std::shared_ptr<const MachineCode>> codes_;
};

class InterpretingBinder final : public ir::KernelBinder {
 public:
  std::unique_ptr<BoundKernel> bind(const Kernel& kernel, const LaunchShape& shape) override {
    return ir::bind_interpreted(kernel, shape);
  }
};

}  // namespace

std::unique_ptr<ir::KernelBinder> make_compiling_binder(CompilePolicy policy) {
  if (!has_code_generator()) return std::make_unique<InterpretingBinder>();
  return std::make_unique<CompilingBinder>(policy);
}

}  // namespace theano::codegen
