// A step of gradient descent of a network of tanh layers, written by hand on OpenBLAS.
#include <cmath>
#include <vector>

#include "cblas_products.h"
#include "repeat.h"

constexpr double kDecay = 1e-4, kRate = 0.01;

/// y = the softmax's gradient of the crossentropy of z, in place; returns the mean crossentropy.
template <class T>
T output_layer(T* z, const long* labels, Size rows, Size columns) {
  T cost = 0;
  for (Size i = 0; i < rows; ++i, z += columns) {
    T m = z[0], s = 0;
    for (Size j = 1; j < columns; ++j) m = z[j] > m ? z[j] : m;
    const T at = z[labels[i]] - m;
    for (Size j = 0; j < columns; ++j) s += z[j] = std::exp(z[j] - m);
    cost += std::log(s) - at;
    for (Size j = 0; j < columns; ++j) z[j] /= s * rows;
    z[labels[i]] -= T(1) / rows;
  }
  return cost / rows;
}

/// pointers: x, labels, (weights, bias) of each layer, cost; sizes: batch, layers, units of each.
template <class T>
void train(void** p, const Size* n) {
  const Size batch = n[0], layers = n[1], *units = n + 2;
  static thread_local std::vector<std::vector<T>> held, backs;
  held.resize(layers + 1);
  backs.resize(layers + 1);
  const T rate = kRate, decay = kDecay;
  const auto weights = [&](Size l) { return output<T>(p, static_cast<int>(2 + 2 * l)); };
  const auto bias = [&](Size l) { return output<T>(p, static_cast<int>(3 + 2 * l)); };
  const auto activation = [&](Size l) { return l == 0 ? input<T>(p, 0) : held[l].data(); };

  T squares = 0;
  for (Size l = 0; l < layers; ++l) {
    const Size from = units[l], to = units[l + 1];
    held[l + 1].resize(batch * to);
    T* h = held[l + 1].data();
    for (Size i = 0; i < batch; ++i)
      for (Size j = 0; j < to; ++j) h[i * to + j] = bias(l)[j];
    gemm(false, false, batch, to, from, T(1), activation(l), weights(l), T(1), h);
    if (l + 1 < layers) {
#pragma omp parallel for simd if (batch * to > 20000)
      for (Size i = 0; i < batch * to; ++i) h[i] = std::tanh(h[i]);
    }
    const T* w = weights(l);
#pragma omp parallel for simd reduction(+ : squares) if (from * to > 100000)
    for (Size i = 0; i < from * to; ++i) squares += w[i] * w[i];
  }
  *output<T>(p, static_cast<int>(2 + 2 * layers)) =
      output_layer(held[layers].data(), input<long>(p, 1), batch, units[layers]) + decay * squares;

  T* g = held[layers].data();
  for (Size l = layers - 1; l >= 0; --l) {
    const Size from = units[l], to = units[l + 1];
    T* back = nullptr;
    if (l > 0) {
      backs[l].resize(batch * from);
      back = backs[l].data();
      const T* h = held[l].data();
      gemm(false, true, batch, from, to, T(1), g, weights(l), T(0), back);
#pragma omp parallel for simd if (batch * from > 20000)
      for (Size i = 0; i < batch * from; ++i) back[i] *= 1 - h[i] * h[i];
    }
    for (Size i = 0; i < batch; ++i)
      for (Size j = 0; j < to; ++j) bias(l)[j] -= rate * g[i * to + j];
    // w = w - rate (h' g + 2 decay w): the product scales and takes away in one go
    gemm(true, false, from, to, batch, -rate, activation(l), g, 1 - 2 * rate * decay, weights(l));
    g = back;
  }
}
EXPORT(train)
