// NumPy arrays in and out: without copies where dtype and alignment allow.
#pragma once

#include <nanobind/nanobind.h>

#include "theano/array/array.h"
#include "theano/graph/filter.h"

namespace theano::python {

namespace nb = nanobind;

void import_numpy();

/// An array on the memory of a numpy.ndarray (kept alive by it); copies when the dtype is byte-swapped or misaligned.
/// Errors: TypeError for dtypes that are not numbers.
Array array_from_numpy(nb::handle ndarray);
/// A new numpy.ndarray on the array's memory, which it keeps alive; of bfloat16, a copy as float32.
nb::object numpy_from_array(const Array& array);
/// The same for memory that stays where it is: while somebody holds the ndarray that was given for it before, or that it
/// belongs to (see remember_ndarray), it is that one, so that programs may compare with `is`.
nb::object shared_numpy_view(const Array& array);
/// From now on `ndarray`, on whose memory the array lies, is the view that shared_numpy_view gives.
void remember_ndarray(const Array& array, nb::handle ndarray);
bool is_ndarray(nb::handle object);
/// A NumPy scalar such as numpy.float32(1).
bool is_numpy_scalar(nb::handle object);

/// Whether an object that is no ndarray hands its memory out, by DLPack or NumPy's array interface.
bool is_foreign_array(nb::handle object);

struct ConvertedValue {
  Array array;
  ValueOrigin origin;
};
/// Any number, list or array as an array, and where it comes from (see theano/graph/filter.h). What hands its memory out
/// is not copied.
/// Errors: whatever numpy.asarray raises; TypeError when no array of numbers comes out.
ConvertedValue convert_value(nb::handle object);
/// The NumPy dtype (a Python object) of a dtype; of bfloat16 that of float32.
nb::object numpy_dtype(DType dtype);
/// The dtype that a Python object names: "float32", numpy.float32, numpy.dtype; "floatX" included.
DType dtype_from_python(nb::handle object);

}  // namespace theano::python
