// Conversion between numpy.ndarray and Array through NumPy's C interface.
#include "numpy_arrays.h"

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#include <optional>
#include <unordered_map>

#include "theano/array/exchange.h"
#include "theano/base/error.h"

namespace theano::python {
namespace {

std::optional<DType> dtype_of_number(int type_number, int item_size) {
  if (PyTypeNum_ISBOOL(type_number)) return DType::Bool;
  if (PyTypeNum_ISUNSIGNED(type_number))
    switch (item_size) {
      case 1: return DType::UInt8;
      case 2: return DType::UInt16;
      case 4: return DType::UInt32;
      case 8: return DType::UInt64;
    }
  if (PyTypeNum_ISSIGNED(type_number))
    switch (item_size) {
      case 1: return DType::Int8;
      case 2: return DType::Int16;
      case 4: return DType::Int32;
      case 8: return DType::Int64;
    }
  switch (type_number) {
    case NPY_HALF: return DType::Float16;
    case NPY_FLOAT: return DType::Float32;
    case NPY_DOUBLE: return DType::Float64;
    case NPY_CFLOAT: return DType::Complex64;
    case NPY_CDOUBLE: return DType::Complex128;
    default: return std::nullopt;
  }
}

/// NumPy's number of a dtype; of bfloat16, which NumPy does not know, that of float32, which holds its values.
int number_of_dtype(DType dtype) {
  constexpr int numbers[] = {NPY_BOOL,   NPY_INT8,    NPY_INT16,   NPY_INT32,   NPY_INT64,
                             NPY_UINT8,  NPY_UINT16,  NPY_UINT32,  NPY_UINT64,  NPY_FLOAT16,
                             NPY_FLOAT32, NPY_FLOAT32, NPY_FLOAT64, NPY_COMPLEX64, NPY_COMPLEX128};
  return numbers[static_cast<int>(dtype)];
}

bool strides_are_whole(PyArrayObject* a, npy_intp item_size) {
  for (int i = 0; i < PyArray_NDIM(a); ++i)
    if (PyArray_STRIDE(a, i) % item_size != 0) return false;
  return true;
}

void release_python(PyObject* object) {
  if (!Py_IsInitialized()) return;
  const PyGILState_STATE state = PyGILState_Ensure();
  Py_DECREF(object);
  PyGILState_Release(state);
}

/// Wraps a behaved array; `owned` is a new reference that the buffer takes over.
Array wrap(PyArrayObject* a, PyObject* owned, DType dtype) {
  const npy_intp item = PyArray_ITEMSIZE(a);
  Layout layout;
  std::int64_t low = 0, high = 0;
  const bool is_empty = PyArray_SIZE(a) == 0;
  for (int i = 0; i < PyArray_NDIM(a); ++i) {
    const std::int64_t size = PyArray_DIM(a, i), stride = PyArray_STRIDE(a, i) / item;
    layout.shape.push_back(size);
    layout.strides.push_back(stride);
    if (!is_empty) (stride < 0 ? low : high) += stride * (size - 1);
  }
  layout.offset = -low;
  char* const start = PyArray_BYTES(a) + low * item;
  const std::int64_t bytes = is_empty ? 0 : (high - low + 1) * item;
  BufferPtr buffer = Buffer::borrow(start, bytes, PyArray_ISWRITEABLE(a), [owned] { release_python(owned); });
  return Array(dtype, std::move(layout), std::move(buffer));
}

void delete_buffer_holder(PyObject* capsule) {
  delete static_cast<BufferPtr*>(PyCapsule_GetPointer(capsule, nullptr));
}

}  // namespace

void import_numpy() {
  if (_import_array() < 0) throw nb::python_error();
}

bool is_ndarray(nb::handle object) { return PyArray_Check(object.ptr()); }
bool is_numpy_scalar(nb::handle object) { return PyArray_CheckScalar(object.ptr()) && !PyArray_Check(object.ptr()); }

Array array_from_numpy(nb::handle object) {
  auto* a = reinterpret_cast<PyArrayObject*>(object.ptr());
  const auto dtype = dtype_of_number(PyArray_TYPE(a), static_cast<int>(PyArray_ITEMSIZE(a)));
  if (!dtype) {
    const std::string name = nb::cast<std::string>(nb::str(nb::handle(reinterpret_cast<PyObject*>(PyArray_DESCR(a)))));
    throw TypeError("as_tensor", "arrays of dtype " + name + " cannot be tensors.",
                    "Convert with array.astype to a dtype of numbers, such as 'float64'.");
  }
  if (PyArray_ISBEHAVED_RO(a) && strides_are_whole(a, PyArray_ITEMSIZE(a))) {
    Py_INCREF(object.ptr());
    return wrap(a, object.ptr(), *dtype);
  }
  PyObject* copy = PyArray_FromAny(object.ptr(), PyArray_DescrFromType(PyArray_TYPE(a)), 0, 0,
                                   NPY_ARRAY_CARRAY | NPY_ARRAY_ENSURECOPY, nullptr);
  if (!copy) throw nb::python_error();
  return wrap(reinterpret_cast<PyArrayObject*>(copy), copy, *dtype);
}

nb::object numpy_from_array(const Array& array) {
  if (array.dtype() == DType::BFloat16) return numpy_from_array(array.astype(DType::Float32));
  const int ndim = array.ndim();
  npy_intp shape[NPY_MAXDIMS], strides[NPY_MAXDIMS];
  const std::int64_t item = dtype_size_bytes(array.dtype());
  for (int i = 0; i < ndim; ++i) {
    shape[i] = array.shape(i);
    strides[i] = array.strides()[i] * item;
  }
  const int flags = array.buffer()->is_writable() ? NPY_ARRAY_WRITEABLE : 0;
  nb::object result = nb::steal(PyArray_New(&PyArray_Type, ndim, shape, number_of_dtype(array.dtype()), strides,
                                            array.bytes(), 0, flags, nullptr));
  if (!result.is_valid()) throw nb::python_error();
  auto holder = std::make_unique<BufferPtr>(array.buffer());
  PyObject* capsule = PyCapsule_New(holder.get(), nullptr, &delete_buffer_holder);
  if (!capsule) throw nb::python_error();
  holder.release();
  if (PyArray_SetBaseObject(reinterpret_cast<PyArrayObject*>(result.ptr()), capsule) < 0) throw nb::python_error();
  return result;
}

namespace {

/// The ndarrays that look at buffers, none of which is kept alive by this table; guarded by the interpreter's lock.
class KnownViews {
 public:
  nb::object find(const Array& array) {
    const auto it = views_.find(array.buffer().get());
    if (it == views_.end() || it->second.buffer.lock() != array.buffer()) return {};
    const nb::object view = it->second.ndarray();
    return view.is_none() || !is_view_of(view, array) ? nb::object() : view;
  }

