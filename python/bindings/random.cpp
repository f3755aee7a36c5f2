// The library's RandomState in Python, for tests that compare it with NumPy's.
#include "bindings.h"
#include "numpy_arrays.h"
#include "theano/array/random_state.h"

namespace theano::python {
namespace {

Shape to_shape(const std::vector<std::int64_t>& sizes) { return Shape(sizes.begin(), sizes.end()); }

}  // namespace

void bind_random(nb::module_& m) {
  nb::class_<RandomState>(m, "RandomState", "Mersenne Twister with the draws of numpy.random.RandomState.")
      .def(nb::init<std::uint32_t>(), nb::arg("seed"))
      .def("uniform", [](RandomState& r, double low, double high, const std::vector<std::int64_t>& size) {
        return numpy_from_array(r.uniform(low, high, to_shape(size)));
      }, nb::arg("low"), nb::arg("high"), nb::arg("size"))
      .def("normal", [](RandomState& r, double mean, double std, const std::vector<std::int64_t>& size) {
        return numpy_from_array(r.normal(mean, std, to_shape(size)));
      }, nb::arg("loc"), nb::arg("scale"), nb::arg("size"))
      .def("permutation", [](RandomState& r, std::int64_t n) { return numpy_from_array(r.permutation(n)); }, nb::arg("n"));
}

}  // namespace theano::python
