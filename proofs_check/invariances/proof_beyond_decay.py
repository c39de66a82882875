"""Weight decay, normalisation and noise."""

import random
from itertools import combinations

import numpy as np
from flint import fmpq
from hypothesis import given

from numerics.cnn import BatchNorm
from numerics.invariances import architecture
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import RELU
from proofs_check.engines import agrees, exactly, for_all, identity
from proofs_check.invariances import layers, saboteurs
from proofs_check.invariances.instances import seeds
from proofs_check.invariances.layers import velocities
from proofs_check.invariances.trained import observed
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.invariances.decay_and_noise import decay, noise, normalised
from theory.invariances.matrices import dense_dense


@proof(decay)
def proof_for_any_sizes():
    relies_on(dense_dense)
    by_hand("What moves is half the change and its transpose, and $q'=-2\\lambda q$ has one solution.")
    identity(decay)


def _maps(rng):
    n = rng.randint(1, 3)
    return Layered([*layers.ahead(rng, n), Plain(architecture.dense(3, n)),
                    Plain(architecture.dense(2, 3), RELU), Plain(architecture.dense(1, 2))])  # fmt: skip


def _balance(w):
    return w[-3] @ w[-3].T - w[-2].T @ w[-2]


@proof(decay, "step")
@given(seeds)
def proof_of_one_step(seed):
    rng = random.Random(seed)
    w, g, _ = velocities(_maps(rng), rng)
    eta, weight = fmpq(rng.randint(1, 9), 10), fmpq(rng.randint(1, 9), 10)
    after = [(1 - eta * weight) * value - eta * slope for value, slope in zip(w, g, strict=True)]
    moved = eta**2 * (g[-3] @ g[-3].T - g[-2].T @ g[-2])
    if layers.moving(moved):
        exactly(_balance(after), (1 - eta * weight) ** 2 * _balance(w) + moved)


@proof(noise)
def proof_whatever_the_law():
    relies_on(dense_dense)
    identity(noise)


@proof(noise, "products")
@given(seeds)
def proof_over_all_batches(seed):
    """The mean over all pairs of four examples of what one step moves."""
    rng = random.Random(seed)
    net = _maps(rng)
    w = layers.parameters(net, rng)
    samples = [[layers.number(rng, zero=False) for _ in range(net.n_inputs)] for _ in range(4)]
    factors = [layers.number(rng, zero=False) for _ in samples]
    eta = fmpq(rng.randint(1, 9), 10)
    moves, firsts, seconds = [], [], []
    for pair in combinations(range(4), 2):
        g = net.gradient(w, [samples[i] for i in pair], [factors[i] for i in pair])
        moves.append(_balance([x - eta * y for x, y in zip(w, g, strict=True)]) - _balance(w))
        firsts.append(g[-3])
        seconds.append(g[-2].T)
    expected = _mean(moves)
    if layers.moving(expected):
        exactly(expected, eta**2 * (_second_moment(firsts) - _second_moment(seconds)))


def _mean(matrices):
    return sum(matrices[1:], start=matrices[0]) * fmpq(1, len(matrices))


def _second_moment(matrices):
    """Product of the mean with itself, and the covariance."""
    mean = _mean(matrices)
    return mean @ mean.T + _mean([(m - mean) @ (m - mean).T for m in matrices])


@proof(normalised, "orthogonal", "step", "decayed")
def proof_for_any_number_of_weights():
    by_hand("The derivative of $w/|w|$ takes the part along $w$ away and divides by $|w|$.")
    identity(normalised)


@proof(normalised, "equilibrium")
def proof_where_it_rests():
    for_all(normalised)


@proof(normalised, "orthogonal", "step")
def proof_before_batch_normalisation():
    """A dense map before batch normalisation, its gradient by the layer's own way back."""
    rng = np.random.default_rng(3)
    x, w, wanted = rng.normal(size=(64, 6)), rng.normal(size=(4, 6)), rng.normal(size=(64, 4))
    layer = BatchNorm(4, epsilon=1e-14, dtype=np.float64)
    z = x @ w.T
    out = layer.forward(z, training=True)
    back = layer.backward(out - wanted)
    slope = back.T @ x
    observed(np.abs(slope).max() > 1, because="the gradient in floating point is not 0")
    # What is added to the variance, 1e-14, breaks the invariance by as little.
    along = (w * slope).sum(axis=1) / np.linalg.norm(w, axis=1) / np.linalg.norm(slope, axis=1)
    agrees(np.zeros(4), along, atol=1e-12, because="rounding, and what is added to the variance")


for _claim in (decay, noise):
    saboteurs.against(
        _claim, saboteurs.a_map_whose_columns_change_places, saboteurs.a_map_right_to_twelve_digits
    )


@saboteur(noise)
def covariances_forgotten(patch):
    patch.setitem(globals(), "_second_moment", lambda matrices: _mean(matrices) @ _mean(matrices).T)


@saboteur(normalised)
def a_gradient_through_fixed_statistics(patch):
    right = BatchNorm.forward
    patch.setattr(BatchNorm, "forward", lambda self, x, training: right(self, x, training=False))  # noqa: ARG005