  void remember(const Array& array, nb::handle ndarray) {
    if (views_.size() >= limit_) drop_dead();
    views_.insert_or_assign(array.buffer().get(), Entry{array.buffer(), nb::steal(PyWeakref_NewRef(ndarray.ptr(), nullptr))});
  }

 private:
  struct Entry {
    std::weak_ptr<Buffer> buffer;
    nb::object ndarray;  // a weak reference
  };

  static bool is_view_of(nb::handle view, const Array& array) {
    auto* a = reinterpret_cast<PyArrayObject*>(view.ptr());
    if (PyArray_BYTES(a) != reinterpret_cast<char*>(array.bytes()) || PyArray_NDIM(a) != array.ndim() ||
        PyArray_TYPE(a) != number_of_dtype(array.dtype()) || PyArray_ISWRITEABLE(a) != array.buffer()->is_writable())
      return false;
    for (int i = 0; i < array.ndim(); ++i)
      if (PyArray_DIM(a, i) != array.shape(i) || PyArray_STRIDE(a, i) != array.strides()[i] * dtype_size_bytes(array.dtype()))
        return false;
    return true;
  }

  void drop_dead() {
    std::erase_if(views_, [](const auto& entry) { return entry.second.buffer.expired(); });
    limit_ = std::max<std::size_t>(64, 2 * views_.size());
  }

