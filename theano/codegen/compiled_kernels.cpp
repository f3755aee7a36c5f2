// Chooses where the lanes lie, finds or compiles the code, and runs it on pieces of the work.
#include "theano/codegen/compiled_kernels.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <unordered_map>

#include "theano/codegen/code_table.h"
#include "theano/codegen/launch_pattern.h"
#include "theano/ir/reference.h"

namespace theano::codegen {
namespace {

using ir::BoundKernel;
using ir::Kernel;
using ir::kOperationsPerNs;
using ir::LaunchShape;

constexpr std::int64_t kLanesPerPiece = 8192;  // of rows that several threads share
constexpr double kGain = 0.6;                 // time of machine code per estimated time of the interpreter in its pattern
constexpr std::int64_t kFewestLanes = 16;      // shorter rows are better off in the interpreter, which joins them

class CompiledKernel final : public BoundKernel {
 public:
  CompiledKernel(const Kernel& kernel, const LaunchShape& shape, const LaunchPattern& pattern,
                 std::shared_ptr<const CodeSlot> slot)
      : kernel_(kernel),
        shape_(shape),
        slot_(std::move(slot)),
        numbers_(pattern.numbers()),
        outer_count_(pattern.outer_count()),
        lane_count_(pattern.lane_count()),
        cost_(pattern.time_ns() * kOperationsPerNs) {
    if (pattern.place() == LanePlace::Map && !kernel.is_serial)
      pieces_ = (lane_count_ + kLanesPerPiece - 1) / kLanesPerPiece;
  }

  bool is_ready() const { return slot_->code() != nullptr; }
  std::int64_t chunk_count() const override { return kernel_.is_serial ? 1 : outer_count_ * pieces_; }
  double cost() const override { return cost_; }

  void run(std::span<std::byte* const> data, std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end,
           ir::Status& status) const override {
    if (begin >= end) return;
    if (kernel_.is_serial) end = outer_count_ * pieces_;
    const MachineCode& code = *slot_->code();
    std::int64_t failed = -1;
    const auto run_lanes = [&](std::int64_t from, std::int64_t to, std::int64_t lane_from, std::int64_t lane_to) {
      failed = code.function(data.data(), numbers_.data(), params.data(), from, to, lane_from, lane_to);
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
        return run_reference_points(kernel_, shape_, data, params, failed, std::min(failed + code.failure_span, row_end), status);
      }
      at = next;
    }
  }

 private:
  const Kernel& kernel_;
  const LaunchShape shape_;
  const std::shared_ptr<const CodeSlot> slot_;
  const std::vector<std::int64_t> numbers_;
  const std::int64_t outer_count_, lane_count_;
  std::int64_t pieces_ = 1;
  double cost_;
};

/// A kernel in the pattern of one launch, and the code that may come for it.
struct Candidate {
  CompileJob job;  ///< moved out when it is given to the compiling thread
  std::atomic<double> waiting_ns{0};
  std::atomic<bool> is_asked{false};

  void ask() {
    if (!is_asked.exchange(true)) compile_later(std::move(job));
  }
};

/// Interprets until the machine code is there.
class TieredKernel final : public BoundKernel {
 public:
  TieredKernel(std::unique_ptr<BoundKernel> interpreted, std::unique_ptr<CompiledKernel> compiled,
               std::shared_ptr<Candidate> candidate, double time_ns, double patience_ns)
      : interpreted_(std::move(interpreted)),
        compiled_(std::move(compiled)),
        candidate_(std::move(candidate)),
        time_ns_(time_ns),
        patience_ns_(patience_ns) {}

  const BoundKernel& current() const override {
    if (compiled_->is_ready()) return *compiled_;
    const double waited = candidate_->waiting_ns.load(std::memory_order_relaxed) + time_ns_;
    candidate_->waiting_ns.store(waited, std::memory_order_relaxed);
    if (waited > patience_ns_) candidate_->ask();
    return *interpreted_;
  }
  std::int64_t chunk_count() const override { return interpreted_->chunk_count(); }
  double cost() const override { return interpreted_->cost(); }
  void run(std::span<std::byte* const> data, std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end,
           ir::Status& status) const override {
    interpreted_->run(data, params, begin, end, status);
  }

