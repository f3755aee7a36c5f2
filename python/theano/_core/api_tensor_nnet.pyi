# The types of theano._core.api_tensor_nnet, written by tools/generate_stubs.py from the built extension.
from theano._core import TensorVariable as TensorVariable

def sigmoid(x) -> TensorVariable:
    """
    sigmoid(x)

    Logistic function 1 / (1 + exp(-x)).

    NumPy: scipy.special.expit(x)
    """

def sigmoid_inplace(x) -> TensorVariable:
    """
    sigmoid(x)

    Logistic function 1 / (1 + exp(-x)).

    NumPy: scipy.special.expit(x)
    """

def scalar_sigmoid(x) -> TensorVariable:
    """
    sigmoid(x)

    Logistic function 1 / (1 + exp(-x)).

    NumPy: scipy.special.expit(x)
    """

def softplus(x) -> TensorVariable:
    """
    softplus(x)

    Smooth rectifier log(1 + exp(x)), without overflow for large x.

    NumPy: numpy.logaddexp(0, x)
    """

def scalar_softplus(x) -> TensorVariable:
    """
    softplus(x)

    Smooth rectifier log(1 + exp(x)), without overflow for large x.

    NumPy: numpy.logaddexp(0, x)
    """

def softsign(x) -> TensorVariable:
    """
    softsign(x)

    x / (1 + |x|), which saturates slowly at -1 and 1.

    NumPy: x / (1.0 + numpy.abs(x))
    """

def scalar_softsign(x) -> TensorVariable:
    """
    softsign(x)

    x / (1 + |x|), which saturates slowly at -1 and 1.

    NumPy: x / (1.0 + numpy.abs(x))
    """

def ultra_fast_sigmoid(x) -> TensorVariable:
    """
    ultra_fast_sigmoid(x)

    A piecewise approximation of sigmoid, right to about 0.1.

    NumPy: 0.5 * (numpy.sign(x) * numpy.select([numpy.abs(x) < 3.4, numpy.abs(x) < 6], [0.75 * numpy.abs(x) / (1 + 0.5 * numpy.abs(x)), 0.935409070603099 + 0.0458812946797165 * (0.5 * numpy.abs(x) - 1.7)], 0.99505475368673) + 1)
    """

def ultra_fast_sigmoid_inplace(x) -> TensorVariable:
    """
    ultra_fast_sigmoid(x)

    A piecewise approximation of sigmoid, right to about 0.1.

    NumPy: 0.5 * (numpy.sign(x) * numpy.select([numpy.abs(x) < 3.4, numpy.abs(x) < 6], [0.75 * numpy.abs(x) / (1 + 0.5 * numpy.abs(x)), 0.935409070603099 + 0.0458812946797165 * (0.5 * numpy.abs(x) - 1.7)], 0.99505475368673) + 1)
    """

def ultra_fast_scalar_sigmoid(x) -> TensorVariable:
    """
    ultra_fast_sigmoid(x)

    A piecewise approximation of sigmoid, right to about 0.1.

    NumPy: 0.5 * (numpy.sign(x) * numpy.select([numpy.abs(x) < 3.4, numpy.abs(x) < 6], [0.75 * numpy.abs(x) / (1 + 0.5 * numpy.abs(x)), 0.935409070603099 + 0.0458812946797165 * (0.5 * numpy.abs(x) - 1.7)], 0.99505475368673) + 1)
    """

def sigmoid_binary_crossentropy(output, target) -> TensorVariable:
    """
    sigmoid_binary_crossentropy(output, target)

    Binary crossentropy of sigmoid(output) against target, at any magnitude of output.

    NumPy: numpy.logaddexp(0, -numpy.abs(output)) + output * ((output > 0) - target)
    """

def hard_sigmoid(x) -> TensorVariable:
    """
    hard_sigmoid(x)

    0.2 x + 0.5 cut to the range from 0 to 1.

    NumPy: numpy.clip(0.2 * x + 0.5, 0, 1)
    """

