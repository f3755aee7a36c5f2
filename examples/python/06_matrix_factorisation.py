"""Matrix factorisation: ratings as products of two tables, of which a step changes only the rows it reads."""
import numpy
import theano
import theano.tensor as T

rng = numpy.random.RandomState(6)
user_count, item_count, rank, rating_count = 40, 30, 4, 600
users = rng.randint(0, user_count, (rating_count,))
items = rng.randint(0, item_count, (rating_count,))
taste, kind = rng.normal(0, 1, (user_count, 2)), rng.normal(0, 1, (item_count, 2))
ratings = numpy.sum(taste[users] * kind[items], axis=1) + rng.normal(0, 0.1, (rating_count,))

U = theano.shared(rng.normal(0, 0.1, (user_count, rank)), "U")
V = theano.shared(rng.normal(0, 0.1, (item_count, rank)), "V")
user, item = T.lvector("user"), T.lvector("item")
rating = T.dvector("rating")
user_rows, item_rows = U[user], V[item]
error = T.sum(user_rows * item_rows, axis=1) - rating
loss = T.mean(T.sqr(error))
# Gradients with respect to the rows that were read; equal rows add up.
g_user, g_item = T.grad(T.sum(T.sqr(error)), [user_rows, item_rows])
updates = [(U, T.inc_subtensor(user_rows, -0.02 * g_user)), (V, T.inc_subtensor(item_rows, -0.02 * g_item))]
train = theano.function([user, item, rating], loss, updates=updates)

for epoch in range(1, 41):
    total = 0.0
    for i in range(0, rating_count, 20):
        total += float(train(users[i : i + 20], items[i : i + 20], ratings[i : i + 20]))
    if epoch % 10 == 0 or epoch == 1:
        print("epoch %2d  mean squared error %.4f" % (epoch, total * 20 / rating_count))
