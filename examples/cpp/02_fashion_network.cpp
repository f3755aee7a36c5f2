// A network with 500 hidden units learns Fashion-MNIST: tanh, softmax, and a penalty on large weights.
#include <algorithm>
#include <cstdio>

#include <theano/theano.h>
#include <CLI/CLI.hpp>

#include "support/fashion_mnist.h"
#include "support/picture.h"
#include "support/progress_bar.h"

namespace T = theano::tensor;
using theano::Array, theano::Variable;

Variable weights(theano::RandomState& rng, const std::string& name, std::int64_t rows, std::int64_t columns) {
  // Small, so that what is learned stands out in the pictures.
  return theano::shared(rng.uniform(-0.01, 0.01, {rows, columns}).astype(theano::floatX()), name);
}

Variable biases(const std::string& name, std::int64_t count) {
  return theano::shared(Array::zeros(theano::floatX(), {count}), name);
}

void save(const std::string& path, const std::vector<Variable>& parameters) {
  std::map<std::string, Array> values;
  for (const Variable& v : parameters) values[v.name()] = v.shared()->get_value();
  theano::save_npz(path, values);
}

void load(const std::string& path, const std::vector<Variable>& parameters) {
  const std::map<std::string, Array> values = theano::load_npz(path);
  for (const Variable& v : parameters) v.shared()->set_value(values.at(v.name()));
}

int main(int argc, char** argv) {
  CLI::App parser("A network with 500 hidden units learns Fashion-MNIST.");
  int epochs = 12, batch = 50, seed = 1;
  bool is_short = false;
  parser.add_option("--epochs", epochs, "how often all images are seen");
  parser.add_option("--batch", batch, "images per step");
  parser.add_option("--seed", seed, "of the first weights and the order of the images");
  parser.add_flag("--short", is_short, "a small part of the work, for tests");
  CLI11_PARSE(parser, argc, argv);
  theano::config().set("floatX", "float32");

  // The images lie in shared variables; a step needs no more than its number, the givens take its rows.
  const support::FashionMnist data = support::load_fashion_mnist(theano::floatX());
  const std::int64_t image_count = is_short ? 2000 : data.train_images.shape(0);
  if (is_short) epochs = std::min(epochs, 2);
  Variable images = theano::shared(data.train_images, "images");
  Variable labels = theano::shared(data.train_labels, "labels");
  Variable order = theano::shared(Array::zeros(theano::DType::Int64, {image_count}), "order");
  Variable step = T::lscalar("step");
  Variable rows = order[theano::slice(step * batch, (step + 1) * batch)];

  // The model: 784 pixels, brought to mean 0 and deviation 1; 500 hidden units; ten classes.
  theano::RandomState rng(seed);
  Variable x = T::matrix("x");
  Variable y = T::ivector("y");
  Variable W1 = weights(rng, "W1", 784, 500);
  Variable b1 = biases("b1", 500);
  Variable W2 = weights(rng, "W2", 500, 10);
  Variable b2 = biases("b2", 10);
  std::vector<Variable> parameters = {W1, b1, W2, b2};
  Variable hidden = T::tanh(T::dot((x - 0.286) / 0.353, W1) + b1);
  Variable p = T::nnet::softmax(T::dot(hidden, W2) + b2);
  Variable guess = T::argmax(p, 1);
  Variable L2 = T::sum(T::sqr(W1)) + T::sum(T::sqr(W2));
  Variable loss = T::mean(T::nnet::categorical_crossentropy(p, y)) + 0.00001 * L2;

  Variable rate = T::scalar("rate");
  std::vector<Variable> gradients = theano::grad(loss, parameters);
  std::vector<theano::Update> updates;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    updates.push_back({parameters[i], parameters[i] - rate * gradients[i]});
  theano::Function train = theano::function({step, rate}, loss, updates, {{x, images[rows]}, {y, labels[rows]}});
  theano::Function test = theano::function({x, y}, T::mean(T::eq(guess, y)));
  theano::Function predict = theano::function({x}, guess);

  const std::int64_t steps = image_count / batch;
  double learning_rate = 0.1;
  std::vector<double> curve;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    order.shared()->set_value(rng.permutation(image_count));
    double total = 0;
    support::ProgressBar bar("epoch " + std::to_string(epoch), steps);
    for (std::int64_t i = 0; i < steps; ++i) {
      const double cost = train(i, learning_rate).item();
      total += cost;
      bar.update(i + 1, cost);
    }
    bar.finish();
    learning_rate *= 0.85;
    curve.push_back(total / steps);
    const double accuracy = test(data.test_images, data.test_labels).item();
    std::printf("epoch %2d  loss %.6f  test accuracy %.4f\n", epoch, total / steps, accuracy);
    std::fflush(stdout);
  }

  support::write_png("network_features.png",
                     support::tile_images(W1.shared()->get_value().transpose().rows(0, 50), 28, 28, /*columns=*/10));
  support::write_png("network_loss.png", support::line_chart({curve}));

  // Saved, forgotten, loaded: the model must say what it said before.
  const Array guesses = predict(data.test_images);
  save("network.npz", parameters);
  W1.shared()->set_value(Array::zeros(theano::floatX(), {784, 500}));
  load("network.npz", parameters);
  const bool is_same = theano::is_identical(predict(data.test_images), guesses);
  std::printf("the loaded parameters predict %s\n", is_same ? "the same" : "something else");
  for (int i = 0; i < 5; ++i)
    std::printf("test image %d: %s, predicted: %s\n", i, support::kClassNames[data.test_labels.data<std::int32_t>()[i]],
                support::kClassNames[guesses.data<std::int64_t>()[i]]);
  return is_same ? 0 : 1;
}
