// Softmax regression learns Fashion-MNIST: one template per class, by mini-batch gradient descent.
#include <algorithm>
#include <cstdio>

#include <theano/theano.h>
#include <CLI/CLI.hpp>

#include "support/fashion_mnist.h"
#include "support/picture.h"
#include "support/progress_bar.h"

namespace T = theano::tensor;
using theano::Array, theano::Variable;

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
  CLI::App parser("Softmax regression learns Fashion-MNIST.");
  int epochs = 15, batch = 20, seed = 1;
  bool is_short = false;
  parser.add_option("--epochs", epochs, "how often all images are seen");
  parser.add_option("--batch", batch, "images per step");
  parser.add_option("--seed", seed, "of the random order of the images");
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

  // The model: the probability of each class is the softmax of the image's products with the templates.
  Variable x = T::matrix("x");
  Variable y = T::ivector("y");
  Variable W = theano::shared(Array::zeros(theano::floatX(), {784, 10}), "W");
  Variable b = theano::shared(Array::zeros(theano::floatX(), {10}), "b");
  std::vector<Variable> parameters = {W, b};
  Variable p = T::nnet::softmax(T::dot(x, W) + b);
  Variable guess = T::argmax(p, 1);
  Variable loss = T::mean(T::nnet::categorical_crossentropy(p, y));

  Variable rate = T::scalar("rate");
  std::vector<Variable> gradients = theano::grad(loss, parameters);
  std::vector<theano::Update> updates;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    updates.push_back({parameters[i], parameters[i] - rate * gradients[i]});
  theano::Function train = theano::function({step, rate}, loss, updates, {{x, images[rows]}, {y, labels[rows]}});
  theano::Function test = theano::function({x, y}, T::mean(T::eq(guess, y)));
  theano::Function predict = theano::function({x}, guess);

  theano::RandomState rng(seed);
  const std::int64_t steps = image_count / batch;
  double learning_rate = 0.05;
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

  support::write_png("softmax_templates.png",
                     support::tile_images(W.shared()->get_value().transpose(), 28, 28, /*columns=*/5));
  support::write_png("softmax_loss.png", support::line_chart({curve}));

  // Saved, forgotten, loaded: the model must say what it said before.
  const Array guesses = predict(data.test_images);
  save("softmax.npz", parameters);
  W.shared()->set_value(Array::zeros(theano::floatX(), {784, 10}));
  load("softmax.npz", parameters);
  const bool is_same = theano::is_identical(predict(data.test_images), guesses);
  std::printf("the loaded parameters predict %s\n", is_same ? "the same" : "something else");
  for (int i = 0; i < 5; ++i)
    std::printf("test image %d: %s, predicted: %s\n", i, support::kClassNames[data.test_labels.data<std::int32_t>()[i]],
                support::kClassNames[guesses.data<std::int64_t>()[i]]);
  return is_same ? 0 : 1;
}
