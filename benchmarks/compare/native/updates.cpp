// Updates of some rows of a table in place.
#include <algorithm>

#include "repeat.h"

template <class T>
void add_rows(void** p, const Size* n) {
  const long* rows = input<long>(p, 0);
  for (Size i = 0; i < n[0]; ++i) {
    T* row = output<T>(p, 1) + rows[i] * n[1];
    for (Size j = 0; j < n[1]; ++j) row[j] += 1;
  }
}
EXPORT(add_rows)

template <class T>
void set_rows(void** p, const Size* n) {
  std::copy_n(input<T>(p, 0), n[0] * n[1], output<T>(p, 1) + n[0] * n[1]);
}
EXPORT(set_rows)