 private:
  const std::unique_ptr<BoundKernel> interpreted_;
  const std::unique_ptr<CompiledKernel> compiled_;
  const std::shared_ptr<Candidate> candidate_;
  const double time_ns_, patience_ns_;
};

class CompilingBinder final : public ir::KernelBinder {
 public:
  explicit CompilingBinder(CompilePolicy policy) : policy_(policy) {}

  std::unique_ptr<BoundKernel> bind(const Kernel& kernel, const LaunchShape& shape) override {
    std::unique_ptr<BoundKernel> interpreted = ir::bind_interpreted(kernel, shape);
    const std::optional<LaunchPattern> pattern = choose(kernel, shape, interpreted->cost() / kOperationsPerNs);
    if (!pattern) return interpreted;
    const auto [slot, candidate] = find(kernel, shape, *pattern);
    auto compiled = std::make_unique<CompiledKernel>(kernel, shape, *pattern, slot);
    if (compiled->is_ready()) return compiled;
    return std::make_unique<TieredKernel>(std::move(interpreted), std::move(compiled), candidate,
                                          pattern->time_ns(), policy_.patience_ns);
  }

  void wait() override {
    if (!policy_.is_in_background) return;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [key, entry] : entries_) {
        if (!entry.slot->code()) entry.candidate->ask();
      }
    }
    wait_for_jobs();
  }

 private:
  struct Entry {
    std::shared_ptr<CodeSlot> slot;
    std::shared_ptr<Candidate> candidate;
  };

  /// Nothing where the interpreter, which joins short rows into long ones, is the better choice.
  std::optional<LaunchPattern> choose(const Kernel& kernel, const LaunchShape& shape, double interpreted_ns) const {
    std::optional<LaunchPattern> best;
    for (const LanePlace place : {LanePlace::Map, LanePlace::Regions}) {
      if (place == LanePlace::Regions && kernel.loops.empty() && kernel.reductions.empty()) continue;
      std::optional<LaunchPattern> pattern = LaunchPattern::make(kernel, shape, place);
      if (!pattern) continue;
      if (policy_.least_ns > 0) {
        if (place == LanePlace::Map && pattern->lane_count() < kFewestLanes) continue;
        if (kGain * pattern->time_ns() > interpreted_ns) continue;
      }
      if (!best || pattern->time_ns() < best->time_ns()) best.emplace(std::move(*pattern));
    }
    if (best && best->time_ns() < policy_.least_ns) best.reset();
    return best;
  }

  Entry find(const Kernel& kernel, const LaunchShape& shape, const LaunchPattern& pattern) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[{&kernel, pattern.structure()}];
    if (entry.slot) return entry;
    std::string& text = texts_[&kernel];
    if (text.empty()) text = kernel.to_string();
    const auto slot = std::make_shared<CodeSlot>();
    CompileJob job{text + pattern.structure(), kernel, shape, pattern.place(), slot};
    if (policy_.is_in_background) {
      if (!find_code(job.key, *slot)) entry.candidate = std::make_shared<Candidate>(std::move(job));
    } else {
      compile_now(job);
    }
    entry.slot = slot;
    return entry;
  }

  const CompilePolicy policy_;
  std::mutex mutex_;
  std::unordered_map<const Kernel*, std::string> texts_;
  std::map<std::pair<const Kernel*, std::string>, Entry> entries_;
};

}  // namespace

std::shared_ptr<ir::KernelBinder> make_compiling_binder(CompilePolicy policy) {
  if (!has_code_generator()) return ir::interpreting_binder();
  return std::make_shared<CompilingBinder>(policy);
}

}  // namespace theano::codegen
