// The numeric check of gradients in Python: verify_grad, numeric_grad, and the error they raise.
#include "theano/gradient/verify_grad.h"

#include <algorithm>
#include <cmath>

#include "bindings.h"
#include "mode.h"
#include "numpy_arrays.h"
#include "theano/base/error.h"
#include "theano/compile/evaluator.h"
#include "to_variable.h"

namespace theano::python {
namespace {

std::vector<Array> to_points(nb::handle points) {
  std::vector<Array> result;
  if (nb::isinstance<nb::list>(points) || nb::isinstance<nb::tuple>(points)) {
    for (const nb::handle point : points) result.push_back(convert_value(point).array.copy());
  } else {
    result.push_back(convert_value(points).array.copy());
  }
  return result;
}

nb::object& gradient_error() {
  static auto* const cls = new nb::object;
  return *cls;
}

/// The error that programs catch, with what they read from it.
[[noreturn]] void raise_gradient_error(const GradientMismatch& m) {
  const GradDeviation& d = m.deviation();
  nb::object error = gradient_error()(m.what());
  nb::list shape;
  for (const std::int64_t size : m.shape()) shape.append(size);
  error.attr("arg") = d.argument;
  error.attr("err_pos") = d.position;
  error.attr("shape") = nb::tuple(shape);
  error.attr("val1") = d.analytic;
  error.attr("val2") = d.numeric;
  error.attr("abs_err") = d.abs_error;
  error.attr("rel_err") = d.rel_error;
  error.attr("abs_tol") = m.abs_tol();
  error.attr("rel_tol") = m.rel_tol();
  PyErr_SetObject(gradient_error().ptr(), error.ptr());
  throw nb::python_error();
}

void verify_grad_python(nb::object fun, nb::handle pt, int n_tests, nb::handle rng, std::optional<double> eps,
                        nb::handle /*out_type*/, std::optional<double> abs_tol, std::optional<double> rel_tol,
                        nb::handle mode, bool cast_to_output_type, bool /*no_debug_ref*/) {
  VerifyGradOptions options;
  options.n_tests = n_tests;
  options.eps = eps;
  options.abs_tol = abs_tol;
  options.rel_tol = rel_tol;
  options.cast_to_output_type = cast_to_output_type;
  if (!rng.is_none())
    options.uniform = [&rng](const Shape& shape) {
      nb::list sizes;
      for (const std::int64_t size : shape) sizes.append(size);
      return convert_value(rng.attr("rand")(*nb::tuple(sizes))).array.copy();
    };
  const auto build = [&fun](std::span<const Variable> inputs) {
    nb::list arguments;
    for (const Variable& v : inputs) arguments.append(v);
    const nb::object output = fun(*nb::tuple(arguments));
    if (nb::isinstance<nb::list>(output) || nb::isinstance<nb::tuple>(output))
      throw NotImplementedError("verify_grad", "fun must have one output, but it gives a list.",
                                "Check one output after the other.");
    return to_variable(output, "verify_grad");
  };
  try {
    verify_grad(build, to_points(pt), compiled_evaluator(to_mode(mode).value_or(Mode::from_config())), options);
  } catch (const GradientMismatch& mismatch) {
    raise_gradient_error(mismatch);
  }
}

/// One-sided differences of a Python function at a point.
struct NumericGrad {
  std::vector<Array> gradients;
  bool is_single = false;
};

std::pair<Array, Array> absolute_and_relative(const Array& a, const Array& b) {
  const std::vector<double> x = a.to_doubles(), y = b.to_doubles();
  std::vector<double> absolute(x.size()), relative(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    absolute[i] = std::fabs(x[i] - y.at(i));
    relative[i] = absolute[i] / std::max(std::fabs(x[i]) + std::fabs(y[i]), 1e-8);
  }
  return {Array::from(absolute, a.shape()), Array::from(relative, a.shape())};
}

nb::object gradients_of(const NumericGrad& n) {
  if (n.is_single) return numpy_from_array(n.gradients.at(0));
  nb::list list;
  for (const Array& g : n.gradients) list.append(numpy_from_array(g));
  return list;
}

std::vector<Array> checked_gradients(const NumericGrad& n, nb::handle g_pt) {
  const std::vector<Array> given = to_points(g_pt);
  if (given.size() != n.gradients.size())
    throw ValueError("numeric_grad",
                     "there must be one gradient per argument, but there are " + std::to_string(given.size()) + " for " +
                         std::to_string(n.gradients.size()) + ".",
                     "Pass one array per argument.");
  for (std::size_t i = 0; i < given.size(); ++i)
    if (!(given[i].shape() == n.gradients[i].shape()))
      throw ValueError("numeric_grad",
                       "a gradient must have the shape of its argument, but number " + std::to_string(i) + " is " +
                           given[i].type_string() + ".",
                       "Pass arrays of the arguments' shapes.");
  return given;
}

nb::object abs_rel_errors(const NumericGrad& n, nb::handle g_pt) {
  const std::vector<Array> given = checked_gradients(n, g_pt);
  nb::list result;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto [absolute, relative] = absolute_and_relative(given[i], n.gradients[i]);
    result.append(nb::make_tuple(numpy_from_array(absolute), numpy_from_array(relative)));
  }
  return result;
}

nb::object max_err(const NumericGrad& n, nb::handle g_pt, double abs_tol, double rel_tol) {
  const std::vector<Array> given = checked_gradients(n, g_pt);
  GradDeviation worst;
  double badness = -1;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto [absolute, relative] = absolute_and_relative(given[i], n.gradients[i]);
    const std::vector<double> a = absolute.to_doubles(), r = relative.to_doubles();
    for (std::size_t e = 0; e < a.size(); ++e) {
      if (!std::isfinite(a[e]) || !std::isfinite(r[e]))
        throw ValueError("numeric_grad", "errors must be finite, but one is not.", "Move the point to where f is finite.");
      const double scaled = std::min(a[e] / abs_tol, r[e] / rel_tol);
      if (scaled <= badness) continue;
      badness = scaled;
      worst = {static_cast<int>(i), static_cast<std::int64_t>(e), 0, 0, a[e], r[e]};
    }
  }
  return nb::make_tuple(worst.argument, worst.position, worst.abs_error, worst.rel_error);
}

