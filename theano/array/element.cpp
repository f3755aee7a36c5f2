// Reading and writing complex elements.
#include "theano/array/element.h"

namespace theano {

std::complex<double> read_complex(DType dtype, const std::byte* at) {
  if (!is_complex(dtype)) return read_element<double>(dtype, at);
  const DType part = part_dtype(dtype);
  return {read_element<double>(part, at), read_element<double>(part, at + dtype_size_bytes(part))};
}

void write_complex(DType dtype, std::byte* at, std::complex<double> value) {
  const DType part = part_dtype(dtype);
  write_element(part, at, value.real());
  if (is_complex(dtype)) write_element(part, at + dtype_size_bytes(part), value.imag());
}

}  // namespace theano
