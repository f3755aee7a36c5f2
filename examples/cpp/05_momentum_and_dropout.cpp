// A network of three layers: momentum as shared variables of its own, and dropout by masks that are inputs.
#include <cmath>
#include <cstdio>
#include <numbers>

#include <theano/theano.h>

namespace T = theano::tensor;
using theano::Array, theano::Variable, theano::DType;

std::pair<Variable, Variable> layer(theano::RandomState& rng, const std::string& name, std::int64_t rows, std::int64_t columns) {
  const Array w = theano::eval(rng.normal(0, 1, {rows, columns}) * std::sqrt(2.0 / static_cast<double>(rows)));
  return {theano::shared(w, "W" + name), theano::shared(Array::zeros(DType::Float64, {columns}), "b" + name)};
}

Array mask(theano::RandomState& rng, std::int64_t units) {
  return theano::eval(T::floor(rng.uniform(0, 1, {200, units}) + 0.9) / 0.9);
}

int main() {
  theano::RandomState rng(5);
  // Two spirals, one per class.
  const Variable angle = theano::make_constant(rng.uniform(0.5, 3.0, {200}));
  const Array side = rng.randint(0, 2, {200});
  const Variable turn = 3 * angle + std::numbers::pi * T::cast(side, DType::Float64);
  const Array data_x = theano::eval(T::stack({angle * T::cos(turn), angle * T::sin(turn)}, 1));

  Variable x = T::dmatrix("x");
  Variable y = T::lvector("y");
  Variable mask1 = T::dmatrix("mask1");  // 0 drops a unit in one example; the kept ones weigh more
  Variable mask2 = T::dmatrix("mask2");
  auto [W1, b1] = layer(rng, "1", 2, 64);
  auto [W2, b2] = layer(rng, "2", 64, 32);
  auto [W3, b3] = layer(rng, "3", 32, 2);
  const std::vector<Variable> parameters = {W1, b1, W2, b2, W3, b3};
  Variable h1 = T::nnet::relu(T::dot(x, W1) + b1) * mask1;
  Variable h2 = T::nnet::relu(T::dot(h1, W2) + b2) * mask2;
  Variable p = T::nnet::softmax(T::dot(h2, W3) + b3);
  Variable loss = T::mean(T::nnet::categorical_crossentropy(p, y));

  std::vector<theano::Update> updates;
  const std::vector<Variable> gradients = theano::grad(loss, parameters);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Variable& v = parameters[i];
    Variable speed = theano::shared(Array::zeros(DType::Float64, v.shared()->get_value().shape()), v.name() + "_speed");
    Variable next_speed = 0.9 * speed - 0.05 * gradients[i];
    updates.push_back({speed, next_speed});
    updates.push_back({v, v + next_speed});
  }
  theano::Function train = theano::function({x, y, mask1, mask2}, loss, updates);
  theano::Function errors = theano::function({x, y, mask1, mask2}, T::sum(T::neq(T::argmax(p, 1), y)));

  const Array all1 = Array::full(DType::Float64, {200, 64}, 1), all2 = Array::full(DType::Float64, {200, 32}, 1);
  for (int i = 0; i <= 300; ++i) {
    const Array kept1 = mask(rng, 64), kept2 = mask(rng, 32);
    const double cost = train(data_x, side, kept1, kept2).item();
    if (i % 100 != 0) continue;
    const int wrong = static_cast<int>(errors(data_x, side, all1, all2).item());
    std::printf("step %3d  loss %.4f  wrong %d of 200\n", i, cost, wrong);
  }
}
