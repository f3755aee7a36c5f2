// Finds which values differ between lanes, and whether the lanes are independent.
#include "theano/ir/lane_analysis.h"

#include <algorithm>

#include "theano/ir/scalar_eval.h"

namespace theano::ir {
namespace {

constexpr int kDeepestAddress = 16;       // instructions followed to find an address's form
constexpr std::int64_t kSmallRegion = 8;  // a region with fewer elements is not worth lanes of its own

}  // namespace

std::int64_t LaneSpace::count() const {
  std::int64_t n = 1;
  for (const std::int64_t size : sizes) {
    if (size < 0) return -1;
    n *= size;
  }
  return n;
}

bool AddressForm::is_uniform() const {
  return varying_terms.empty() && std::all_of(lane_strides.begin(), lane_strides.end(), [](auto s) { return s == 0; });
}

LaneWalk collapse(const LaneSpace& space, const AddressForm& form) {
  LaneWalk walk;
  for (std::size_t k = 0; k < space.sizes.size(); ++k) {
    const std::int64_t size = space.sizes[k], stride = form.lane_strides[k];
    if (size == 1) continue;
    if (!walk.sizes.empty() && walk.strides.back() == stride * size) {
      walk.sizes.back() *= size;
      walk.strides.back() = stride;
      continue;
    }
    walk.sizes.push_back(size);
    walk.strides.push_back(stride);
  }
  return walk;
}

LaneAnalysis::LaneAnalysis(const Kernel& kernel, const LaunchShape& shape, LaneChoice choice)
    : kernel_(kernel),
      shape_(shape),
      choice_(choice),
      varies_(kernel.value_count, false),
      is_needed_(kernel.value_count, false),
      region_loops_(kernel.loops.size(), false),
      region_reductions_(kernel.reductions.size(), false),
      known_(kernel.value_count),
      definitions_(kernel.value_count, nullptr) {
  define(kernel_.body);
  const LaneSpace space = body_space();
  find_varying(kernel_.body, space);
  if (space.has_lanes()) check_stores(kernel_.body, space);
  find_needed(kernel_.body, space);
  double points = 1, lanes = 1;
  for (int dim = 0; dim < kernel_.map_rank; ++dim) {
    (dim < choice_.split ? points : lanes) *= static_cast<double>(shape_.map_sizes[dim]);
  }
  time_ns_ = points * (20 + estimate(kernel_.body, space, lanes));
}

LaneSpace LaneAnalysis::body_space() const {
  LaneSpace space;
  space.is_map = choice_.split < kernel_.map_rank;
  for (int dim = choice_.split; dim < kernel_.map_rank; ++dim) space.sizes.push_back(shape_.map_sizes[dim]);
  return space;
}

LaneSpace LaneAnalysis::region_space(std::span<const ValueId> indices, std::span<const ValueId> extents) const {
  LaneSpace space;
  space.indices.assign(indices.begin(), indices.end());
  for (const ValueId extent : extents) space.sizes.push_back(std::max<std::int64_t>(known_[extent].value_or(-1), -1));
  return space;
}

/// Notes definitions, and values of integer expressions of constants and parameters (extents are such).
void LaneAnalysis::define(const Block& block) {
  for (const Instruction& i : block.instructions) {
    if (i.result != kNoValue) definitions_[i.result] = &i;
    if (i.opcode == Opcode::Loop) define(kernel_.loops[i.index].body);
    if (i.opcode == Opcode::Reduce) define(kernel_.reductions[i.index].body);
    if (i.dtype != DType::Int64) continue;
    if (i.opcode == Opcode::ConstInt) known_[i.result] = i.int_value;
    if (i.opcode == Opcode::Param && i.index < static_cast<int>(shape_.params.size())) {
      known_[i.result] = shape_.params[i.index];
    }
    if (i.opcode == Opcode::Primitive && i.prim != Prim::Select && i.prim != Prim::Cast) {
      Scalar args[3];
      bool all_known = true;
      for (int k = 0; k < prim_info(i.prim).arity; ++k) {
        if (!known_[i.args[k]])
          all_known = false;
        else
          args[k] = Scalar::of(DType::Int64, *known_[i.args[k]]);
      }
      if (all_known) known_[i.result] = evaluate(i.prim, i.dtype, args).as<std::int64_t>();
    }
  }
}

AddressForm LaneAnalysis::form(const Access& access, const LaneSpace& space) const {
  AddressForm form;
  form.lane_strides.assign(space.sizes.size(), 0);
  for (std::size_t a = 0; a < access.axes.size(); ++a) {
    const AxisIndex& axis = access.axes[a];
    const std::int64_t stride = shape_.strides[access.buffer][a];
    if (axis.kind == AxisIndex::Kind::Map) {
      if (space.is_map && axis.map_dim >= choice_.split)
        form.lane_strides[axis.map_dim - choice_.split] += stride;
      else
        form.map_terms.emplace_back(axis.map_dim, stride);
    } else if (axis.kind == AxisIndex::Kind::Value && stride != 0) {
      AddressForm regular = form;
      if (add_affine(axis.value, stride, space, regular, 0))
        form = std::move(regular);
      else
        form.varying_terms.emplace_back(axis.value, stride);
    }
  }
  for (std::size_t k = 0; k < space.sizes.size(); ++k) {
    if (space.sizes[k] == 1) form.lane_strides[k] = 0;
  }
  return form;
}

/// Adds `scale` times the value to the form, if it is a sum of multiples of lane indices and of uniform values.
bool LaneAnalysis::add_affine(ValueId value, std::int64_t scale, const LaneSpace& space, AddressForm& form,
                              int depth) const {
  const Instruction* definition = definitions_[value];
  if (!varies_[value]) {
    if (definition && definition->opcode == Opcode::ConstInt)
      form.constant += scale * definition->int_value;
    else
      form.uniform_terms.emplace_back(value, scale);
    return true;
  }
  const auto index = std::find(space.indices.begin(), space.indices.end(), value);
  if (index != space.indices.end()) {
    form.lane_strides[index - space.indices.begin()] += scale;
    return true;
  }
  if (!definition || depth > kDeepestAddress) return false;
  if (definition->opcode == Opcode::MapIndex) {
    form.lane_strides[definition->index - choice_.split] += scale;
    return true;
  }
  if (definition->opcode != Opcode::Primitive) return false;
  const ValueId a = definition->args[0], b = definition->args[1];
  const auto constant = [&](ValueId v) { return definitions_[v] && definitions_[v]->opcode == Opcode::ConstInt; };
  switch (definition->prim) {
    case Prim::Add:
      return add_affine(a, scale, space, form, depth + 1) && add_affine(b, scale, space, form, depth + 1);
    case Prim::Sub:
      return add_affine(a, scale, space, form, depth + 1) && add_affine(b, -scale, space, form, depth + 1);
    case Prim::Neg:
      return add_affine(a, -scale, space, form, depth + 1);
    case Prim::Mul:
      if (constant(b)) return add_affine(a, scale * definitions_[b]->int_value, space, form, depth + 1);
      if (constant(a)) return add_affine(b, scale * definitions_[a]->int_value, space, form, depth + 1);
      return false;
    default:
      return false;
  }
}

void LaneAnalysis::find_varying(const Block& block, const LaneSpace& space) {
  for (const Instruction& i : block.instructions) {
    switch (i.opcode) {
      case Opcode::MapIndex:
        if (space.is_map && i.index >= choice_.split) mark(i.result);
        break;
      case Opcode::Primitive:
        for (int k = 0; k < prim_info(i.prim).arity; ++k) {
          if (varies_[i.args[k]]) mark(i.result);
        }
        break;
      case Opcode::Load:
        if (!form(kernel_.accesses[i.index], space).is_uniform()) mark(i.result);
        break;
      case Opcode::Loop: {
        const Loop& loop = kernel_.loops[i.index];
        if (!space.has_lanes() && loop.is_parallel && wants_region(loop.body, {&loop.index, 1}, {&loop.extent, 1})) {
          region_loops_[i.index] = true;
          mark(loop.index);
          find_varying(loop.body, region_space({&loop.index, 1}, {&loop.extent, 1}));
        } else {
          find_varying_loop(loop, space);
        }
        break;
      }
      case Opcode::Reduce: {
        const Reduction& r = kernel_.reductions[i.index];
        if (!space.has_lanes() && wants_region(r.body, r.indices, r.extents)) {
          region_reductions_[i.index] = true;
          for (const ValueId index : r.indices) mark(index);
          find_varying(r.body, region_space(r.indices, r.extents));
        } else {
          for (const ValueId extent : r.extents) {
            if (varies_[extent]) is_legal_ = false;
          }
          find_varying(r.body, space);
          const bool has_varying =
              std::any_of(r.folds.begin(), r.folds.end(), [&](const Fold& fold) { return varies_[fold.element]; });
          if (space.has_lanes() && has_varying) mark(i.result);
        }
        break;
      }
      case Opcode::Result: {
        const Instruction& token = *definitions_[i.args[0]];
        const ValueId source =
            token.opcode == Opcode::Loop ? kernel_.loops[token.index].carried[i.index] : token.result;
        if (varies_[source]) mark(i.result);
        break;
      }
      default:
        break;
    }
  }
}

void LaneAnalysis::find_varying_loop(const Loop& loop, const LaneSpace& space) {
  if (varies_[loop.extent]) is_legal_ = false;
  bool changed = true;
  while (changed) {
    for (std::size_t k = 0; k < loop.carried.size(); ++k) {
      if (varies_[loop.initial[k]]) mark(loop.carried[k]);
    }
    find_varying(loop.body, space);
    changed = false;
    for (std::size_t k = 0; k < loop.carried.size(); ++k) {
      if (varies_[loop.next[k]] && !varies_[loop.carried[k]]) {
        mark(loop.carried[k]);
        changed = true;
      }
    }
  }
  if (loop.continue_condition != kNoValue && varies_[loop.continue_condition]) is_legal_ = false;
}

/// Whether a reduction or parallel loop gets lanes: the innermost ones that are long enough, if lanes are independent.
bool LaneAnalysis::wants_region(const Block& body, std::span<const ValueId> indices,
                                std::span<const ValueId> extents) const {
  if (!choice_.uses_regions || extents.empty()) return false;
  const LaneSpace space = region_space(indices, extents);
  const std::int64_t count = space.count();
  if (count < 0 && extents.size() > 1) return false;
  if (count >= 0 && count < kSmallRegion) return false;
  for (const Instruction& i : body.instructions) {
    if (i.opcode == Opcode::Reduce) {
      const Reduction& r = kernel_.reductions[i.index];
      if (wants_region(r.body, r.indices, r.extents)) return false;
    } else if (i.opcode == Opcode::Loop) {
      const Loop& loop = kernel_.loops[i.index];
      if (loop.is_parallel && wants_region(loop.body, {&loop.index, 1}, {&loop.extent, 1})) return false;
    }
  }
  // A trial with this region alone finds what is not independent in it.
  LaneAnalysis trial(*this);
  for (const ValueId index : indices) trial.varies_[index] = true;
  trial.find_varying(body, space);
  trial.check_stores(body, space);
  return trial.is_legal_;
}

void LaneAnalysis::collect_accesses(const Block& block, int depth) {
  for (const Instruction& i : block.instructions) {
    if (i.opcode == Opcode::Load || i.opcode == Opcode::Store) uses_.push_back({&i, depth});
    if (i.opcode == Opcode::Loop) collect_accesses(kernel_.loops[i.index].body, depth + 1);
    if (i.opcode == Opcode::Reduce) collect_accesses(kernel_.reductions[i.index].body, depth + 1);
  }
}

/// A buffer that is stored to, and read (or, in serial kernels, stored to more than once), is safe if every lane touches
/// elements of its own: some axis follows each lane dimension in all accesses.
void LaneAnalysis::check_stores(const Block& block, const LaneSpace& space) {
  uses_.clear();
  collect_accesses(block, 0);
  for (std::size_t b = 0; b < kernel_.buffers.size(); ++b) {
    if (kernel_.buffers[b].role == BufferRole::Input) continue;
    std::vector<const Access*> accesses;
    int stores = 0, loads = 0;
    bool is_in_loop = false;
    for (const Use& use : uses_) {
      const Access& access = kernel_.accesses[use.instruction->index];
      if (access.buffer != static_cast<int>(b)) continue;
      (use.instruction->opcode == Opcode::Store ? stores : loads)++;
      is_in_loop |= use.depth > 0;
      accesses.push_back(&access);
    }
    if (stores == 0 || (loads == 0 && (!kernel_.is_serial || (stores == 1 && !is_in_loop)))) continue;
    for (std::size_t k = 0; k < space.sizes.size(); ++k) {
      if (space.sizes[k] == 1) continue;
      bool is_owned = false;
      for (int a = 0; a < kernel_.buffers[b].rank && !is_owned; ++a) {
        is_owned =
            shape_.strides[b][a] != 0 && std::all_of(accesses.begin(), accesses.end(), [&](const Access* access) {
              const AxisIndex& axis = access->axes[a];
              if (space.is_map)
                return axis.kind == AxisIndex::Kind::Map && axis.map_dim == choice_.split + static_cast<int>(k);
              return axis.kind == AxisIndex::Kind::Value && axis.value == space.indices[k];
            });
      }
      if (!is_owned) is_legal_ = false;
    }
  }
}

void LaneAnalysis::need(ValueId value) {
  if (value == kNoValue || is_needed_[value]) return;
  std::vector<ValueId> work = {value};
  while (!work.empty()) {
    const ValueId v = work.back();
    work.pop_back();
    if (v == kNoValue || is_needed_[v]) continue;
    is_needed_[v] = true;
    const Instruction* definition = definitions_[v];
    if (definition && definition->opcode == Opcode::Primitive)
      work.insert(work.end(), definition->args, definition->args + 3);
  }
}

void LaneAnalysis::find_needed(const Block& block, const LaneSpace& space) {
  for (const Instruction& i : block.instructions) {
    switch (i.opcode) {
      case Opcode::Load:
      case Opcode::Store: {
        const AddressForm address = form(kernel_.accesses[i.index], space);
        for (const auto& [value, stride] : address.uniform_terms) need(value);
        for (const auto& [value, stride] : address.varying_terms) need(value);
        if (i.opcode == Opcode::Store) need(i.args[0]);
        break;
      }
      case Opcode::Check:
        need(i.args[0]);
        break;
      case Opcode::Loop: {
        const Loop& loop = kernel_.loops[i.index];
        need(loop.extent);
        need(loop.continue_condition);
        for (const ValueId value : loop.initial) need(value);
        for (const ValueId value : loop.next) need(value);
        find_needed(loop.body, region_loops_[i.index] ? region_space({&loop.index, 1}, {&loop.extent, 1}) : space);
        break;
      }
      case Opcode::Reduce: {
        const Reduction& r = kernel_.reductions[i.index];
        for (const ValueId extent : r.extents) need(extent);
        for (const Fold& fold : r.folds) need(fold.element);
        find_needed(r.body, region_reductions_[i.index] ? region_space(r.indices, r.extents) : space);
        break;
      }
      default:
        break;
    }
  }
}

}  // namespace theano::ir
