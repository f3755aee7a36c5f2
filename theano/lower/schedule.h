// The nodes of a graph in the order in which they can run, with the size of everything as registers of size code.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "theano/graph/function_graph.h"
#include "theano/lower/lower.h"
#include "theano/lower/size_code.h"

namespace theano::lower {

/// What is known of a variable of the graph.
struct VariableInfo {
  Variable variable;
  int producer = -1;  ///< number of the scheduled node; -1: input or constant
  int input = -1;     ///< number of the graph's input
  ir::Registers sizes;
  std::vector<int> sizes_found;  ///< axes of which only the finished result tells the size
  ir::Register value = ir::kNoRegister;  ///< the value of an integer scalar, where size code knows it
};

/// A node in its place.
struct ScheduledNode {
  Ref<Apply> node;
  int segment = 0;
  std::vector<int> inputs;  ///< numbers of variables; -1: not a tensor
  std::vector<int> outputs;
  ir::Registers map;      ///< LoopOp: sizes of the space of points
  ir::Registers scalars;  ///< ViewOp, and LoopOp with a window: what steers the view
};

/// Reading an element of a computed integer tensor, on which later sizes depend.
struct ReadBack {
  int variable;
};

/// Numbers of buffers in size code: inputs of the graph are 0, 1, ...; read-back n is -2 - n.
class Schedule {
 public:
  Schedule(const FunctionGraph& graph, const LowerOptions& options);

  const std::vector<ScheduledNode>& nodes() const { return nodes_; }
  const VariableInfo& info(int variable) const { return variables_[variable]; }
  int variable_count() const { return static_cast<int>(variables_.size()); }
  /// The inputs of a node as errors tell them: without the axes that broadcasting has added.
  std::vector<ir::SiteOperand> site_operands(const ScheduledNode& scheduled) const;
  const std::vector<int>& graph_outputs() const { return graph_outputs_; }
  const std::vector<ReadBack>& read_backs() const { return read_backs_; }
  SizeCode& code() { return code_; }
  const SizeCode& code() const { return code_; }

 private:
  friend class ScalarCompiler;
  int number_of(const Variable& v);
  int new_variable(const Variable& v, int producer);
  void add_input(const Variable& v, int number);
  /// Schedules `v`'s ancestors that are not yet, `v`'s node last.
  void add_ancestors(const Variable& v);
  void add_node(Apply* node);
  /// A loop, a branch or a call of the host runs last in its segment; what only the finished result tells of its sizes is read afterwards.
  void add_control(Apply* node, ScheduledNode scheduled);
  ir::Registers registers_of(const SymbolicShape& shape);
  void add_checks(const ScheduledNode& scheduled, std::span<const SymbolicShape> input_shapes);
  void add_elementwise_checks(const ScheduledNode& scheduled);
  /// The variable the user wrote where a dimshuffle stands in between, and which of its axes lies along `axis`.
  std::pair<int, int> written_axis(int variable, int axis) const;
  /// Integers that steer a view: scalars, or the elements of a vector.
  ir::Registers scalars_of(const Apply& node, int first);

  const LowerOptions& options_;
  SizeCode code_;
  std::deque<VariableInfo> variables_;
  std::vector<SymbolicShape> shapes_;  ///< per variable, as expressions
  std::unordered_map<VariableNode*, int> numbers_;
  std::unordered_map<VariableNode*, ir::Register>
      values_;  ///< of scalar expressions; kNoRegister: not without reading back
  std::unordered_map<Apply*, int> scheduled_;
  std::vector<ScheduledNode> nodes_;
  std::vector<ReadBack> read_backs_;
  std::vector<int> graph_outputs_;
  std::vector<Variable> held_;  ///< expressions of sizes, whose addresses are keys above
};

/// Names of inputs as errors tell them: those of the op's block where there are enough.
std::vector<std::string> input_roles(const Apply& node);

}  // namespace theano::lower
