// The chapter's list of ops and their entries in the API.
#include "theano/base/error.h"
#include "theano/ops/shape/diagonal.h"
#include "theano/ops/shape/movement.h"

namespace theano {
namespace {

using Kind = ParameterKind;
using Results = std::vector<Variable>;

constexpr const OpDefinition* kOps[] = {&ops::dimshuffle,   &ops::reshape,      &ops::rebroadcast, &ops::specify_shape,
                                        &ops::shape,        &ops::shape_i,      &ops::make_vector, &ops::alloc,
                                        &ops::arange,       &ops::eye,          &ops::join,        &ops::split,
                                        &ops::split_piece,  &ops::extract_diag, &ops::inc_diagonal,
                                        &ops::contiguous,   &ops::assertion};

std::vector<bool> flags(const std::vector<std::int64_t>& values) { return {values.begin(), values.end()}; }

void append_axes(std::vector<ApiFunction>& functions) {
  const std::vector<Parameter> with_axes = {{"x", Kind::Tensor}, {"axes", Kind::Pattern}};
  functions.push_back({nullptr,
                       "dimshuffle",
                       "",
                       "dimshuffle",
                       {{"x", Kind::Tensor}, {"pattern", Kind::Pattern}},
                       "Axes in another order; 'x' adds one of size 1, and axes of size 1 may be left out.",
                       "",
                       [](const Arguments& a) -> Results { return {tensor::dimshuffle(a.tensor(0), a.integers(1))}; }});
  functions.push_back({"tensor",
                       "transpose",
                       "",
                       "transpose",
                       {{"x", Kind::Tensor}, {"axes", Kind::Axis, "None"}},
                       "Axes in the given order, reversed when there is none.",
                       "numpy.transpose(x, axes)",
                       [](const Arguments& a) -> Results { return {tensor::transpose(a.tensor(0), a.axes(1))}; }});
  functions.push_back(
      {"tensor",
       "swapaxes",
       "",
       "swapaxes",
       {{"y", Kind::Tensor}, {"axis1", Kind::Integer}, {"axis2", Kind::Integer}},
       "Two axes exchanged.",
       "numpy.swapaxes(y, axis1, axis2)",
       [](const Arguments& a) -> Results { return {tensor::swapaxes(a.tensor(0), a.integer(1), a.integer(2))}; }});
  functions.push_back({"tensor",
                       "squeeze",
                       "",
                       "squeeze",
                       {{"x", Kind::Tensor}},
                       "x without the axes whose size is known to be 1.",
                       "",
                       [](const Arguments& a) -> Results { return {tensor::squeeze(a.tensor(0))}; }});
  functions.push_back(
      {"tensor",
       "shape_padleft",
       "",
       "",
       {{"t", Kind::Tensor}, {"n_ones", Kind::Integer, "1"}},
       "Axes of size 1 in front.",
       "numpy.reshape(t, (1,) * n_ones + numpy.shape(t))",
       [](const Arguments& a) -> Results { return {tensor::shape_padleft(a.tensor(0), a.integer(1))}; }});
  functions.push_back(
      {"tensor",
       "shape_padright",
       "",
       "",
       {{"t", Kind::Tensor}, {"n_ones", Kind::Integer, "1"}},
       "Axes of size 1 behind.",
       "numpy.reshape(t, numpy.shape(t) + (1,) * n_ones)",
       [](const Arguments& a) -> Results { return {tensor::shape_padright(a.tensor(0), a.integer(1))}; }});
  functions.push_back(
      {"tensor",
       "shape_padaxis",
       "",
       "",
       {{"t", Kind::Tensor}, {"axis", Kind::Integer}},
       "One axis of size 1 at a position.",
       "numpy.expand_dims(t, axis)",
       [](const Arguments& a) -> Results { return {tensor::shape_padaxis(a.tensor(0), a.integer(1))}; }});
  functions.push_back(
      {"tensor", "addbroadcast", "", "", with_axes,
       "x, of which the type knows that the axes have size 1 (checked at the call).", "x",
       [](const Arguments& a) -> Results { return {tensor::addbroadcast(a.tensor(0), a.integers(1))}; }});
  functions.push_back(
      {"tensor", "unbroadcast", "", "", with_axes, "x, of which the type no longer knows that the axes have size 1.",
       "x", [](const Arguments& a) -> Results { return {tensor::unbroadcast(a.tensor(0), a.integers(1))}; }});
  functions.push_back({"tensor",
                       "patternbroadcast",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"broadcastable", Kind::Axis}},
                       "x with the given broadcastable pattern.",
                       "x",
                       [](const Arguments& a) -> Results {
                         return {tensor::patternbroadcast(a.tensor(0), flags(a.axes(1).value()))};
                       }});
}