  std::unordered_map<const Buffer*, Entry> views_;
  std::size_t limit_ = 64;
};

KnownViews& known_views() {
  static auto* const views = new KnownViews;  // never destroyed: it would outlive the interpreter
  return *views;
}

}  // namespace

nb::object shared_numpy_view(const Array& array) {
  if (array.dtype() == DType::BFloat16) return numpy_from_array(array);
  nb::object view = known_views().find(array);
  if (!view.is_valid()) {
    view = numpy_from_array(array);
    known_views().remember(array, view);
  }
  return view;
}

void remember_ndarray(const Array& array, nb::handle ndarray) {
  if (PyArray_CheckExact(ndarray.ptr())) known_views().remember(array, ndarray);
}

namespace {

/// Looked up on the class, as the protocol's readers do; numbers and lists are told apart without a look.
bool has_dlpack(nb::handle object) {
  PyObject* const o = object.ptr();
  if (PyFloat_CheckExact(o) || PyLong_CheckExact(o) || PyList_CheckExact(o) || PyTuple_CheckExact(o) || PyBool_Check(o) ||
      PyArray_CheckScalar(o) || PyArray_Check(o))
    return false;
  static PyObject* const name = PyUnicode_InternFromString("__dlpack__");
  return PyObject_HasAttr(reinterpret_cast<PyObject*>(Py_TYPE(o)), name);
}

/// The tensor in a capsule as an array, which takes it over. Its deleter may be Python's.
template <class Managed>
Array take_capsule(nb::handle capsule, const char* name, const char* used_name) {
  auto* const managed = static_cast<Managed*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (!managed) throw nb::python_error();
  const Array inner = array_from_dlpack(managed);
  PyCapsule_SetName(capsule.ptr(), used_name);
  PyCapsule_SetDestructor(capsule.ptr(), nullptr);
  if (inner.buffer()->is_own()) return inner;  // misaligned: it was copied
  auto* const held = new BufferPtr(inner.buffer());
  BufferPtr guarded = Buffer::borrow(inner.buffer()->data(), inner.buffer()->size_bytes(), inner.buffer()->is_writable(), [held] {
    if (!Py_IsInitialized()) return;
    const nb::gil_scoped_acquire gil;
    delete held;
  });
  return Array(inner.dtype(), inner.layout(), std::move(guarded));
}

Array array_from_producer(nb::handle object) {
  nb::object capsule;
  try {
    capsule = object.attr("__dlpack__")(nb::arg("max_version") = nb::make_tuple(1, 0));
  } catch (const nb::python_error& error) {
    if (!error.matches(PyExc_TypeError)) throw;
    capsule = object.attr("__dlpack__")();  // a producer of version 0 knows no such argument
  }
  if (PyCapsule_IsValid(capsule.ptr(), "dltensor_versioned"))
    return take_capsule<dlpack::VersionedManaged>(capsule, "dltensor_versioned", "used_dltensor_versioned");
  return take_capsule<dlpack::Managed>(capsule, "dltensor", "used_dltensor");
}

}  // namespace

bool is_foreign_array(nb::handle object) {
  if (PyArray_Check(object.ptr())) return false;
  return has_dlpack(object) || nb::hasattr(object, "__array_interface__") || nb::hasattr(object, "__array_struct__");
}

ConvertedValue convert_value(nb::handle object) {
  if (PyArray_Check(object.ptr())) return {array_from_numpy(object), ValueOrigin::Array};
  if (has_dlpack(object)) return {array_from_producer(object), ValueOrigin::Literal};
  nb::object array = nb::steal(PyArray_FromAny(object.ptr(), nullptr, 0, 0, 0, nullptr));
  if (!array.is_valid()) throw nb::python_error();
  const ValueOrigin origin = PyFloat_CheckExact(object.ptr()) ? ValueOrigin::PythonFloat : ValueOrigin::Literal;
  return {array_from_numpy(array), origin};
}

nb::object numpy_dtype(DType dtype) {
  return nb::steal(reinterpret_cast<PyObject*>(PyArray_DescrFromType(number_of_dtype(dtype))));
}

DType dtype_from_python(nb::handle object) {
  if (nb::isinstance<nb::str>(object)) {
    const std::string name = nb::cast<std::string>(object);
    if (const auto found = find_dtype(name)) return *found;
    if (name == "floatX") return floatX();
  }
  PyArray_Descr* descr = nullptr;
  if (!PyArray_DescrConverter(object.ptr(), &descr)) {
    PyErr_Clear();
    throw TypeError("dtype", "there is no dtype '" + nb::cast<std::string>(nb::str(object)) + "'.",
                    "Use a name such as 'float32', or 'floatX'.");
  }
  const nb::object keep = nb::steal(reinterpret_cast<PyObject*>(descr));
  const auto dtype = dtype_of_number(descr->type_num, static_cast<int>(PyDataType_ELSIZE(descr)));
  if (!dtype)
    throw TypeError("dtype", "tensors cannot have dtype " + nb::cast<std::string>(nb::str(object)) + ".",
                    "Use a dtype of numbers, such as 'float32'.");
  return *dtype;
}

}  // namespace theano::python
