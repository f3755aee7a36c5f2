// Logistic regression: two classes, a penalty on weights, and a test function beside the training function.
#include <cstdio>

#include <theano/theano.h>

namespace T = theano::tensor;
using theano::Array, theano::Variable;

int main() {
  theano::RandomState rng(4);
  // Points in five dimensions; the class is on which side of a plane a point lies.
  const Array data_x = rng.normal(0, 1, {400, 5});
  const Array plane = rng.uniform(-1, 1, {5});
  const Array data_y = theano::eval(T::cast(T::gt(T::dot(data_x, plane) + 0.3, 0.0), theano::DType::Int32));

  Variable x = T::dmatrix("x");
  Variable y = T::ivector("y");
  Variable w = theano::shared(Array::zeros(theano::DType::Float64, {5}), "w");
  Variable b = theano::shared(0.0, "b");
  Variable p = T::nnet::sigmoid(T::dot(x, w) + b);
  Variable guess = p > 0.5;
  Variable loss = T::mean(T::nnet::binary_crossentropy(p, y)) + 0.001 * T::sum(T::sqr(w));
  std::vector<Variable> gradients = theano::grad(loss, std::vector{w, b});
  theano::Function train =
      theano::function({x, y}, loss, {{w, w - 1.0 * gradients[0]}, {b, b - 1.0 * gradients[1]}});
  theano::Function accuracy = theano::function({x, y}, T::mean(T::eq(guess, y)));

  for (int epoch = 0; epoch < 20; ++epoch) {
    double cost = 0;
    for (int i = 0; i < 6; ++i)
      cost = train(data_x.rows(50 * i, 50 * (i + 1)), data_y.rows(50 * i, 50 * (i + 1))).item();
    if (epoch % 5 == 4)
      std::printf("epoch %2d  loss %.6f  accuracy on new points %.2f\n", epoch + 1, cost,
                  accuracy(data_x.rows(300, 400), data_y.rows(300, 400)).item());
  }
}