void append_shapes(std::vector<ApiFunction>& functions) {
  functions.push_back({"tensor",
                       "reshape",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"newshape", Kind::ShapeLike}, {"ndim", Kind::Integer, "None"}},
                       "The same elements, row-major, in another shape; one size may be -1.",
                       "numpy.reshape(x, newshape)",
                       [](const Arguments& a) -> Results {
                         return {tensor::reshape(a.tensor(0), a.tensors(1), a.optional_integer(2))};
                       }});
  functions.push_back({nullptr,
                       "reshape",
                       "",
                       "reshape",
                       {{"x", Kind::Tensor}, {"shape", Kind::ShapeLike}, {"ndim", Kind::Integer, "None"}},
                       "The same elements, row-major, in another shape; one size may be -1.",
                       "",
                       [](const Arguments& a) -> Results {
                         return {tensor::reshape(a.tensor(0), a.tensors(1), a.optional_integer(2))};
                       }});
  functions.push_back({"tensor",
                       "flatten",
                       "",
                       "",
                       {{"x", Kind::Tensor}, {"ndim", Kind::Integer, "None"}, {"outdim", Kind::Integer, "None"}},
                       "The first ndim - 1 axes as they are, the rest as one.",
                       "",
                       [](const Arguments& a) -> Results {
                         const auto ndim = a.is_none(1) ? a.optional_integer(2) : a.integer(1);
                         return {tensor::flatten(a.tensor(0), ndim.value_or(1))};
                       }});
  functions.push_back({nullptr,
                       "flatten",
                       "",
                       "flatten",
                       {{"x", Kind::Tensor}, {"ndim", Kind::Integer, "1"}},
                       "The first ndim - 1 axes as they are, the rest as one.",
                       "",
                       [](const Arguments& a) -> Results { return {tensor::flatten(a.tensor(0), a.integer(1))}; }});
  functions.push_back({nullptr,
                       "ravel",
                       "",
                       "ravel",
                       {{"x", Kind::Tensor}},
                       "All elements as a vector.",
                       "",
                       [](const Arguments& a) -> Results { return {tensor::ravel(a.tensor(0))}; }});
  functions.push_back({"tensor",
                       "shape",
                       "",
                       "",
                       {{"x", Kind::Tensor}},
                       "The sizes as an int64 vector.",
                       "numpy.array(numpy.shape(x))",
                       [](const Arguments& a) -> Results { return {tensor::shape(a.tensor(0))}; }});
  functions.push_back(
      {"tensor",
       "specify_shape",
       "",
       "",
       {{"x", Kind::Tensor}, {"shape", Kind::ShapeLike}},
       "x, checked at the call to have the given sizes.",
       "x",
       [](const Arguments& a) -> Results { return {tensor::specify_shape(a.tensor(0), a.tensors(1))}; }});
}

