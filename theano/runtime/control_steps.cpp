// Steps that hold Programs or leave the machine room: loops, branches, host callbacks.
#include <algorithm>

#include "theano/array/element.h"
#include "theano/runtime/program_run.h"
#include "theano/runtime/step_error.h"

namespace theano::runtime {

Array ProgramRun::borrow_array(int buffer) const {
  const Layout& layout = *w_.layouts[buffer];
  const std::int64_t bytes = dtype_size_bytes(p_.buffers[buffer].dtype);
  std::int64_t low = 0, high = 0;  // the elements reach from low to high around the first one
  for (int axis = 0; axis < layout.ndim(); ++axis) {
    const std::int64_t reach = (layout.shape[axis] - 1) * layout.strides[axis];
    (reach < 0 ? low : high) += layout.shape[axis] > 0 ? reach : 0;
  }
  const BufferPtr memory = Buffer::borrow(w_.pointers[buffer] + low * bytes, (high - low + 1) * bytes, false, [] {});
  return Array(p_.buffers[buffer].dtype, Layout(layout.shape, layout.strides, -low), memory);
}

void ProgramRun::produce(int buffer, Array array) {
  const ir::ProgramBuffer& info = p_.buffers[buffer];
  if (array.is_null() || array.dtype() != info.dtype || array.shape().size() != info.sizes.size())
    throw TypeError(info.name,
                    "the result must be " + std::string(dtype_name(info.dtype)) + " with " +
                        std::to_string(info.sizes.size()) + " dimensions, but is " +
                        (array.is_null() ? std::string("nothing") : array.type_string()) + ".",
                    "Return an array of the type that the op has declared.", Phase::Call);
  w_.arrays[buffer] = std::move(array);
  w_.pointers[buffer] = w_.arrays[buffer].bytes();
  w_.layouts[buffer] = &w_.arrays[buffer].layout();
}

void ProgramRun::run_loop(const ir::LoopStep& loop) {
  Executor& body = shared_.executor_of(loop.body.get());
  const std::int64_t trips = w_.registers[loop.trip_count];
  std::vector<Array> sequences, states, invariants;
  for (int b : loop.sequences) sequences.push_back(borrow_array(b));
  for (int b : loop.initial_states) states.push_back(borrow_array(b).copy());
  for (int b : loop.invariants) invariants.push_back(borrow_array(b));
  std::vector<std::vector<Array>> stacks(loop.stacked.size());
  std::int64_t body_bytes = 0, state_bytes = 0;
  for (const Array& state : states) state_bytes += state.size_bytes();
  for (std::int64_t t = 0; t < trips; ++t) {
    if (is_interrupted()) throw Interrupted();
    Call call(body);
    std::size_t argument = 0;
    for (const Array& s : sequences) {
      Layout element;
      element.shape = Shape(s.shape().begin() + 1, s.shape().end());
      element.strides = Strides(s.strides().begin() + 1, s.strides().end());
      element.offset = s.layout().offset + t * s.strides()[0];
      call.hold(argument++, s.view(std::move(element)));
    }
    for (const Array& state : states) call.look_at(argument++, state);
    for (const Array& invariant : invariants) call.look_at(argument++, invariant);
    if (w_.is_measuring) call.measure_nested();
    const std::span<Array> results = call.run();
    if (w_.is_measuring) body_bytes = std::max(body_bytes, call.memory().peak_bytes());
    std::size_t next = loop.has_condition ? 1 : 0;
    for (Array& state : states) state = std::move(results[next++]);
    for (auto& stack : stacks) stack.push_back(std::move(results[next++]));
    if (loop.has_condition && results[0].item() == 0) break;
  }
  w_.nested_bytes += body_bytes + state_bytes;
  for (std::size_t i = 0; i < states.size(); ++i) produce(loop.final_states[i], std::move(states[i]));
  for (std::size_t i = 0; i < stacks.size(); ++i) {
    const ir::ProgramBuffer& info = p_.buffers[loop.stacked[i]];
    Shape shape{static_cast<std::int64_t>(stacks[i].size())};
    for (std::size_t axis = 1; axis < info.sizes.size(); ++axis)
      shape.push_back(!stacks[i].empty()                       ? stacks[i][0].shape(static_cast<int>(axis) - 1)
                      : info.sizes[axis] != ir::kNoRegister ? w_.registers[info.sizes[axis]]
                                                            : 0);
    Array whole(info.dtype, shape);
    for (std::size_t t = 0; t < stacks[i].size(); ++t) {
      Layout row(Shape(shape.begin() + 1, shape.end()));
      row.offset = static_cast<std::int64_t>(t) * row.size();
      whole.view(std::move(row)).assign(stacks[i][t]);
    }
    w_.nested_bytes += whole.size_bytes();  // of the pieces, which are still there
    produce(loop.stacked[i], std::move(whole));
  }
}

void ProgramRun::run_branch(const ir::BranchStep& branch) {
  const bool condition = read_element<bool>(p_.buffers[branch.condition].dtype, w_.pointers[branch.condition]);
  Call call(shared_.executor_of((condition ? branch.when_true : branch.when_false).get()));
  for (std::size_t i = 0; i < branch.inputs.size(); ++i) call.hold(i, borrow_array(branch.inputs[i]));
  if (w_.is_measuring) call.measure_nested();
  const std::span<Array> results = call.run();
  if (w_.is_measuring) w_.nested_bytes += call.memory().workspace_bytes + call.memory().nested_bytes;
  for (std::size_t i = 0; i < results.size(); ++i) produce(branch.outputs[i], std::move(results[i]));
}

void ProgramRun::run_adoption(const ir::AdoptStep& adoption) {
  for (std::size_t i = 0; i < adoption.inputs.size(); ++i) {
    std::size_t number = 0;
    while (p_.inputs[number] != adoption.inputs[i]) ++number;
    const Array& argument = *w_.arguments[number];
    produce(adoption.outputs[i], caller_ ? caller_->adopt(static_cast<int>(number), argument) : argument.copy());
  }
}

void ProgramRun::run_host(const ir::Step& step) {
  const ir::HostStep& host = p_.hosts[step.index];
  std::vector<Array> arguments;
  for (int b : host.inputs) arguments.push_back(borrow_array(b));
  std::vector<Array> results;
  try {
    results = host.function->call(arguments);
  } catch (const Error& error) {
    rethrow_at(p_, p_.sites[step.site], error, w_.registers);
  }
  if (results.size() != host.outputs.size())
    throw ValueError(p_.sites[step.site].op,
                     "the op must give " + std::to_string(host.outputs.size()) + " results, but gave " +
                         std::to_string(results.size()) + ".",
                     "Return one array per output.", Phase::Call);
  for (std::size_t i = 0; i < results.size(); ++i) produce(host.outputs[i], std::move(results[i]));
}

}  // namespace theano::runtime