def relu(x, alpha=0) -> TensorVariable:
    """
    relu(x, alpha=0)

    x where it is positive, else alpha times x.

    NumPy: numpy.where(x > 0, x, alpha * x)
    """

def elu(x, alpha=1) -> TensorVariable:
    """
    elu(x, alpha=1)

    x where it is positive, else alpha (exp(x) - 1).

    NumPy: numpy.where(x > 0, x, alpha * numpy.expm1(x))
    """

def selu(x) -> TensorVariable:
    """
    selu(x)

    The self-normalising elu.

    NumPy: 1.0507009873554805 * numpy.where(x > 0, x, 1.6732632423543772 * numpy.expm1(x))
    """

def softmax(c) -> TensorVariable:
    """
    softmax(c)

    Rows of exp(c) normalised to sum 1; a vector gives one row.

    NumPy: scipy.special.softmax(numpy.atleast_2d(c), axis=1)
    """

def softmax_op(c) -> TensorVariable:
    """
    softmax(c)

    Rows of exp(c) normalised to sum 1; a vector gives one row.

    NumPy: scipy.special.softmax(numpy.atleast_2d(c), axis=1)
    """

def logsoftmax(c) -> TensorVariable:
    """
    logsoftmax(c)

    The logarithm of softmax, without overflow and without log(0).

    NumPy: scipy.special.log_softmax(numpy.atleast_2d(c), axis=1)
    """

def logsoftmax_op(c) -> TensorVariable:
    """
    logsoftmax(c)

    The logarithm of softmax, without overflow and without log(0).

    NumPy: scipy.special.log_softmax(numpy.atleast_2d(c), axis=1)
    """

def log_softmax(c) -> TensorVariable:
    """
    logsoftmax(c)

    The logarithm of softmax, without overflow and without log(0).

    NumPy: scipy.special.log_softmax(numpy.atleast_2d(c), axis=1)
    """

def softmax_graph(c) -> TensorVariable:
    """
    softmax_graph(c)

    softmax as plain exp(c) / sum(exp(c)).

    NumPy: numpy.exp(c) / numpy.exp(c).sum(axis=-1, keepdims=True)
    """

def softmax_with_bias(x, b) -> TensorVariable:
    """
    softmax_with_bias(x, b)

    softmax(x + b) of a matrix and a vector.

    NumPy: scipy.special.softmax(x + b, axis=1)
    """

def softmax_grad(dy, sm) -> TensorVariable:
    """
    softmax_grad(dy, sm)

    The gradient through softmax, given that of its output sm.

    NumPy: sm * (dy - (dy * sm).sum(axis=1, keepdims=True))
    """

def categorical_crossentropy(coding_dist, true_dist) -> TensorVariable:
    """
    categorical_crossentropy(coding_dist, true_dist)

    Crossentropy of rows of probabilities against distributions or the positions of true classes.
    """

def binary_crossentropy(output, target) -> TensorVariable:
    """
    binary_crossentropy(output, target)

    -(target log(output) + (1 - target) log(1 - output)).

    NumPy: -(target * numpy.log(output) + (1 - target) * numpy.log(1 - output))
    """

def crossentropy_categorical_1hot(coding_dist, true_one_of_n) -> TensorVariable:
    """
    crossentropy_categorical_1hot(coding_dist, true_one_of_n)

    Minus the logarithm of the probability of the true class of each row.

    NumPy: -numpy.log(coding_dist[numpy.arange(len(true_one_of_n)), true_one_of_n])
    """

def crossentropy_categorical_1hot_grad(g_y, coding_dist, true_one_of_n) -> TensorVariable:
    """
    crossentropy_categorical_1hot_grad(g_y, coding_dist, true_one_of_n)

    The gradient of crossentropy_categorical_1hot with respect to the probabilities.
    """

