"""JAX on the CPU: every row jitted, its arrays on the device before it starts, each call waited for."""
import jax
import jax.numpy as jnp
import jax.scipy
import numpy as np

from compare.row import Gradient, Names, Training, Update, as_list

jax.config.update("jax_enable_x64", True)


class Runner:
    def __init__(self, threads):
        jax.devices()  # sizes its pool of threads
        self.names = Names(jnp, nn=jax.nn, erf=jax.scipy.special.erf, jax=jax)

    def version(self):
        return "JAX " + jax.__version__

    def prepare(self, row, label, inputs, wanted):
        formula = row.formula_of("jax")
        if formula is None:
            raise LookupError("has no such row")
        formula = formula(self.names)
        # A copy: on the CPU a JAX array may otherwise be the NumPy array itself, which must not be given away.
        arrays = [jnp.array(a, copy=True) for a in inputs]
        if isinstance(row, Update):
            return self.update(row, formula, arrays)
        if isinstance(row, Training):
            return self.training(row, formula, arrays)
        if isinstance(row, Gradient):
            both = jax.jit(jax.value_and_grad(formula, argnums=tuple(row.wrt)))
            return (lambda: jax.block_until_ready(both(*arrays))), lambda value: as_list([value[0], *value[1]])
        function = jax.jit(formula)
        return (lambda: jax.block_until_ready(function(*arrays))), as_list

    def update(self, row, formula, arrays):
        fixed, held = arrays[:-row.states], [tuple(arrays[-row.states:])]
        count = len(fixed)

        def next_state(*a):
            new = formula(*a)
            return new if isinstance(new, tuple) else (new,)

        # Kept even if unused: the new state then takes the memory of the old one.
        step = jax.jit(next_state, donate_argnums=tuple(range(count, count + row.states)), keep_unused=True)

        def call():
            held[0] = jax.block_until_ready(step(*fixed, *held[0]))

        return call, lambda _: as_list(held[0])

    def training(self, row, cost, arrays):
        x, y, *start = arrays
        rate = np.asarray(row.rate, inputs_type(start))

        def descend(parameters, x, y):
            value, gradients = jax.value_and_grad(lambda ps: cost(x, y, *ps))(parameters)
            return value, [p - rate * g for p, g in zip(parameters, gradients)]

        step, held = jax.jit(descend, donate_argnums=(0,)), [start]

        def call():
            value, held[0] = jax.block_until_ready(step(held[0], x, y))
            return value

        return call, lambda value: as_list([value, *held[0]])


def inputs_type(arrays):
    return arrays[0].dtype
