"""Gradients: of option prices, of a mixture's log-density and of Rosenbrock's function."""
import math

import numpy as np

from compare.row import Gradient

INTEREST = 0.02
ROOT_2, ROOT_2_PI = math.sqrt(2), math.sqrt(2 * math.pi)


def options(n):
    """Prices of the stock, strikes, times to maturity, volatilities."""
    rng = np.random.default_rng(9)
    return [rng.uniform(10, 50, n), rng.uniform(10, 50, n), rng.uniform(0.5, 2, n), rng.uniform(0.1, 0.5, n)]


def black_scholes(m):
    """The sum of the prices of call options."""

    def normal(x):
        return 0.5 + 0.5 * m.erf(x / ROOT_2)

    def of(stock, strike, time, volatility):
        spread = volatility * m.sqrt(time)
        d1 = (m.log(stock / strike) + (INTEREST + volatility * volatility / 2) * time) / spread
        return m.sum(stock * normal(d1) - strike * m.exp(-INTEREST * time) * normal(d1 - spread))

    return of


def black_scholes_by_hand(m):
    """With the derivatives by stock, time and volatility."""

    def of(stock, strike, time, volatility):
        root = np.sqrt(time)
        spread = volatility * root
        d1 = (np.log(stock / strike) + (INTEREST + volatility * volatility / 2) * time) / spread
        delta = 0.5 + 0.5 * m.erf(d1 / ROOT_2)
        paid = strike * np.exp(-INTEREST * time) * (0.5 + 0.5 * m.erf((d1 - spread) / ROOT_2))
        vega = stock * np.exp(-d1 * d1 / 2) / ROOT_2_PI * root
        return (stock * delta - paid).sum(), delta, vega * volatility / (2 * time) + INTEREST * paid, vega

    return of


def numba_black_scholes(m):
    import numba

    def of(stock, strike, time, volatility):
        n, total = stock.size, 0.0
        delta, theta, vega = np.empty(n), np.empty(n), np.empty(n)
        for i in numba.prange(n):
            root = math.sqrt(time[i])
            spread = volatility[i] * root
            d1 = (math.log(stock[i] / strike[i]) + (INTEREST + volatility[i] * volatility[i] / 2) * time[i]) / spread
            delta[i] = 0.5 + 0.5 * math.erf(d1 / ROOT_2)
            paid = strike[i] * math.exp(-INTEREST * time[i]) * (0.5 + 0.5 * math.erf((d1 - spread) / ROOT_2))
            vega[i] = stock[i] * math.exp(-d1 * d1 / 2) / ROOT_2_PI * root
            theta[i] = vega[i] * volatility[i] / (2 * time[i]) + INTEREST * paid
            total += stock[i] * delta[i] - paid
        return total, delta, theta, vega

    return of


def points(n, k, d):
    """Points, and a mixture's log-weights, means and logarithms of widths."""
    rng = np.random.default_rng(10)
    return [rng.normal(0, 2, (n, d)), rng.normal(0, 1, k), rng.normal(0, 2, (k, d)), rng.normal(0, 0.3, (k, d))]


def log_density(m):
    def log_sum(x, axis):
        top = m.max(x, axis=axis, keepdims=True)
        return m.sum(top, axis=axis) + m.log(m.sum(m.exp(x - top), axis=axis))

    def of(x, logits, mean, log_width):
        z = (x[:, None, :] - mean[None, :, :]) * m.exp(-log_width)[None, :, :]
        weights = logits - log_sum(logits, 0)
        each = (weights - m.sum(log_width, axis=1))[None, :] - 0.5 * m.sum(z * z, axis=2)
        return m.sum(log_sum(each, 1) - x.shape[1] * math.log(ROOT_2_PI))

    return of


def log_density_by_hand(m):
    def of(x, logits, mean, log_width):
        scale = np.exp(-log_width)
        z = (x[:, None, :] - mean) * scale
        squares = z * z
        share = np.exp(logits - logits.max())
        share /= share.sum()
        each = np.log(share) - log_width.sum(axis=1) - 0.5 * squares.sum(axis=2)
        top = each.max(axis=1, keepdims=True)
        e = np.exp(each - top)
        total = e.sum(axis=1, keepdims=True)
        of_component = e / total
        cost = (np.log(total) + top).sum() - x.size * math.log(ROOT_2_PI)
        counts = of_component.sum(axis=0)
        return (cost, counts - len(x) * share, np.einsum("nk,nkd->kd", of_component, z) * scale,
                np.einsum("nk,nkd->kd", of_component, squares) - counts[:, None])

    return of


def anywhere(n):
    return [np.random.default_rng(11).normal(0, 1, n)]


def rosenbrock_by_hand(m):
    def of(x):
        a, b = x[:-1], x[1:] - x[:-1] * x[:-1]
        g = np.zeros_like(x)
        g[1:] = 200 * b
        g[:-1] -= 400 * a * b + 2 * (1 - a)
        return (100 * b * b + (1 - a) * (1 - a)).sum(), g

    return of


def numba_rosenbrock(m):
    import numba

    def of(x):
        n, total, g = x.size, 0.0, np.empty_like(x)
        for i in numba.prange(n):
            value = 0.0
            if i > 0:
                value += 200 * (x[i] - x[i - 1] * x[i - 1])
            if i + 1 < n:
                b = x[i + 1] - x[i] * x[i]
                total += 100 * b * b + (1 - x[i]) * (1 - x[i])
                value -= 400 * x[i] * b + 2 * (1 - x[i])
            g[i] = value
        return total, g

    return of


Gradient("Black-Scholes, gradients", cases={"1e6": (1_000_000,)}, data=options, wrt=(0, 2, 3), formula=black_scholes,
         by_hand=black_scholes_by_hand, native="black_scholes", variants={"numba": numba_black_scholes}, tolerance=1e-10)

Gradient("Gaussian mixture, gradients", cases={"10000x16x8": (10_000, 16, 8)}, data=points, wrt=(1, 2, 3), formula=log_density,
         by_hand=log_density_by_hand, native="log_density", without={"numba": "not written for it"}, tolerance=1e-9)

Gradient("Rosenbrock, gradient", cases={"1e6": (1_000_000,)}, data=anywhere, by_hand=rosenbrock_by_hand, native="rosenbrock",
         formula=lambda m: lambda x: m.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2),
         variants={"numba": numba_rosenbrock}, tolerance=1e-10)
