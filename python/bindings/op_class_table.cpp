// The classes of ops by their old names, one row each, and what the few that are no plain function do.
#include <algorithm>

#include "op_classes.h"
#include "theano/base/error.h"
#include "theano/gradient/gradient.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/reduction/bitwise.h"
#include "theano/ops/shape/shape.h"
#include "to_variable.h"

namespace theano::python {
namespace {

Variable first_input(const nb::args& inputs, const char* op) {
  if (inputs.size() == 0) throw TypeError(op, "there is no input.", "Call it with a tensor.");
  return to_variable(inputs[0], op);
}

bool is_true(const nb::dict& arguments, const char* name) { return nb::cast<bool>(nb::bool_(arguments[name])); }

nb::object call_scalar_op(const nb::dict& arguments, const nb::args& inputs) { return arguments["scalar_op"](*inputs); }

// As in the original: what is dropped must be broadcastable, and nothing may be named twice.
void check_dimshuffle(const nb::dict& arguments) {
  std::vector<bool> is_dropped;
  std::vector<bool> broadcastable;
  for (const nb::handle flag : arguments["input_broadcastable"])
    broadcastable.push_back(nb::cast<bool>(nb::bool_(nb::borrow(flag))));
  is_dropped.assign(broadcastable.size(), true);
  for (const nb::handle entry : arguments["new_order"]) {
    if (nb::isinstance<nb::str>(entry)) continue;
    const auto axis = nb::cast<std::int64_t>(nb::int_(nb::borrow(entry)));
    if (axis < 0 || axis >= static_cast<std::int64_t>(broadcastable.size()) || !is_dropped[static_cast<std::size_t>(axis)])
      throw ValueError("dimshuffle",
                       "The same input dimension may not appear twice in the list of output dimensions, and each must be "
                       "one of the input; " + std::to_string(axis) + " is not.",
                       "Name each axis once.");
    is_dropped[static_cast<std::size_t>(axis)] = false;
  }
  for (std::size_t axis = 0; axis < broadcastable.size(); ++axis)
    if (is_dropped[axis] && !broadcastable[axis])
      throw ValueError("dimshuffle", "You cannot drop a non-broadcastable dimension, but axis " + std::to_string(axis) + " is.",
                       "Keep the axis, or take one element of it.");
}

nb::object call_dimshuffle(const nb::dict& arguments, const nb::args& inputs) {
  std::vector<std::int64_t> order;
  for (const nb::handle entry : arguments["new_order"])
    order.push_back(nb::isinstance<nb::str>(entry) ? -1 : nb::cast<std::int64_t>(nb::int_(nb::borrow(entry))));
  return nb::cast(tensor::dimshuffle(first_input(inputs, "dimshuffle"), std::move(order)));
}

Axes axes_of(nb::handle axis) {
  if (axis.is_none()) return {};
  if (nb::isinstance<nb::int_>(axis)) return nb::cast<std::int64_t>(axis);
  return nb::cast<std::vector<std::int64_t>>(axis);
}

// A plain CAReduce keeps the dtype of its input, unlike sum and prod.
nb::object call_careduce(const nb::dict& arguments, const nb::args& inputs) {
  const nb::object scalar_op = arguments["scalar_op"];
  const auto is = [&](const char* name) { return scalar_op.is(api_function(name)); };
  const Variable x = first_input(inputs, "CAReduce");
  nb::dict named;
  named["axis"] = arguments["axis"];
  const char* function = nullptr;
  if (is("tensor.maximum")) function = "tensor.max";
  if (is("tensor.minimum")) function = "tensor.min";
  for (const char* operation : {"or_", "and_", "xor"})
    if (is(("tensor." + std::string(operation)).c_str()))
      return nb::cast(tensor::bitwise_fold(x, operation, axes_of(arguments["axis"])));
  if (is("tensor.add") || is("tensor.mul")) {
    function = is("tensor.add") ? "tensor.sum" : "tensor.prod";
    named["dtype"] = named["acc_dtype"] = std::string(dtype_name(x.dtype())).c_str();
  }
  const nb::object axis = arguments["axis"];
  // Over no axes max and min of the API fold all, as in the original.
  if (function && (nb::isinstance<nb::tuple>(axis) || nb::isinstance<nb::list>(axis)) && nb::len(axis) == 0)
    return nb::cast(tensor::tensor_copy(x));
  if (!function)
    throw NotImplementedError("CAReduce", "there is no reduction by " + nb::cast<std::string>(nb::repr(scalar_op)) + " of " +
                                  std::string(dtype_name(x.dtype())) + ".",
                              "Use add, mul, maximum, minimum, or_, and_ or xor.");
  return api_function(function)(x, **named);
}

nb::object call_prod_without_zeros(const nb::dict& arguments, const nb::args& inputs) {
  const Variable x = gradient::undefined_grad(first_input(inputs, "ProdWithoutZeros"));
  const Variable factors = tensor::cast(tensor::switch_(tensor::eq(x, 0), 1, x), x.dtype());
  nb::dict named;
  for (const char* name : {"axis", "dtype", "acc_dtype"}) named[name] = arguments[name];
  return api_function("tensor.prod")(factors, **named);
}

nb::object call_assert(const nb::dict& arguments, const nb::args& inputs) {
  std::vector<Variable> conditions;
  for (std::size_t i = 1; i < inputs.size(); ++i) conditions.push_back(to_variable(inputs[i], "assert"));
  const auto message = nb::cast<std::string>(nb::str(nb::object(arguments["msg"])));
  return nb::cast(tensor::assert_true(first_input(inputs, "assert"), conditions, message));
}

nb::object call_cast(const nb::dict& arguments, const nb::args& inputs) {
  return api_function("tensor.cast")(inputs[0], nb::object(arguments["o_type"]).attr("dtype"));
}

nb::object call_split(const nb::dict& arguments, const nb::args& inputs) {
  return api_function("tensor.split")(inputs[0], inputs[2], arguments["len_splits"], inputs[1]);
}

nb::object call_flatten(const nb::dict& arguments, const nb::args& inputs) {
  return api_function("tensor.flatten")(inputs[0], arguments["outdim"]);
}

nb::object call_rebroadcast(const nb::dict& arguments, const nb::args& inputs) {
  nb::object x = inputs[0];
  for (const nb::handle item : arguments["axis"])
    x = api_function(nb::cast<bool>(nb::bool_(nb::object(item[1]))) ? "tensor.addbroadcast" : "tensor.unbroadcast")(x, item[0]);
  return x;
}

nb::object call_make_vector(const nb::dict& arguments, const nb::args& inputs) {
  return api_function("tensor.cast")(api_function("tensor.stack")(nb::list(inputs)), arguments["dtype"]);
}

nb::object call_shape_i(const nb::dict& arguments, const nb::args& inputs) {
  return nb::cast(tensor::shape_i(first_input(inputs, "Shape_i"), nb::cast<std::int64_t>(nb::int_(nb::object(arguments["i"])))));
}

nb::object core(const char* name) { return nb::module_::import_("theano._core").attr(name); }

nb::object call_subtensor(const nb::dict& arguments, const nb::args& inputs) {
  return core("subtensor_by_list")(arguments["idx_list"], *inputs);
}

nb::object call_inc_subtensor(const nb::dict& arguments, const nb::args& inputs) {
  return core("inc_subtensor_by_list")(arguments["idx_list"], is_true(arguments, "set_instead_of_inc"), *inputs);
}

nb::object call_advanced(const nb::dict&, const nb::args& inputs) { return core("advanced_subtensor")(*inputs); }

nb::object call_advanced_change(const nb::dict& arguments, const nb::args& inputs) {
  return core(is_true(arguments, "set_instead_of_inc") ? "advanced_set_subtensor" : "advanced_inc_subtensor")(*inputs);
}

nb::object call_unravel_index(const nb::dict& arguments, const nb::args& inputs) {
  return nb::list(api_function("tensor.unravel_index")(inputs[0], inputs[1], arguments["order"], arguments["ndim"]));
}

// The sizes are the last input, behind the positions along each axis.
nb::object call_ravel_multi_index(const nb::dict& arguments, const nb::args& inputs) {
  nb::list indices(inputs);
  const nb::object dims = indices.attr("pop")();
  return api_function("tensor.ravel_multi_index")(indices, dims, arguments["mode"], arguments["order"]);
}

const char* choose_cumulative(const nb::dict& arguments) {
  const auto mode = nb::cast<std::string>(nb::str(nb::object(arguments["mode"])));
  if (mode == "add") return "tensor.cumsum";
  if (mode == "mul") return "tensor.cumprod";
  throw ValueError("CumOp", "Unknown mode \"" + mode + "\": it must be \"add\" or \"mul\".", "Leave it out for sums.");
}

const char* choose_topk(const nb::dict& arguments) {
  if (!is_true(arguments, "return_values")) return "tensor.argtopk";
  return is_true(arguments, "return_indices") ? "tensor.topk_and_argtopk" : "tensor.topk";
}

const char* choose_rows_changed(const nb::dict& arguments) {
  return is_true(arguments, "set_instead_of_inc") ? "tensor.advanced_set_subtensor1" : "tensor.advanced_inc_subtensor1";
}

constexpr const char* kChange = "inplace=False, set_instead_of_inc=False";
constexpr const char* kAnything = "*args, **kwargs";

const OpClassRow kRows[] = {
    {"tensor.elemwise", "Elemwise", "*", "scalar_op, inplace_pattern=None, name=None, nfunc_spec=None, openmp=None",
     nullptr, nullptr, call_scalar_op},
    {"tensor.elemwise", "DimShuffle", "dimshuffle", "input_broadcastable, new_order, inplace=True", nullptr, nullptr,
     call_dimshuffle, check_dimshuffle},
    {"tensor.elemwise", "CAReduce", "sum prod max min any all", "scalar_op, axis=None", nullptr, nullptr, call_careduce},
    {"tensor.elemwise", "Sum", "sum", "axis=None, dtype=None, acc_dtype=None", "tensor.sum"},
    {"tensor.elemwise", "Prod", "prod", "axis=None, dtype=None, acc_dtype=None, no_zeros_in_input=False", "tensor.prod"},
    {"tensor.elemwise", "ProdWithoutZeros", "", "axis=None, dtype=None, acc_dtype=None", nullptr, nullptr,
     call_prod_without_zeros},
    {"tensor.elemwise", "Any", "any", "axis=None", "tensor.any"},
    {"tensor.elemwise", "All", "all", "axis=None", "tensor.all"},

    {"scalar.basic", "Identity", "tensor_copy", kAnything, "tensor.tensor_copy"},
    {"scalar.basic", "Cast", "cast", "o_type, name=None", nullptr, nullptr, call_cast},
    {"scalar.basic_scipy", "Psi", "psi", kAnything, "tensor.psi"},
    {"scalar.basic_scipy", "GammaLn", "gammaln", kAnything, "tensor.gammaln"},

    {"tensor.basic", "MaxAndArgmax", "max_and_argmax", "axis", "tensor.max_and_argmax"},
    {"tensor.basic", "Argmax", "argmax", "axis", "tensor.argmax"},
    {"tensor.basic", "Mean", "", "axis=None", "tensor.mean"},
    {"tensor.basic", "Alloc", "alloc", "", "tensor.alloc"},
    {"tensor.basic", "ARange", "arange", "dtype", "tensor.arange"},
    {"tensor.basic", "Eye", "eye", "dtype=None", "tensor.eye"},
    {"tensor.basic", "Tri", "", "dtype=None", "tensor.tri"},
    {"tensor.basic", "Dot", "dot", "", "tensor.dot"},
    {"tensor.basic", "Choose", "choose", "mode", "tensor.choose"},
    {"tensor.basic", "Nonzero", "", "", "tensor.nonzero"},
    {"tensor.basic", "PermuteRowElements", "", "", "tensor.permute_row_elements"},
    {"tensor.basic", "Tile", "", "ndim", "tensor.tile"},
    {"tensor.basic", "Join", "join", "view=-1", "tensor.join"},
    {"tensor.basic", "Split", "split", "len_splits", nullptr, nullptr, call_split},
    {"tensor.basic", "Reshape", "reshape", "ndim, name=None", "tensor.reshape"},
    {"tensor.basic", "Flatten", "", "outdim=1", nullptr, nullptr, call_flatten},
    {"tensor.basic", "ExtractDiag", "extract_diag", "offset=0, axis1=0, axis2=1, view=False", "tensor.diagonal"},
    {"tensor.opt", "Assert", "assertion", "msg='Theano Assert failed!'", nullptr, nullptr, call_assert},
    {"tensor.opt", "MakeVector", "make_vector", "dtype='int64'", nullptr, nullptr, call_make_vector},
    {"compile.ops", "ViewOp", "tensor_copy", "", "tensor.tensor_copy"},
    {"compile.ops", "DeepCopyOp", "tensor_copy", "", "tensor.tensor_copy"},
    {"compile.ops", "Rebroadcast", "rebroadcast", "*axis", nullptr, nullptr, call_rebroadcast},
    {"compile.ops", "Shape", "shape", "", "tensor.shape"},
    {"compile.ops", "Shape_i", "shape_i", "i", nullptr, nullptr, call_shape_i},
    {"compile.ops", "SpecifyShape", "specify_shape", "", "tensor.specify_shape"},

    {"tensor.subtensor", "Subtensor", "subtensor", "idx_list", nullptr, nullptr, call_subtensor},
    {"tensor.subtensor", "IncSubtensor", "inc_subtensor",
     "idx_list, inplace=False, set_instead_of_inc=False, destroyhandler_tolerate_aliased=None", nullptr, nullptr,
     call_inc_subtensor},
    {"tensor.subtensor", "AdvancedSubtensor1", "advanced_subtensor1", "sparse_grad=False", "tensor.advanced_subtensor1"},
    {"tensor.subtensor", "AdvancedIncSubtensor1", "advanced_inc_subtensor1", kChange, nullptr, choose_rows_changed},
    {"tensor.subtensor", "BaseAdvancedSubtensor", "advanced_subtensor", "", nullptr, nullptr, call_advanced},
    {"tensor.subtensor", "AdvancedSubtensor", "advanced_subtensor", "", nullptr, nullptr, call_advanced},
    {"tensor.subtensor", "AdvancedBooleanSubtensor", "", "", nullptr, nullptr, call_advanced},
    {"tensor.subtensor", "BaseAdvancedIncSubtensor", "advanced_inc_subtensor", kChange, nullptr, nullptr,
     call_advanced_change},
    {"tensor.subtensor", "AdvancedIncSubtensor", "advanced_inc_subtensor", kChange, nullptr, nullptr, call_advanced_change},
    {"tensor.subtensor", "AdvancedBooleanIncSubtensor", "", kChange, nullptr, nullptr, call_advanced_change},

    {"tensor.sort", "SortOp", "sort", "kind, order=None", "tensor.sort"},
    {"tensor.sort", "ArgSortOp", "argsort", "kind, order=None", "tensor.argsort"},
    {"tensor.sort", "TopKOp", "argtopk",
     "axis=-1, sorted=True, idx_dtype='int64', return_values=True, return_indices=True", nullptr, choose_topk},

    {"tensor.extra_ops", "CpuContiguous", "contiguous", "", "tensor.extra_ops.cpu_contiguous"},
    {"tensor.extra_ops", "SearchsortedOp", "searchsorted", "side='left'", "tensor.extra_ops.searchsorted"},
    {"tensor.extra_ops", "CumOp", "cumsum cumprod", "axis=None, mode='add'", nullptr, choose_cumulative},
    {"tensor.extra_ops", "DiffOp", "", "n=1, axis=-1", "tensor.extra_ops.diff"},
    {"tensor.extra_ops", "RepeatOp", "", "axis=None", "tensor.repeat"},
    {"tensor.extra_ops", "Bartlett", "", "", "tensor.bartlett"},
    {"tensor.extra_ops", "FillDiagonal", "fill_diagonal", "", "tensor.fill_diagonal"},
    {"tensor.extra_ops", "FillDiagonalOffset", "fill_diagonal_offset", "", "tensor.fill_diagonal_offset"},
    {"tensor.extra_ops", "Unique", "", "return_index=False, return_inverse=False, return_counts=False, axis=None",
     "tensor.extra_ops.unique"},
    {"tensor.extra_ops", "UnravelIndex", "", "ndim, order='C'", nullptr, nullptr, call_unravel_index},
    {"tensor.extra_ops", "RavelMultiIndex", "", "mode='raise', order='C'", nullptr, nullptr, call_ravel_multi_index},

    {"tensor.nnet.nnet", "Softmax", "softmax", "", "tensor.nnet.softmax"},
    {"tensor.nnet.nnet", "LogSoftmax", "logsoftmax", "", "tensor.nnet.logsoftmax"},
    {"tensor.nnet.nnet", "SoftmaxGrad", "softmax_grad", "", "tensor.nnet.softmax_grad"},
    {"tensor.nnet.nnet", "SoftmaxWithBias", "softmax_with_bias", "", "tensor.nnet.softmax_with_bias"},
    {"tensor.nnet.nnet", "ScalarSoftsign", "softsign", kAnything, "tensor.nnet.softsign"},
    {"tensor.nnet.nnet", "CrossentropyCategorical1Hot", "crossentropy_categorical_1hot", "",
     "tensor.nnet.crossentropy_categorical_1hot"},
    {"tensor.nnet.nnet", "CrossentropyCategorical1HotGrad", "crossentropy_categorical_1hot_grad", "",
     "tensor.nnet.crossentropy_categorical_1hot_grad"},
    {"tensor.nnet.nnet", "CrossentropySoftmaxArgmax1HotWithBias", "crossentropy_softmax_argmax_1hot_with_bias", "**kwargs",
     "tensor.nnet.crossentropy_softmax_argmax_1hot_with_bias"},
    {"tensor.nnet.nnet", "CrossentropySoftmax1HotWithBiasDx", "crossentropy_softmax_1hot_with_bias_dx", "",
     "tensor.nnet.crossentropy_softmax_1hot_with_bias_dx"},
    {"tensor.nnet.sigm", "ScalarSigmoid", "sigmoid", kAnything, "tensor.nnet.sigmoid"},
    {"tensor.nnet.sigm", "ScalarSoftplus", "softplus", kAnything, "tensor.nnet.softplus"},
    {"tensor.nnet.sigm", "UltraFastScalarSigmoid", "ultra_fast_sigmoid", kAnything, "tensor.nnet.ultra_fast_sigmoid"},
};

}  // namespace

std::span<const OpClassRow> op_class_rows() { return kRows; }

}  // namespace theano::python
