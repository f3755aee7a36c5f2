// Matrix factorisation: ratings as products of two tables, of which a step changes only the rows it reads.
#include <cstdio>

#include <theano/theano.h>

namespace T = theano::tensor;
using theano::Array, theano::Variable;

int main() {
  theano::RandomState rng(6);
  const std::int64_t user_count = 40, item_count = 30, rank = 4, rating_count = 600;
  const Array users = rng.randint(0, user_count, {rating_count});
  const Array items = rng.randint(0, item_count, {rating_count});
  const Variable taste = theano::make_constant(rng.normal(0, 1, {user_count, 2}));
  const Variable kind = theano::make_constant(rng.normal(0, 1, {item_count, 2}));
  const Array noise = rng.normal(0, 0.1, {rating_count});
  const Array ratings =
      theano::eval(T::sum(taste[theano::make_constant(users)] * kind[theano::make_constant(items)], 1) + noise);

  Variable U = theano::shared(rng.normal(0, 0.1, {user_count, rank}), "U");
  Variable V = theano::shared(rng.normal(0, 0.1, {item_count, rank}), "V");
  Variable user = T::lvector("user"), item = T::lvector("item");
  Variable rating = T::dvector("rating");
  Variable user_rows = U[user], item_rows = V[item];
  Variable error = T::sum(user_rows * item_rows, 1) - rating;
  Variable loss = T::mean(T::sqr(error));
  // Gradients with respect to the rows that were read; equal rows add up.
  std::vector<Variable> g = theano::grad(T::sum(T::sqr(error)), std::vector{user_rows, item_rows});
  theano::Function train = theano::function(
      {user, item, rating}, loss,
      {{U, T::inc_subtensor(user_rows, -0.02 * g[0])}, {V, T::inc_subtensor(item_rows, -0.02 * g[1])}});

  for (int epoch = 1; epoch <= 40; ++epoch) {
    double total = 0;
    for (std::int64_t i = 0; i < rating_count; i += 20)
      total += train(users.rows(i, i + 20), items.rows(i, i + 20), ratings.rows(i, i + 20)).item();
    if (epoch % 10 == 0 || epoch == 1)
      std::printf("epoch %2d  mean squared error %.4f\n", epoch, total * 20 / static_cast<double>(rating_count));
  }
}
