// Linear regression: a line through noisy points, by gradient descent, against the known solution.
#include <cstdio>

#include <theano/theano.h>

namespace T = theano::tensor;
using theano::Array, theano::Variable;

int main() {
  theano::RandomState rng(3);
  const Array true_w = Array::of({2.0, -1.0, 0.5});
  const Array data_x = rng.uniform(-1, 1, {100, 3});
  const Array data_y = theano::eval(T::dot(data_x, true_w) + 4.0 + rng.normal(0, 0.1, {100}));

  Variable x = T::dmatrix("x");
  Variable y = T::dvector("y");
  Variable w = theano::shared(Array::zeros(theano::DType::Float64, {3}), "w");
  Variable b = theano::shared(0.0, "b");
  Variable error = T::dot(x, w) + b - y;
  Variable loss = T::mean(T::sqr(error));
  const std::vector<Variable> parameters = {w, b};
  std::vector<Variable> gradients = theano::grad(loss, parameters);
  std::vector<theano::Update> updates;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    updates.push_back({parameters[i], parameters[i] - 0.5 * gradients[i]});
  theano::Function train = theano::function({x, y}, loss, updates);

  for (int i = 0; i < 60; ++i) {
    const double cost = train(data_x, data_y).item();
    if (i % 20 == 0 || i == 59) std::printf("step %2d  loss %.6f\n", i, cost);
  }

  const Array learned = w.shared()->get_value();
  std::printf("weights %.3f %.3f %.3f\n", learned.at({0}), learned.at({1}), learned.at({2}));
  std::printf("constant %.3f\n", b.shared()->get_value().item());
}
