// Bessel functions of the first kind and their modified kin, of orders 0 and 1.
//
// Method: below 8 Chebyshev series, in x^2 or of the function scaled by exp(-x); beyond, amplitude and phase
// (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 9.2) or the scaled function as Chebyshev series in
// 8 / x. Coefficients: interpolation at Chebyshev points, computed for this project in 40 digits.
#include <cmath>

#include "theano/ir/math/functions.h"

namespace theano::ir::math::rare {
namespace {

constexpr double kJoint = 8;
constexpr double kRootOfHalf = 0x1.6a09e667f3bcdp-1, kRootOfTwoOverPi = 0x1.9884533d43651p-1;

/// J0 and J1 / x below 8, of x^2 / 32 - 1.
constexpr double kJ0[] = {
  0x1.4306e1f9314dbp-3, -0x1.1dd989ce98ea2p-7, 0x1.0f8afb7d3a552p-2, -0x1.7afa2e9c62a9ep-2,
  0x1.43b8af58b7ffap-3, -0x1.1dd989ce98ea2p-5, 0x1.3bd46ccab9da0p-8, -0x1.e300651cd3ae3p-12,
  0x1.104c067d74d17p-15, -0x1.d8f811cd3e853p-20, 0x1.46c4a4b32aa3bp-24, -0x1.703bda6758f6fp-29,
  0x1.593076e904d04p-34, -0x1.1192067e71726p-39, 0x1.73936aa3d0207p-45, -0x1.b5729d242acadp-51,
  0x1.c2c89ea27f8ddp-57, -0x1.9a167d13eff04p-63, 0x1.4bc7d504c4779p-69};
constexpr double kJ1[] = {
  0x1.4bf5ae47a6150p-4, -0x1.3119e17fdbffdp-3, 0x1.49b9fb3408e33p-3, -0x1.52a8c7827daa8p-4,
  0x1.6bf2c1f5f71e1p-6, -0x1.de030538b55b0p-9, 0x1.a8b56cedfe580p-12, -0x1.11188227a5012p-15,
  0x1.0a8a3a628fc7bp-19, -0x1.98f754605f635p-24, 0x1.fac17c7273311p-29, -0x1.030d00d42d6f4p-33,
  0x1.bcc0916376113p-39, -0x1.453d2b4e985cbp-44, 0x1.9a36afedba860p-50, -0x1.c2dff42400e7dp-56,
  0x1.b3c9bcacde2d6p-62, -0x1.754bd6eb5f1a1p-68};
/// J(x) = sqrt(2 / (pi x)) (p cos(angle) - 8 / x q sin(angle)) from 8 on, of 2 (8 / x)^2 - 1.
constexpr double kP0[] = {
  0x1.ffb944543151ep-1, -0x1.194ac5283c04ap-11, 0x1.9cbe8b7395851p-19, -0x1.bc26938a82ce2p-25,
  0x1.c03a8b38ca73cp-30, -0x1.59ddcc285389dp-34, 0x1.6baf23642c3fcp-38, -0x1.e4a709e7401d1p-42,
  0x1.85b4816648b08p-45, -0x1.6d432c9d5d41cp-48, 0x1.84fff5060bb42p-51, -0x1.cdb2b96661f84p-54,
  0x1.2cc48fae3b628p-56, -0x1.a85a25e0e4db4p-59, 0x1.34caa6632a872p-61};
constexpr double kQ0[] = {
  -0x1.fdbbf76547cafp-7, 0x1.1ed40c7bf4761p-14, -0x1.8e1017183d060p-21, 0x1.34c3b3f0f3e19p-26,
  -0x1.8fc71e52a527fp-31, 0x1.7334b27ad2861p-35, -0x1.c34f407df843cp-39, 0x1.52763be8fe2cfp-42,
  -0x1.2c827d7e1af35p-45, 0x1.329f0bf5f36ffp-48, -0x1.5fa3103517a30p-51, 0x1.bd95c7cd52b44p-54,
  -0x1.33c5cd2f8013dp-56, 0x1.c9af9c3d116f0p-59, -0x1.5c372909e604fp-61};
constexpr double kP1[] = {
  0x1.003b2e82f5f12p+0, 0x1.d7545f75d7da9p-11, -0x1.0b9505ce79bbap-18, 0x1.0953cdc0829efp-24,
  -0x1.01454cf5d6ac0p-29, 0x1.83c5742be2cb7p-34, -0x1.9171afe32f991p-38, 0x1.088a8b677fb6cp-41,
  -0x1.a5ead8bdba2d6p-45, 0x1.88e81910f7585p-48, -0x1.a045cebf01a93p-51, 0x1.ebf57584179c5p-54,
  -0x1.3f54d7015367bp-56, 0x1.c12b73473a30fp-59, -0x1.460af173d132fp-61};
constexpr double kQ1[] = {
  0x1.7f34213492af6p-5, -0x1.93d0e4fa70662p-14, 0x1.eaa02bf61504bp-21, -0x1.681617e8645adp-26,
  0x1.c467999a69932p-31, -0x1.9c37875f5eb9ap-35, 0x1.eeb91abca79b2p-39, -0x1.6f877e53ee3eap-42,
  0x1.43f80578b6487p-45, -0x1.48ac41472400dp-48, 0x1.772d4961cba46p-51, -0x1.d9942b1263591p-54,
  0x1.4609f355f3144p-56, -0x1.e37e7306a7240p-59, 0x1.6f044f2b7f8d2p-61};
/// exp(-x) I0 and exp(-x) I1 / x below 8, of x / 4 - 1; exp(-x) sqrt(x) I from 8 on, of 16 / x - 1.
constexpr double kI0[] = {
  0x1.5a84e9035a22ap-2, -0x1.37febc057cd8dp-2, 0x1.5f7ac77ac88c0p-3, -0x1.84b70342d06eap-4,
  0x1.93e8acea8a32dp-5, -0x1.84e9ef121b6f0p-6, 0x1.59961f3dde3ddp-7, -0x1.1b65e201aa849p-8,
  0x1.adc758a12100ep-10, -0x1.2e2fd1f15eb52p-11, 0x1.8b51b74107cabp-13, -0x1.e2b2659c41d5ap-15,
  0x1.13f58be9a2859p-16, -0x1.2866fcba56427p-18, 0x1.2bf24978cf4acp-20, -0x1.1ec638f227f8dp-22,
  0x1.03b769d4d6435p-24, -0x1.beaf68c0b30abp-27, 0x1.6d903a454cb34p-29, -0x1.1d4fe13ae9556p-31,
  0x1.a98becc743c10p-34, -0x1.2fc957a946abbp-36, 0x1.9fe2fe19bd324p-39, -0x1.1164c62ee1ae2p-41,
  0x1.59b464b262198p-44, -0x1.a5022c2969859p-47, 0x1.ee6d8938cb71ep-50, -0x1.184eb62d46238p-52,
  0x1.3335e48a291c3p-55, -0x1.45b88e1dc96adp-58, 0x1.499e009b59cf7p-61};
constexpr double kLargeI0[] = {
  0x1.9be62aca809cbp-2, 0x1.b998ca2e59049p-9, 0x1.20fa378999e52p-14, 0x1.8412bc101c586p-19,
  0x1.b8007d9cd616ep-23, 0x1.8569280d6d56dp-26, 0x1.d2c64a9225b87p-29, 0x1.0f9ccc0f46f74p-31,
  0x1.a24feabe80031p-37, -0x1.1511d083973e3p-35, -0x1.d0fd7357e7cd6p-37, -0x1.f90430317a6cep-40,
  0x1.94347fa270cb0p-41, 0x1.b1c8c6b843b19p-42, 0x1.156ff0d0f72e2p-46, -0x1.75d99cf4a0da5p-45,
  -0x1.583fe7c175533p-47, 0x1.12a918705a82fp-48, 0x1.fee7d7684c90ep-50, -0x1.8aee4485119dcp-52,
  -0x1.4600bbb2750d0p-52, 0x1.3f351bd8e1081p-55, 0x1.9be93a43b3dd6p-55, -0x1.633f0c97e406fp-58,
  -0x1.0bec09beca99dp-57, 0x1.11cf1a9200420p-60, 0x1.99840c2b2767bp-60};
constexpr double kI1[] = {
  0x1.02a63724a7ffap-3, -0x1.694d10469192ep-3, 0x1.a46dad536f53cp-4, -0x1.b1bbc537c9ebcp-5,
  0x1.951e3e7bb2349p-6, -0x1.5a29f7913a26ap-7, 0x1.1065349d3a1b4p-8, -0x1.8cc620b3cd4a4p-10,
  0x1.0c95db6c6df7dp-11, -0x1.533cad3d694fep-13, 0x1.911b542c70d0bp-15, -0x1.bd5f9b8debbcfp-17,
  0x1.d1c4ed511afc5p-19, -0x1.cc0798363992ap-21, 0x1.ae344b347d108p-23, -0x1.7dd3e24b8c3e8p-25,
  0x1.4258e02395010p-27, -0x1.0361b28ea67e6p-29, 0x1.8ea34b43fdf6cp-32, -0x1.2510397eb07dep-34,
  0x1.9cee2b21d3154p-37, -0x1.173835fb70366p-39, 0x1.6af784779d944p-42, -0x1.c628e1c8f05c9p-45,
  0x1.11d7f06145393p-47, -0x1.3eaaa7dcd58c3p-50, 0x1.663e3d309119cp-53, -0x1.857cb8306a799p-56,
  0x1.99db77e00f02dp-59, -0x1.9be8fdf579908p-62};
constexpr double kLargeI1[] = {
  0x1.8ea18b55b1514p-2, -0x1.3fda053fcdb4cp-7, -0x1.cfd7f804aa9a6p-14, -0x1.048df49ca0373p-18,
  -0x1.0dbfd2e9e5443p-22, -0x1.c415394bb46c1p-26, -0x1.0790b9ad53528p-28, -0x1.334ca5423dd7fp-31,
  -0x1.4dcf9d4504bfep-36, 0x1.1e1a1f1587823p-35, 0x1.f101f653c466fp-37, 0x1.1e7d3f643ac4dp-39,
  -0x1.953e1076b387ap-41, -0x1.cbc458e745105p-42, -0x1.7a9482e1b5f12p-46, 0x1.80d3c2691e15cp-45,
  0x1.776e173dda0dep-47, -0x1.12db509952a3cp-48, -0x1.0efcd75d09bbfp-49, 0x1.7d68ab4e4586bp-52,
  0x1.5591642e15bf5p-52, -0x1.27fdedd2cb53ep-55, -0x1.acf2a395f1493p-55, 0x1.448806696e48cp-58,
  0x1.1676e725ead95p-57, -0x1.000892f633b63p-60, -0x1.aa74a103bfb65p-60};

/// c[0] + c[1] T1(t) + c[2] T2(t) + ..., by Clenshaw's recurrence.
template <std::size_t N>
double chebyshev(double t, const double (&c)[N]) {
  double next = 0, after = 0;
  for (std::size_t k = N - 1; k > 0; --k) {
    const double current = 2 * t * next - after + c[k];
    after = next;
    next = current;
  }
  return t * next - after + c[0];
}

/// sqrt(2 / (pi x)) (p cos(x - shift) - q sin(x - shift)), the shifted cosine and sine given.
double wave(double x, double p, double q, double cosine, double sine) {
  return kRootOfTwoOverPi / std::sqrt(x) * (p * cosine - q * sine);
}

}  // namespace

double bessel_j0(double x) {
  x = std::abs(x);
  if (x < 0x1p-28) return 1;
  if (x <= kJoint) return chebyshev(x * x / 32 - 1, kJ0);
  if (std::isinf(x)) return 0;
  const double inverse = kJoint / x, t = 2 * inverse * inverse - 1;
  const double c = cos(x), s = sin(x);
  return wave(x, chebyshev(t, kP0), inverse * chebyshev(t, kQ0), (c + s) * kRootOfHalf, (s - c) * kRootOfHalf);
}

double bessel_j1(double x) {
  const double size = std::abs(x);
  if (size <= kJoint) return x * chebyshev(x * x / 32 - 1, kJ1);
  if (std::isinf(x)) return 0;
  const double inverse = kJoint / size, t = 2 * inverse * inverse - 1;
  const double c = cos(size), s = sin(size);
  const double result =
      wave(size, chebyshev(t, kP1), inverse * chebyshev(t, kQ1), (s - c) * kRootOfHalf, -(s + c) * kRootOfHalf);
  return x < 0 ? -result : result;
}

double bessel_i0(double x) {
  x = std::abs(x);
  if (x < 0x1p-28) return 1;
  if (x <= kJoint) return exp(x) * chebyshev(x / 4 - 1, kI0);
  const double half = exp(0.5 * x);  // exp(x) may overflow where the result does not
  return x == HUGE_VAL ? x : half * (chebyshev(2 * kJoint / x - 1, kLargeI0) / std::sqrt(x)) * half;
}

double bessel_i1(double x) {
  const double size = std::abs(x);
  if (size <= kJoint) return exp(size) * x * chebyshev(size / 4 - 1, kI1);
  if (std::isinf(x)) return x;
  const double half = exp(0.5 * size);
  const double result = half * (chebyshev(2 * kJoint / size - 1, kLargeI1) / std::sqrt(size)) * half;
  return x < 0 ? -result : result;
}

}  // namespace theano::ir::math::rare
