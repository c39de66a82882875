"""Energy and gradients through depth, without and with batch normalisation."""

from fractions import Fraction

import numpy as np
import pytest
from sympy import Eq

from numerics import nonlinearity_generator as ng
from proofs_check.engines import agrees, certifies, exactly, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.nonlinearity_generator.gaussian import gaussian
from theory.nonlinearity_generator.through_depth import bn_growth, depth

_equations = [name for name, part in depth.parts.items() if isinstance(part, Eq)]


@proof(depth, *_equations)
def proof_by_integration():
    relies_on(gaussian)
    identity(depth)


@proof(depth, "stable", "chi")
def proof_of_stability():
    for_all(depth)


@pytest.mark.parametrize(("start", "kept"), [(1.0, 0.308), (0.0625, 0.998)])
@proof(depth, "gain", "map")
def proof_of_what_is_left_of_the_gradient(start, kept):
    layers = ng.energies(start, depth=54)
    agrees(kept, float(np.prod(ng.gradient_factor(layers))), atol=1e-3, because="three decimals are claimed")


@proof(depth, "stable", "chi")
def proof_that_every_start_tends_to_the_fixed_point():
    for scale in (1.2, 1.5, 1.8):
        ends = [ng.energies(q, depth=400, scale=scale)[-1] for q in (0.1, 1.0, 10.0)]
        agrees(ends[0], ends[1:][0], rtol=1e-9, because="the map contracts")
        agrees(ends[0], ends[2], rtol=1e-9, because="the map contracts")
        agrees([1.0], [float(ng.gradient_factor(ends[0], scale) > 1)], atol=1e-12, because="a truth value")


@proof(depth, "prelu")
def proof_of_the_growth_of_prelu():
    layers = ng.energies(1.0, depth=8, scale=2.0, activation="prelu")
    agrees(1.0625 ** np.arange(9), layers, rtol=1e-12, because="rounding")


@proof(depth, "gain")
def proof_of_the_loss_at_padded_edges():
    """Shares of the taps of a 3 x 3 kernel that lie inside a map, one layer and 18 of them."""
    for k in (4, 8):
        inside = [[abs(i - j) <= 1 for j in range(k)] for i in range(k)]
        share = Fraction(sum(map(sum, inside)), 3 * k)
        exactly(share**2, Fraction(3 * k - 2, 3 * k) ** 2)
    band = np.array(inside, dtype=float) / 3
    left = np.linalg.matrix_power(band, 18).sum() / 8
    agrees(0.182, left**2, atol=5e-4, because="three decimals are claimed")


@saboteur(depth)
def threshold_at_zero(patch):
    right = ng.moments
    patch.setattr(ng, "moments", lambda mu, sigma, t: right(mu, sigma, 0 * t))


_formulas = [name for name, part in bn_growth.parts.items() if isinstance(part, Eq)]


@proof(bn_growth, *_formulas)
def proof_of_the_factors():
    relies_on(gaussian)
    identity(bn_growth)


@proof(bn_growth, "prelu", "generator", "above_one", "lower")
def proof_of_their_values():
    certifies(bn_growth)


@proof(bn_growth, "fixed")
def proof_of_the_fixed_point():
    for_all(bn_growth)


GROWTHS = {"relu": 1.467, "prelu": 1.203, "generator": 1.120}


@pytest.mark.parametrize("name", GROWTHS)
@proof(bn_growth, "prelu", "generator", "relu")
def proof_on_random_networks(name):
    measured = np.exp(np.mean([_growth(name, seed) for seed in range(4)]))
    agrees(GROWTHS[name], float(measured), rtol=0.03, because="networks of width 256, batches of 128, 4 runs")


def _growth(name, seed, width=256, batch=128, layers=12):
    """Logarithm of the growth of the squared gradient per layer, by back-propagation through BN."""
    rng = np.random.default_rng(seed)
    x, trace = rng.standard_normal((batch, width)), []
    for _ in range(layers):
        w = rng.standard_normal((width, width)) / np.sqrt(width)
        s = x @ w.T
        deviation = s.std(axis=0)
        y = (s - s.mean(axis=0)) / deviation
        if name == "generator":
            x, slope = np.asarray(ng.generator(y, -1.0)), (y > -1).astype(float)
        else:
            low = 0.25 if name == "prelu" else 0.0
            x, slope = np.where(y > 0, y, low * y), np.where(y > 0, 1.0, low)
        trace.append((w, y, slope, deviation))
    g, sizes = rng.standard_normal((batch, width)), []
    for w, y, slope, deviation in trace[::-1]:
        sizes.append((g**2).mean())
        g = g * slope
        g = (g - g.mean(axis=0) - y * (g * y).mean(axis=0)) / deviation
        g = g @ w
    sizes.append((g**2).mean())
    return np.log(sizes[-3] / sizes[2]) / (len(sizes) - 5)


@proof(bn_growth, "affine", "fixed")
def proof_of_the_recursion_of_variances():
    for c, eps in ((Fraction(1, 2), Fraction(1, 100)), (Fraction(1, 20), Fraction(1, 100))):
        variance = Fraction(1)
        for _ in range(60):
            variance = c * c * variance / (c * c * variance + eps)
        limit = max(Fraction(0), 1 - eps / c**2)
        agrees(float(limit), float(variance), atol=1e-6, because="60 steps of a geometric law")


@saboteur(bn_growth)
def generator_without_threshold(patch):
    patch.setattr(ng, "generator", lambda x, t: np.maximum(x, 0 * t))
