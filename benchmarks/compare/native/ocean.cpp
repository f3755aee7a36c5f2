// The density of sea water and the diffusion along surfaces of equal density, written as loops.
#include <algorithm>
#include <cmath>
#include <vector>

#include "repeat.h"

template <class T>
void density(void** p, const Size* n) {
  const T *salinity = input<T>(p, 0), *temperature = input<T>(p, 1), *pressure = input<T>(p, 2);
  T* y = output<T>(p, 3);
#pragma omp parallel for simd
  for (Size i = 0; i < n[0]; ++i) {
    const T s = salinity[i], t = temperature[i], q = pressure[i], root = std::sqrt(s);
    const T fresh =
        999.842594 + t * (6.793952e-2 + t * (-9.095290e-3 + t * (1.001685e-4 + t * (-1.120083e-6 + t * 6.536332e-9))));
    const T salt = 8.24493e-1 + t * (-4.0899e-3 + t * (7.6438e-5 + t * (-8.2467e-7 + t * 5.3875e-9)));
    const T at_surface = fresh + s * (salt + root * (-5.72466e-3 + t * (1.0227e-4 - t * 1.6546e-6)) + s * 4.8314e-4);
    const T stiff = 19652.21 + t * (148.4206 + t * (-2.327105 + t * (1.360477e-2 - t * 5.155288e-5))) +
                    s * (54.6746 + t * (-0.603459 + t * (1.09987e-2 - t * 6.1670e-5)) +
                         root * (7.944e-2 + t * (1.6483e-2 - t * 5.3009e-4)));
    const T linear = 3.239908 + t * (1.43713e-3 + t * (1.16092e-4 - t * 5.77905e-7)) +
                     s * (2.2838e-3 - t * (1.0981e-5 + t * 1.6078e-6) + root * 1.91075e-4);
    const T square =
        8.50935e-5 + t * (-6.12293e-6 + t * 5.2787e-8) + s * (-9.9348e-7 + t * (2.0816e-8 + t * 9.1697e-10));
    y[i] = at_surface / (1 - q / (stiff + q * (linear + q * square)));
  }
}
EXPORT(density)

constexpr double kStep = 100e3, kDiffusivity = 1000, kTiny = 1e-9, kSteepest = 4e-3, kWidth = 1e-3;

/// The parts of the tensor at the faces between cells i and i + `ahead`, and what either side gives to the vertical part.
template <class T>
struct Faces {
  const T *t, *s, *mask, *apart;  // apart: between the middles of layers
  Size ahead, nz;
  T *along, *across, *left, *right;

  void column(Size from, Size to) const {
#pragma omp simd
    for (Size k = 1; k < nz - 1; ++k) {
      const Size here = from + k, there = here + ahead;
      const T wet = mask[here] * mask[there];
      const T dt = (t[there] - t[here]) / kStep * wet, ds = (s[there] - s[here]) / kStep * wet;
      T sum = 0, sloped = 0, sides[2] = {0, 0};
      for (int side = 0; side < 2; ++side) {
        const Size cell = here + side * ahead;
        const T by_t = -0.1713 - 0.0205 * (t[cell] - 10), by_s = 0.8 - 0.002 * (t[cell] - 10);
        for (int up = 0; up < 2; ++up) {
          const Size below = cell - 1 + up;
          const T scale = mask[below] * mask[below + 1] / apart[k - 1 + up];
          const T steep = (by_t * (t[below + 1] - t[below]) + by_s * (s[below + 1] - s[below])) * scale;
          const T slope = -(by_t * dt + by_s * ds) / ((steep < 0 ? steep : T(0)) - T(kTiny));
          const T taper = 0.125 * kDiffusivity * (1 + std::tanh((kSteepest - std::abs(slope)) / kWidth)) * wet;
          sum += taper;
          sloped += taper * slope;
          sides[side] += taper * slope * slope;
        }
      }
      along[to + k - 1] = sum;
      across[to + k - 1] = sloped;
      left[to + k - 1] = sides[0];
      right[to + k - 1] = sides[1];
    }
  }
};

template <class T>
void isoneutral(void** p, const Size* n) {
  const Size nx = n[0], ny = n[1], nz = n[2], inner = nz - 2;
  const T* dz = input<T>(p, 3);
  std::vector<T> apart(nz - 1);
  for (Size k = 0; k + 1 < nz; ++k) apart[k] = (dz[k] + dz[k + 1]) / 2;
  static std::vector<T> sides[4];
  sides[0].resize((nx - 1) * (ny - 2) * inner);
  sides[1].resize(sides[0].size());
  sides[2].resize((nx - 2) * (ny - 1) * inner);
  sides[3].resize(sides[2].size());
  const T *t = input<T>(p, 0), *s = input<T>(p, 1), *mask = input<T>(p, 2);
  const Faces<T> in_x{
      t, s, mask, apart.data(), ny * nz, nz, output<T>(p, 4), output<T>(p, 5), sides[0].data(), sides[1].data()};
  const Faces<T> in_y{
      t, s, mask, apart.data(), nz, nz, output<T>(p, 6), output<T>(p, 7), sides[2].data(), sides[3].data()};
  T* k33 = output<T>(p, 8);
#pragma omp parallel
  {
#pragma omp for
    for (Size i = 0; i < nx - 1; ++i)
      for (Size j = 1; j < ny - 1; ++j) in_x.column((i * ny + j) * nz, (i * (ny - 2) + j - 1) * inner);
#pragma omp for
    for (Size i = 1; i < nx - 1; ++i)
      for (Size j = 0; j < ny - 1; ++j) in_y.column((i * ny + j) * nz, ((i - 1) * (ny - 1) + j) * inner);
#pragma omp for
    for (Size i = 0; i < nx - 2; ++i)
      for (Size j = 0; j < ny - 2; ++j) {
        const T *xl = in_x.left + ((i + 1) * (ny - 2) + j) * inner, *xr = in_x.right + (i * (ny - 2) + j) * inner;
        const T *yl = in_y.left + (i * (ny - 1) + j + 1) * inner, *yr = in_y.right + (i * (ny - 1) + j) * inner;
        T* to = k33 + (i * (ny - 2) + j) * inner;
        for (Size k = 0; k < inner; ++k) to[k] = xl[k] + xr[k] + yl[k] + yr[k];
      }
  }
}
EXPORT(isoneutral)