void append_makers(std::vector<ApiFunction>& functions) {
  const std::vector<Parameter> shape_and_dtype = {{"shape", Kind::ShapeLike}, {"dtype", Kind::DTypeName, "None"}};
  const std::vector<Parameter> like = {
      {"model", Kind::Tensor}, {"dtype", Kind::DTypeName, "None"}, {"opt", Kind::Boolean, "False"}};
  functions.push_back({"tensor",
                       "alloc",
                       "",
                       "",
                       {{"value", Kind::Tensor}, {"shape", Kind::Tensors}},
                       "A value repeated to a shape.",
                       "numpy.broadcast_to(value, shape)",
                       [](const Arguments& a) -> Results { return {tensor::alloc(a.tensor(0), a.tensors(1))}; }});
  functions.push_back({"tensor", "zeros", "", "", shape_and_dtype, "Zeros, of floatX unless a dtype is given.",
                       "numpy.zeros(shape)",
                       [](const Arguments& a) -> Results { return {tensor::zeros(a.tensors(0), a.dtype(1))}; }});
  functions.push_back({"tensor", "ones", "", "", shape_and_dtype, "Ones, of floatX unless a dtype is given.",
                       "numpy.ones(shape)",
                       [](const Arguments& a) -> Results { return {tensor::ones(a.tensors(0), a.dtype(1))}; }});
  functions.push_back({"tensor", "zeros_like", "", "zeros_like", like, "Zeros of the shape and dtype of model.",
                       "numpy.zeros_like(model)",
                       [](const Arguments& a) -> Results { return {tensor::zeros_like(a.tensor(0), a.dtype(1))}; }});
  functions.push_back({"tensor", "ones_like", "", "ones_like", like, "Ones of the shape and dtype of model.",
                       "numpy.ones_like(model)",
                       [](const Arguments& a) -> Results { return {tensor::ones_like(a.tensor(0), a.dtype(1))}; }});
  functions.push_back({"tensor",
                       "arange",
                       "",
                       "",
                       {{"start", Kind::Tensor},
                        {"stop", Kind::OptionalTensor, "None"},
                        {"step", Kind::Tensor, "1"},
                        {"dtype", Kind::DTypeName, "None"}},
                       "The numbers start, start + step, ... before stop; from 0 when only one bound is given.",
                       "numpy.arange(start, stop, step)",
                       [](const Arguments& a) -> Results {
                         const bool is_from_zero = a.is_none(1) || a.tensor(1).is_null();
                         const Operand start = is_from_zero ? Operand(0) : Operand(a.tensor(0));
                         return {
                             tensor::arange(start, is_from_zero ? a.tensor(0) : a.tensor(1), a.tensor(2), a.dtype(3))};
                       }});
  functions.push_back({"tensor",
                       "eye",
                       "",
                       "",
                       {{"n", Kind::Tensor},
                        {"m", Kind::OptionalTensor, "None"},
                        {"k", Kind::Tensor, "0"},
                        {"dtype", Kind::DTypeName, "None"}},
                       "Ones on the k-th diagonal, zeros elsewhere.",
                       "numpy.eye(n, m, k)",
                       [](const Arguments& a) -> Results {
                         const bool is_square = a.is_none(1) || a.tensor(1).is_null();
                         const Variable columns = is_square ? a.tensor(0) : a.tensor(1);
                         return {tensor::eye(a.tensor(0), Operand(columns), a.tensor(2), a.dtype(3))};
                       }});
  functions.push_back({"tensor",
                       "join",
                       "",
                       "",
                       {{"axis", Kind::Tensor}, {"tensors_list", Kind::Tensors}},
                       "Tensors one after another along an axis, which may be symbolic.",
                       "numpy.concatenate(tensors_list, axis)",
                       [](const Arguments& a) -> Results { return {tensor::join(a.tensor(0), a.tensors(1))}; }});
  functions.push_back(
      {"tensor",
       "concatenate",
       "",
       "",
       {{"tensor_list", Kind::TensorList}, {"axis", Kind::Tensor, "0"}},
       "Tensors one after another along an axis, which may be symbolic.",
       "numpy.concatenate(tensor_list, axis)",
       [](const Arguments& a) -> Results { return {tensor::join(a.tensor(1), a.tensors(0))}; }});
  functions.push_back({"tensor",
                       "stack",
                       "",
                       "",
                       {{"tensors", Kind::TensorsOrRest}, {"axis", Kind::Integer, "0"}},
                       "Tensors side by side along a new axis.",
                       "numpy.stack(tensors, axis)",
                       [](const Arguments& a) -> Results { return {tensor::stack(a.tensors(0), a.integer(1))}; }});
}

}  // namespace

std::span<const OpDefinition* const> shape_ops() { return kOps; }

void append_api_functions_shape(std::vector<ApiFunction>& functions) {
  append_axes(functions);
  append_shapes(functions);
  append_makers(functions);
  append_api_functions_movement(functions);
}

}  // namespace theano
