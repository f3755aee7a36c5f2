// Lowers and runs small graphs of tests.
#pragma once

#include <string>
#include <vector>

#include "theano/lower/lower.h"
#include "theano/runtime/executor.h"

namespace theano::lower {

inline std::shared_ptr<const ir::Program> lower_graph(const std::vector<Variable>& inputs,
                                                      const std::vector<Variable>& outputs,
                                                      const LowerOptions& options = {}) {
  return lower(FunctionGraph(inputs, outputs), options);
}

/// Outputs by the fused Program.
inline std::vector<Array> run_graph(const std::vector<Variable>& inputs, const std::vector<Variable>& outputs,
                                    const std::vector<Array>& values, const LowerOptions& options = {}) {
  runtime::Executor executor(lower_graph(inputs, outputs, options));
  return executor.run(values);
}

/// Outputs op by op, as the oracle computes them.
inline std::vector<Array> run_unfused(const std::vector<Variable>& inputs, const std::vector<Variable>& outputs,
                                      const std::vector<Array>& values) {
  LowerOptions options;
  options.fuse = false;
  options.use_libraries = false;
  return run_graph(inputs, outputs, values, options);
}

inline Variable matrix(const std::string& name, DType dtype = DType::Float64) {
  return make_variable(TensorType::of_rank(dtype, 2), name);
}
inline Variable vector(const std::string& name, DType dtype = DType::Float64) {
  return make_variable(TensorType::of_rank(dtype, 1), name);
}
inline Variable scalar(const std::string& name, DType dtype = DType::Float64) {
  return make_variable(TensorType::of_rank(dtype, 0), name);
}

/// 0.5, 1.5, ... in a shape, with changing signs.
inline Array numbers(Shape shape, DType dtype = DType::Float64) {
  Array a(DType::Float64, shape);
  double* data = a.data<double>();
  for (std::int64_t i = 0; i < a.size(); ++i)
    data[i] = (i % 3 == 1 ? -1 : 1) * (0.5 + 0.25 * static_cast<double>(i % 17));
  return dtype == DType::Float64 ? a : a.astype(dtype);
}

/// The text of the error that a call throws; "" when it throws none.
template <class F>
std::string error_text(F f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace theano::lower