def crossentropy_softmax_1hot_with_bias_dx(dy, sm, y_idx) -> TensorVariable:
    """
    crossentropy_softmax_1hot_with_bias_dx(dy, sm, y_idx)

    The gradient of the crossentropy of a softmax sm with respect to what the softmax is taken of.

    NumPy: dy[:, None] * (sm - (numpy.arange(sm.shape[1]) == y_idx[:, None]))
    """

def crossentropy_softmax_argmax_1hot_with_bias(x, b, y_idx) -> list[TensorVariable]:
    """
    crossentropy_softmax_argmax_1hot_with_bias(x, b, y_idx)

    Crossentropy, softmax and its greatest positions, of x + b.
    """

def crossentropy_softmax_1hot_with_bias(x, b, y_idx) -> list[TensorVariable]:
    """
    crossentropy_softmax_1hot_with_bias(x, b, y_idx)

    Crossentropy and softmax of x + b.
    """

def crossentropy_softmax_1hot(x, y_idx) -> list[TensorVariable]:
    """
    crossentropy_softmax_1hot(x, y_idx)

    Crossentropy and softmax of x.
    """

def crossentropy_softmax_max_and_argmax_1hot(x, y_idx) -> list[TensorVariable]:
    """
    crossentropy_softmax_max_and_argmax_1hot(x, y_idx)

    Crossentropy, softmax, greatest probability and its position, of x.
    """

def crossentropy_softmax_max_and_argmax_1hot_with_bias(x, b, y_idx) -> list[TensorVariable]:
    """
    crossentropy_softmax_max_and_argmax_1hot_with_bias(x, b, y_idx)

    Crossentropy, softmax, greatest probability and its position, of x + b.
    """

def batch_normalization(inputs, gamma, beta, mean, std, mode='low_mem') -> TensorVariable:
    """
    batch_normalization(inputs, gamma, beta, mean, std, mode='low_mem')

    (inputs - mean) * (gamma / std) + beta.

    NumPy: (inputs - mean) * (gamma / std) + beta
    """

def batch_normalization_train(inputs, gamma, beta, axes='per-activation', epsilon=0.0001, running_average_factor=0.1, running_mean=None, running_var=None) -> list[TensorVariable]:
    """
    batch_normalization_train(inputs, gamma, beta, axes='per-activation', epsilon=0.0001, running_average_factor=0.1, running_mean=None, running_var=None)

    inputs normalised by their own mean and variance, these, and new running averages if given.
    """

def batch_normalization_test(inputs, gamma, beta, mean, var, axes='per-activation', epsilon=0.0001) -> TensorVariable:
    """
    batch_normalization_test(inputs, gamma, beta, mean, var, axes='per-activation', epsilon=0.0001)

    (inputs - mean) * gamma / sqrt(var + epsilon) + beta.
    """

def prepend_scalar_to_each_row(val, mat) -> TensorVariable:
    """
    prepend_scalar_to_each_row(val, mat)

    The matrix with a column of one value in front.

    NumPy: numpy.hstack([numpy.full((len(mat), 1), val), mat])
    """

def prepend_0_to_each_row(mat) -> TensorVariable:
    """
    prepend_0_to_each_row(mat)

    The matrix with a column of zeros in front.

    NumPy: numpy.hstack([numpy.zeros((len(mat), 1)), mat])
    """

def prepend_1_to_each_row(mat) -> TensorVariable:
    """
    prepend_1_to_each_row(mat)

    The matrix with a column of ones in front.

    NumPy: numpy.hstack([numpy.ones((len(mat), 1)), mat])
    """

def confusion_matrix(actual, pred) -> TensorVariable:
    """
    confusion_matrix(actual, pred)

    How often each class (row) was taken for each class (column), and the classes, sorted.
    """

def h_softmax(x, batch_size, n_outputs, n_classes, n_outputs_per_class, W1, b1, W2, b2, target=None) -> TensorVariable:
    """
    h_softmax(x, batch_size, n_outputs, n_classes, n_outputs_per_class, W1, b1, W2, b2, target=None)

    A softmax over many outputs in two steps, over classes and inside each class.
    """
