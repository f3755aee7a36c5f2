// Looks through index maps, and tells what needs no memory.
#include "theano/lower/sources.h"

#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/kinds/library_op.h"
#include "theano/ops/shape/shape.h"
#include "theano/runtime/product.h"

namespace theano::lower {

bool is_made_by_index(const Schedule& schedule, const LowerOptions& options, int variable) {
  const int producer = schedule.info(variable).producer;
  if (!options.fuse || producer < 0 || !schedule.nodes()[producer].node->op()->is(ops::arange)) return false;
  const std::vector<int>& inputs = schedule.nodes()[producer].inputs;
  return is_kernel_scalar(schedule, options, inputs[0]) && is_kernel_scalar(schedule, options, inputs[2]);
}

bool is_index_map(const Apply& node) { return node.op()->is(ops::dimshuffle) || node.op()->is(ops::alloc); }

Source source_of(const Schedule& schedule, const LowerOptions& options, int variable) {
  Source source{variable, false};
  while (options.fuse) {
    const int producer = schedule.info(source.variable).producer;
    if (producer < 0 || !is_index_map(*schedule.nodes()[producer].node)) break;
    source = {schedule.nodes()[producer].inputs[0], true};
  }
  return source;
}

bool is_kernel_scalar(const Schedule& schedule, const LowerOptions& options, int variable) {
  const VariableInfo& info = schedule.info(variable);
  if (const ConstantNode* constant = info.variable.constant())
    return info.variable.is_tensor() && constant->array().size() == 1;
  return options.fuse && info.value != ir::kNoRegister;
}

bool is_element_read(const LowerOptions& options, const Apply& node, int input) {
  return !options.fuse || input != 0 || !node.op()->is(tensor::second);
}

bool is_library_call(const Schedule& schedule, const LowerOptions& options, int node) {
  const Apply& apply = *schedule.nodes()[node].node;
  if (apply.op()->kind() != OpKind::Library) return false;
  // The nests of the sorting routines are too slow for anything but small tests.
  if (static_cast<const LibraryOp&>(apply.op()->definition()).routine() != Routine::Dot) return true;
  return options.use_libraries && runtime::is_product_dtype(static_cast<const TensorType&>(*apply.output_type(0)).dtype());
}

}  // namespace theano::lower
