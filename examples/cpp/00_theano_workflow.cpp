// The workflow of Theano: symbols, shared parameters, gradients, a compiled training step, predictions.
#include <cstdio>

#include <theano/theano.h>

namespace T = theano::tensor;
using theano::Array, theano::Variable;

int main() {
  theano::RandomState rng(0);
  // 200 examples of three numbers; to be learned: which of them is the greatest.
  const Array x = rng.uniform(-1, 1, {200, 3}).astype(theano::floatX());
  const Array y = theano::eval(T::eq(T::argmax(x, 1, /*keepdims=*/true), T::arange(3)));
  const Array w = rng.uniform(-0.1, 0.1, {3, 3}).astype(theano::floatX());
  const Array b = Array::zeros(theano::floatX(), {3});
  const double lr = 2.0;

  Variable X = T::matrix("X");
  Variable Y = T::matrix("Y");
  Variable W = theano::shared(w, "W");
  Variable B = theano::shared(b, "B");
  Variable y_out = T::nnet::softmax(T::dot(X, W) + B);
  Variable loss = -T::mean(Y * T::log(y_out) + (1 - Y) * T::log(1 - y_out));
  Variable g_w = theano::grad(loss, W);
  Variable g_b = theano::grad(loss, B);
  std::vector<theano::Update> updt = {{W, W - lr * g_w}, {B, B - lr * g_b}};  // gradient descent updates
  theano::Function model_train = theano::function(/*inputs=*/{X, Y}, /*outputs=*/loss, updt);
  theano::Function model_pred = theano::function(/*inputs=*/{X}, /*outputs=*/y_out);

  for (int i = 0; i < 100; ++i) {
    const double cost = model_train(x, y).item();
    if (i % 20 == 0 || i == 99) std::printf("step %2d  cost %.6f\n", i, cost);
  }

  const Array test_x = Array::of({0.9, 0.1, -0.5, -0.2, 0.7, 0.3, -0.8, -0.6, 0.4}).reshape({3, 3});
  const Array predictions = model_pred(test_x.astype(theano::floatX()));
  for (int i = 0; i < 3; ++i)
    std::printf("prediction %.4f %.4f %.4f\n", predictions.at({i, 0}), predictions.at({i, 1}), predictions.at({i, 2}));
}
