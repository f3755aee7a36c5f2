// A Gaussian mixture fitted by the gradient of its likelihood, with parameters that may take any value.
#include <cmath>
#include <cstdio>
#include <numbers>

#include <theano/theano.h>

namespace T = theano::tensor;
using theano::Array, theano::Variable, theano::DType;

int main() {
  theano::RandomState rng(7);
  const Array left = rng.normal(-2, 0.5, {150}), right = rng.normal(1, 1.0, {350});
  const Array data = theano::eval(T::concatenate({theano::make_constant(left), theano::make_constant(right)}, 0));

  Variable x = T::dvector("x");
  Variable logit = theano::shared(Array::zeros(DType::Float64, {2}), "logit");  // of the weights
  Variable mean = theano::shared(Array::of({-1.0, 0.5}), "mean");
  Variable log_std = theano::shared(Array::zeros(DType::Float64, {2}), "log_std");
  // One row per point, one column per component; the logarithm of the sum of exponentials cannot overflow.
  Variable z = (T::dimshuffle(x, {0, -1}) - mean) / T::exp(log_std);
  Variable log_weight = logit - T::log(T::sum(T::exp(logit)));
  Variable log_joint = log_weight - 0.5 * T::sqr(z) - log_std - 0.5 * std::log(2 * std::numbers::pi);
  Variable highest = T::max(log_joint, 1, /*keepdims=*/true);
  Variable log_likelihood =
      T::mean(highest[{theano::slice(), 0}] + T::log(T::sum(T::exp(log_joint - highest), 1)));

  const std::vector<Variable> parameters = {logit, mean, log_std};
  const std::vector<Variable> gradients = theano::grad(log_likelihood, parameters);
  std::vector<theano::Update> updates;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    updates.push_back({parameters[i], parameters[i] + 0.5 * gradients[i]});
  theano::Function train = theano::function({x}, log_likelihood, updates);
  theano::Function describe = theano::function({}, {T::exp(log_weight), mean, T::exp(log_std)});

  for (int i = 0; i <= 200; ++i) {
    const double value = train(data).item();
    if (i % 50 == 0) std::printf("step %3d  log likelihood %.5f\n", i, value);
  }
  const theano::Results found = describe();
  const char* const names[] = {"weight", "mean", "deviation"};
  for (std::size_t i = 0; i < 3; ++i)
    std::printf("%-9s %6.3f %6.3f\n", names[i], found[i].at({0}), found[i].at({1}));
}
