// The least work there is.
#include "repeat.h"

template <class T>
void plus_one(void** p, const Size* n) {
  const T* x = input<T>(p, 0);
  T* y = output<T>(p, 1);
  for (Size i = 0; i < n[0]; ++i) y[i] = x[i] + 1;
}
EXPORT(plus_one)
