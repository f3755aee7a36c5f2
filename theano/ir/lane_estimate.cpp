// A rough price of running a kernel with given lanes, by which the choice between legal ones is made.
#include <algorithm>
#include <cmath>

#include "theano/ir/lane_analysis.h"

namespace theano::ir {
namespace {

constexpr double kAssumedExtent = 32;     // of loops whose extent is known only when running
constexpr double kAssumedBlock = 512;     // lanes per block, for the price of operations
constexpr double kOperationNs = 6;        // the price of one operation on a block, besides its lanes

/// What all accumulators of one lane take.
double bytes_of(const Reduction& reduction) {
  double bytes = 0;
  for (const Fold& fold : reduction.folds) bytes += static_cast<double>(dtype_size_bytes(fold.dtype));
  return bytes;
}

}  // namespace

double LaneAnalysis::estimate_access(const Instruction& i, const LaneSpace& space, double lanes) const {
  const AddressForm address = form(kernel_.accesses[i.index], space);
  const double bytes = static_cast<double>(dtype_size_bytes(i.dtype));
  if (address.is_uniform()) return kOperationNs;
  double per_lane = 0.015 * bytes;
  if (!address.varying_terms.empty()) {
    per_lane = 1.5 + static_cast<double>(address.varying_terms.size());
  } else {
    const LaneWalk walk = collapse(space, address);
    if (std::abs(walk.strides.back()) > 1) per_lane = 0.3 + 0.05 * bytes;
    if (walk.sizes.size() > 1)
      per_lane += 0.05 + 4.0 / static_cast<double>(std::max<std::int64_t>(1, walk.sizes.back()));
  }
  return kOperationNs * std::ceil(lanes / kAssumedBlock) + lanes * per_lane;
}

double LaneAnalysis::estimate(const Block& block, const LaneSpace& space, double lanes) const {
  double ns = 0;
  const double blocks = std::ceil(lanes / kAssumedBlock);
  for (const Instruction& i : block.instructions) {
    switch (i.opcode) {
      case Opcode::Primitive: {
        if (!is_needed_[i.result]) break;
        const bool is_division = is_discrete(i.dtype) && (i.prim == Prim::FloorDiv || i.prim == Prim::Mod);
        const double per_lane = i.prim >= Prim::Erfinv && i.prim <= Prim::GammaQ ? 50
                                : i.prim > Prim::Sqrt && i.prim < Prim::Erfinv ? 1.5
                                : is_division || i.prim == Prim::Pow
                                    ? 3
                                    : 0.02 * static_cast<double>(dtype_size_bytes(i.dtype));
        ns += varies_[i.result] ? kOperationNs * blocks + lanes * per_lane : kOperationNs + per_lane;
        break;
      }
      case Opcode::Load:
      case Opcode::Store:
        ns += estimate_access(i, space, lanes);
        break;
      case Opcode::Check:
        ns += kOperationNs * blocks;
        break;
      case Opcode::Loop: {
        const Loop& loop = kernel_.loops[i.index];
        const double extent =
            static_cast<double>(known_[loop.extent].value_or(static_cast<std::int64_t>(kAssumedExtent)));
        if (region_loops_[i.index]) {
          ns += 10 + estimate(loop.body, region_space({&loop.index, 1}, {&loop.extent, 1}), extent);
        } else {
          ns += extent * (kOperationNs * static_cast<double>(1 + loop.carried.size()) * blocks +
                          estimate(loop.body, space, lanes));
        }
        break;
      }
      case Opcode::Reduce: {
        const Reduction& r = kernel_.reductions[i.index];
        double extent = 1;
        for (const ValueId e : r.extents)
          extent *= static_cast<double>(known_[e].value_or(static_cast<std::int64_t>(kAssumedExtent)));
        if (region_reductions_[i.index]) {
          ns += 40 + extent * 0.01 * bytes_of(r) +
                estimate(r.body, region_space(r.indices, r.extents), extent);
        } else {
          // The accumulators of all lanes stream through the cache.
          const double fold =
              2 * kOperationNs * blocks * static_cast<double>(r.folds.size()) + lanes * 0.04 * bytes_of(r);
          ns += extent * (fold + estimate(r.body, space, lanes));
        }
        break;
      }
      default:
        break;
    }
  }
  return ns;
}

}  // namespace theano::ir
