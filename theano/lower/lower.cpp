// The stages of lowering, in order.
#include "theano/lower/lower.h"

#include <chrono>
#include <optional>

#include "theano/graph/merge.h"
#include "theano/lower/emit.h"
#include "theano/lower/expand.h"

namespace theano::lower {

namespace {

/// Tells the time each stage takes.
class StageClock {
 public:
  explicit StageClock(std::vector<StageTime>* times) : times_(times) {}
  void finish(const char* stage) {
    const auto now = std::chrono::steady_clock::now();
    if (times_) times_->push_back({stage, std::chrono::duration<double>(now - start_).count()});
    start_ = now;
  }

 private:
  std::vector<StageTime>* times_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

std::shared_ptr<const ir::Program> lower(const FunctionGraph& graph, const LowerOptions& options,
                                         std::vector<StageTime>* times) {
  StageClock clock(times);
  // Expansion changes the graph, which is the caller's: it is done on a copy.
  std::optional<FunctionGraph> expanded;
  if (has_composites(graph)) {
    expanded.emplace(graph.inputs(), graph.outputs());
    expand_composites(*expanded);
    // softmax and its logarithm, say, begin alike; the oracle computes everything for itself.
    if (options.fuse) merge_equal_nodes(*expanded);
  }
  clock.finish("expand");
  // Sizes come first: what is needed as a size must be computed ahead of what it sizes, and cannot fuse with it.
  Schedule schedule(expanded ? *expanded : graph, options);
  clock.finish("size");
  const Fusion fusion = fuse(schedule, options);
  clock.finish("fuse");
  auto program = std::make_shared<ir::Program>(emit(schedule, options, fusion));
  // Kernels may turn out not to read what their formulas name (the shape of `second(x, 0)`).
  prune(*program);
  clock.finish("emit");
  ir::verify(*program);
  clock.finish("verify");
  return program;
}

}  // namespace theano::lower