void make_numeric_grad(NumericGrad* self, nb::object f, nb::handle pt, std::optional<double> eps, nb::handle) {
  const auto value = [&f](const std::vector<Array>& points) {
    nb::list arguments;
    for (const Array& p : points) arguments.append(numpy_from_array(p));
    return nb::cast<double>(nb::float_(f(*nb::tuple(arguments))));
  };
  new (self) NumericGrad{numeric_gradient(value, to_points(pt), eps),
                         !nb::isinstance<nb::list>(pt) && !nb::isinstance<nb::tuple>(pt)};
}

}  // namespace

void bind_verify_grad(nb::module_& m) {
  nb::dict names;
  names["__module__"] = "theano.gradient";
  names["__doc__"] = "A gradient that finite differences contradict.";
  gradient_error() = nb::module_::import_("builtins").attr("type")(
      "GradientError", nb::make_tuple(m.attr("ValueError")), names);
  m.attr("GradientError") = gradient_error();
  m.def("verify_grad", &verify_grad_python, nb::arg("fun"), nb::arg("pt"), nb::arg("n_tests") = 2, nb::arg("rng") = nb::none(),
        nb::arg("eps") = nb::none(), nb::arg("out_type") = nb::none(), nb::arg("abs_tol") = nb::none(),
        nb::arg("rel_tol") = nb::none(), nb::arg("mode") = nb::none(), nb::arg("cast_to_output_type") = false,
        nb::arg("no_debug_ref") = true, "Compares the gradient of fun at the points with finite differences.");
  nb::class_<NumericGrad>(m, "numeric_grad", "The gradient of a function of arrays by one-sided differences.")
      .def("__init__", &make_numeric_grad, nb::arg("f"), nb::arg("pt"), nb::arg("eps") = nb::none(),
           nb::arg("out_type") = nb::none())
      .def_prop_ro("gf", &gradients_of, "The gradient, per argument.")
      .def_static("abs_rel_err", [](nb::handle a, nb::handle b) {
        const auto [absolute, relative] = absolute_and_relative(convert_value(a).array, convert_value(b).array);
        return nb::make_tuple(numpy_from_array(absolute), numpy_from_array(relative));
      }, nb::arg("a"), nb::arg("b"), "Absolute and relative error, element by element.")
      .def("abs_rel_errors", &abs_rel_errors, nb::arg("g_pt"), "Absolute and relative errors, per argument.")
      .def("max_err", &max_err, nb::arg("g_pt"), nb::arg("abs_tol"), nb::arg("rel_tol"),
           "The argument and position of the worst error, and that error.");
}

}  // namespace theano::python
