// The objects mgrid and ogrid, which are indexed with slices: T.mgrid[0:5, 1:3].
#include "bindings.h"
#include "theano/base/error.h"
#include "theano/ops/shape/movement.h"
#include "to_variable.h"

namespace theano::python {
namespace {

struct Grid {
  bool is_sparse;
};

IndexEntry to_slice(nb::handle item, const char* op) {
  if (!PySlice_Check(item.ptr()))
    throw TypeError(op, "every index must be a slice, not " + nb::cast<std::string>(nb::repr(item)) + ".",
                    "Write start:stop:step for each axis of the grid.");
  IndexEntry entry(IndexEntry::Kind::Slice);
  const auto bound = [&](const char* name) {
    const nb::object value = item.attr(name);
    return value.is_none() ? Variable() : to_variable(value, op);
  };
  entry.start = bound("start");
  entry.stop = bound("stop");
  entry.step = bound("step");
  return entry;
}

std::vector<Variable> get_item(const Grid& grid, nb::handle key) {
  const char* const op = grid.is_sparse ? "ogrid" : "mgrid";
  std::vector<IndexEntry> slices;
  if (nb::isinstance<nb::tuple>(key)) {
    for (const nb::handle item : key) slices.push_back(to_slice(item, op));
  } else {
    slices.push_back(to_slice(key, op));
  }
  return grid.is_sparse ? tensor::ogrid(slices) : tensor::mgrid(slices);
}

}  // namespace

void bind_grids(nb::module_& m) {
  nb::class_<Grid>(m, "Grid", "Makes the coordinates of the points of a grid when indexed with slices.")
      .def("__getitem__", &get_item, nb::arg("slices"));
  m.attr("mgrid") = Grid{false};
  m.attr("ogrid") = Grid{true};
}

}  // namespace theano::python
