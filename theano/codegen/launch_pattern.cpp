// Groups map dimensions, asks the analysis of lanes for every address, and writes down what the code depends on.
#include "theano/codegen/launch_pattern.h"

#include <algorithm>

namespace theano::codegen {
namespace {

using ir::Access;
using ir::AddressForm;
using ir::AxisIndex;
using ir::Block;
using ir::Instruction;
using ir::Kernel;
using ir::LaneSpace;
using ir::LaunchShape;
using ir::Opcode;

std::int64_t stride_along(const LaunchShape& shape, const Access& access, int map_dim) {
  std::int64_t stride = 0;
  for (std::size_t a = 0; a < access.axes.size(); ++a) {
    if (access.axes[a].kind == AxisIndex::Kind::Map && access.axes[a].map_dim == map_dim)
      stride += shape.strides[access.buffer][a];
  }
  return stride;
}

void find_indexed_dims(const Kernel& kernel, const Block& block, std::vector<bool>& dims) {
  for (const Instruction& i : block.instructions) {
    if (i.opcode == Opcode::MapIndex) dims[i.index] = true;
    if (i.opcode == Opcode::Loop) find_indexed_dims(kernel, kernel.loops[i.index].body, dims);
    if (i.opcode == Opcode::Reduce) find_indexed_dims(kernel, kernel.reductions[i.index].body, dims);
  }
}

/// Map dimensions of more than one element; those that step together in every access, and whose own index nobody asks
/// for, in one group.
std::vector<std::vector<int>> group_dims(const Kernel& kernel, const LaunchShape& shape) {
  std::vector<bool> is_indexed(kernel.map_rank, false);
  find_indexed_dims(kernel, kernel.body, is_indexed);
  std::vector<std::vector<int>> groups;
  for (int dim = 0; dim < kernel.map_rank; ++dim) {
    if (shape.map_sizes[dim] == 1) continue;
    const auto steps_on = [&](const Access& access) {
      return stride_along(shape, access, groups.back().back()) ==
             stride_along(shape, access, dim) * shape.map_sizes[dim];
    };
    if (!groups.empty() && !is_indexed[groups.back().back()] && !is_indexed[dim] &&
        std::all_of(kernel.accesses.begin(), kernel.accesses.end(), steps_on)) {
      groups.back().push_back(dim);
    } else {
      groups.push_back({dim});
    }
  }
  return groups;
}

void write_list(std::string& text, const char* name, const std::vector<int>& list) {
  text += name;
  for (const int value : list) text += std::to_string(value) + ',';
}

/// The stride of the lanes: that of the last dimension with more than one element, since the others step on from it.
std::int64_t innermost_stride(const LaneSpace& space, const AddressForm& form) {
  for (std::size_t k = space.sizes.size(); k-- > 0;) {
    if (space.sizes[k] != 1) return form.lane_strides[k];
  }
  return 0;
}

}  // namespace

std::optional<LaunchPattern> LaunchPattern::make(const Kernel& kernel, const LaunchShape& shape, LanePlace place) {
  if (std::find(shape.map_sizes.begin(), shape.map_sizes.end(), 0) != shape.map_sizes.end()) return std::nullopt;
  std::vector<std::vector<int>> groups = group_dims(kernel, shape);
  if (place == LanePlace::Map && groups.empty()) return std::nullopt;
  const int split = place == LanePlace::Map ? groups.back().front() : kernel.map_rank;
  LaunchPattern pattern(kernel, shape, place, split, std::move(groups));
  if (!pattern.analysis_.is_legal()) return std::nullopt;
  pattern.collect(kernel.body, pattern.analysis_.body_space(), true);
  return pattern;
}

LaunchPattern::LaunchPattern(const Kernel& kernel, const LaunchShape& shape, LanePlace place, int split,
                             std::vector<std::vector<int>> groups)
    : kernel_(kernel),
      shape_(shape),
      place_(place),
      split_(split),
      analysis_(kernel, shape, {split, place == LanePlace::Regions}),
      outer_(std::move(groups)),
      outer_of_(kernel.map_rank, -1) {
  if (place == LanePlace::Map) {
    for (const int dim : outer_.back()) lane_count_ *= shape.map_sizes[dim];
    lane_dim_ = outer_.back().back();
    outer_.pop_back();
  }
  structure_ = place == LanePlace::Map ? "map" : "regions";
  for (std::size_t k = 0; k < outer_.size(); ++k) {
    std::int64_t size = 1;
    for (const int dim : outer_[k]) {
      outer_of_[dim] = static_cast<int>(k);
      size *= shape.map_sizes[dim];
    }
    outer_count_ *= size;
    numbers_.push_back(size);
    write_list(structure_, " outer ", outer_[k]);
  }
  structure_ += " split " + std::to_string(split);
  numbers_.push_back(lane_count_);
}

bool LaunchPattern::steps_in_one_row(const Block& body, const LaneSpace& space) const {
  if (space.sizes.size() == 1) return true;
  for (const ir::ValueId index : space.indices) {
    if (analysis_.is_needed(index)) return false;
  }
  for (const Instruction& i : body.instructions) {
    if (i.opcode == Opcode::Loop && !steps_in_one_row(kernel_.loops[i.index].body, space)) return false;
    if (i.opcode == Opcode::Reduce && !steps_in_one_row(kernel_.reductions[i.index].body, space)) return false;
    if (i.opcode != Opcode::Load && i.opcode != Opcode::Store) continue;
    if (collapse(space, analysis_.form(kernel_.accesses[i.index], space)).sizes.size() > 1) return false;
  }
  return true;
}

void LaunchPattern::collect(const Block& block, const LaneSpace& space, bool is_flat) {
  for (const Instruction& i : block.instructions) {
    if (i.opcode == Opcode::Load || i.opcode == Opcode::Store) {
      add_access(i, space, is_flat);
    } else if (i.opcode == Opcode::Loop) {
      const ir::Loop& loop = kernel_.loops[i.index];
      const bool is_region = analysis_.is_region_loop(i.index);
      structure_ += is_region ? " region" : " loop";
      if (is_region) flat_[&i] = true;
      collect(loop.body, is_region ? analysis_.region_space({&loop.index, 1}, {&loop.extent, 1}) : space,
              is_region || is_flat);
    } else if (i.opcode == Opcode::Reduce) {
      const ir::Reduction& r = kernel_.reductions[i.index];
      if (!analysis_.is_region_reduction(i.index)) {
        structure_ += " reduce";
        collect(r.body, space, is_flat);
        continue;
      }
      const LaneSpace region = analysis_.region_space(r.indices, r.extents);
      const bool is_row = steps_in_one_row(r.body, region);
      flat_[&i] = is_row;
      structure_ += is_row ? " row" : " rows";
      collect(r.body, region, is_row);
    }
  }
}

void LaunchPattern::add_access(const Instruction& use, const LaneSpace& space, bool is_flat) {
  const Access& access = kernel_.accesses[use.index];
  const AddressForm form = analysis_.form(access, space);
  const std::int64_t bytes = dtype_size_bytes(kernel_.buffers[access.buffer].dtype);
  AccessPattern pattern;
  pattern.numbers = static_cast<int>(numbers_.size());
  numbers_.push_back(form.constant * bytes);
  if (space.has_lanes()) {
    const std::int64_t stride = is_flat ? innermost_stride(space, form) : form.lane_strides.back();
    pattern.lane_stride = stride == 0 ? LaneStride::None : stride == 1 ? LaneStride::Unit : LaneStride::Any;
    if (pattern.lane_stride == LaneStride::Any) numbers_.push_back(stride * bytes);
  }
  // Several terms may follow one outer dimension, of which the last tells how far one step goes.
  std::vector<std::int64_t> outer(outer_.size(), 0);
  for (const auto& [dim, stride] : form.map_terms) {
    if (outer_of_[dim] >= 0 && outer_[outer_of_[dim]].back() == dim) outer[outer_of_[dim]] += stride;
  }
  for (std::size_t k = 0; k < outer.size(); ++k) {
    if (outer[k] == 0) continue;
    pattern.outer.push_back(static_cast<int>(k));
    numbers_.push_back(outer[k] * bytes);
  }
  if (!is_flat) {
    for (std::size_t k = 0; k + 1 < form.lane_strides.size(); ++k) {
      if (form.lane_strides[k] == 0) continue;
      pattern.rows.push_back(static_cast<int>(k));
      numbers_.push_back(form.lane_strides[k] * bytes);
    }
  }
  for (const auto& [value, stride] : form.uniform_terms) {
    pattern.uniform.push_back(value);
    numbers_.push_back(stride * bytes);
  }
  for (const auto& [value, stride] : form.varying_terms) {
    pattern.varying.push_back(value);
    numbers_.push_back(stride * bytes);
  }
  structure_ += pattern.lane_stride == LaneStride::None ? " a0" : pattern.lane_stride == LaneStride::Unit ? " a1" : " an";
  write_list(structure_, "o", pattern.outer);
  write_list(structure_, "r", pattern.rows);
  write_list(structure_, "u", pattern.uniform);
  write_list(structure_, "v", pattern.varying);
  accesses_.emplace(&use, std::move(pattern));
}

}  // namespace theano::codegen
