import mpmath
import numpy as np
import pytest
from mpmath import mp

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import quadrature

RTOL = 1e-12  # of the largest component; measured: 2e-14, and 6e-14 near c = -30 (from rounding c)


def rectified_terms(k, s, c):
    """P(z > -c, x > 0), E(x+ | z = -c), E 1{z > -c} x+ and E (z + c)+ x+, in textbook forms, by mpmath."""
    phi, cdf = (mpmath.npdf), (lambda x: mpmath.erfc(-x / mpmath.sqrt(2)) / 2)
    slope = k / s
    cuts = [0, *(mp.mpf(2) ** j for j in range(-2, 40) if mp.mpf(2) ** j < abs(slope)), abs(slope)]
    owen = mpmath.quad(lambda x: mpmath.exp(-c * c * (1 + x * x) / 2) / (1 + x * x), cuts) / (2 * mp.pi)
    both = cdf(c) / 2 + mpmath.sign(k) * owen
    at_edge = s * phi(k * c / s) - k * c * cdf(-k * c / s)
    mean = k * phi(c) * cdf(-k * c / s) + cdf(c / s) * phi(0)
    return both, at_edge, mean, k * both + (s * phi(c / s) + c * cdf(c / s)) * phi(0)


def textbook(w, b, gamma, target, digits):
    """Loss and gradient by the closed forms as one writes them down, in `digits` decimal digits."""
    with mp.workdps(digits):
        w, b, gamma = [mp.mpf(float(x)) for x in w], mp.mpf(float(b)), mp.mpf(float(gamma))
        r = mpmath.sqrt(sum(x * x for x in w))
        k, c, e = [x / r for x in w], b / r, [mp.mpf(0)] * (len(w) - 1) + [mp.mpf(1)]
        s, phi, cdf = (
            mpmath.sqrt(sum(x * x for x in k[:-1])),
            mpmath.npdf(c),
            mpmath.erfc(-c / mpmath.sqrt(2)) / 2,
        )
        output = ((r * r + b * b) * cdf + b * r * phi) / 2
        if target == "linear":
            loss = output - gamma * w[-1] * cdf + gamma**2 / 2
            grad = [
                cdf * (x - gamma * y) + gamma * c * phi * k[-1] * z for x, y, z in zip(w, e, k, strict=True)
            ]
            return loss, [*grad, b * cdf + (r - gamma * k[-1]) * phi]
        both, at_edge, mean, product = rectified_terms(k[-1], s, c)
        loss = output - gamma * r * product + gamma**2 / 4
        grad = [cdf * x - gamma * (both * y + phi * at_edge * z) for x, y, z in zip(w, e, k, strict=True)]
        return loss, [*grad, b * cdf + r * phi - gamma * mean]


def direction(length, rng, tilt=None):
    k = rng.standard_normal(length)
    if tilt is not None:
        k[:-1] *= tilt / np.linalg.norm(k[:-1])
        k[-1] = rng.choice([-1, 1])
    return k / np.linalg.norm(k)


def units(kind, count=12):
    rng = np.random.default_rng(hash_of(kind))
    for _ in range(count):
        length, gamma, c, r, tilt = (
            int(rng.integers(2, 6)),
            10 ** rng.uniform(-3, 3),
            rng.uniform(-4, 6),
            1.0,
            None,
        )
        if kind == "tail":
            c = rng.uniform(-30, -4)
        elif kind == "scales":
            r = 10 ** rng.uniform(-8, 8)
        elif kind == "aligned":
            tilt = 10 ** rng.uniform(-8, -1)
        w = r * direction(length, rng, tilt)
        if kind == "optimum":
            w, gamma = 10 ** rng.uniform(-7, -1) * w, 1.0
            c = np.linalg.norm(w) * rng.standard_normal()
            w[-1] += 1
        yield w, c * np.linalg.norm(w), gamma


def hash_of(kind):
    return sum(map(ord, kind))  # the same in every process, unlike hash()


def largest(values):
    return max(abs(x) for x in values)


@pytest.mark.parametrize("target", relu_unit.TARGETS)
@pytest.mark.parametrize("kind", ["plain", "tail", "scales", "aligned", "optimum"])
def test_textbook_formulas_in_high_precision(kind, target):
    for w, b, gamma in units(kind, 4 if kind == "tail" else 12):
        loss, grad = textbook(w, b, gamma, target, 250 if kind == "tail" else 60)
        grad_w, grad_b = relu_unit.population_gradient(w, b, gamma, target)
        ours = [mp.mpf(float(x)) for x in (*grad_w, grad_b)]
        assert largest([x - y for x, y in zip(ours, grad, strict=True)]) <= RTOL * largest(grad)
        assert float(relu_unit.population_loss(w, b, gamma, target)) == pytest.approx(float(loss), rel=2e-14)


@pytest.mark.parametrize("target", relu_unit.TARGETS)
@pytest.mark.parametrize("kind", ["plain", "tail", "scales", "aligned"])
def test_definition_by_quadrature(kind, target):
    for w, b, gamma in units(kind):
        grad_w, grad_b = quadrature.quadrature_gradient(w, b, gamma, target)
        ours_w, ours_b = relu_unit.population_gradient(w, b, gamma, target)
        expected = np.append(grad_w, grad_b)
        np.testing.assert_allclose(np.append(ours_w, ours_b), expected, rtol=0, atol=RTOL * largest(expected))
        loss = quadrature.quadrature_loss(w, b, gamma, target)
        assert relu_unit.population_loss(w, b, gamma, target) == pytest.approx(loss, rel=RTOL)


@pytest.mark.parametrize("target", relu_unit.TARGETS)
@pytest.mark.parametrize("w", [[1.0], [-1.0], [0.3, 0.0], [1e-5, 1.0], [0.5, -2.0]])
@pytest.mark.parametrize("c", [-30.0, -30.5, -1.0, 0.0, 0.7, 9.0])
def test_quadrature_at_the_edges_of_the_formulas(w, c, target):
    b, gamma = c * np.linalg.norm(w), 0.7
    expected = np.append(*quadrature.quadrature_gradient(w, b, gamma, target))
    ours = np.append(*relu_unit.population_gradient(w, b, gamma, target))
    np.testing.assert_allclose(ours, expected, rtol=0, atol=RTOL * largest(expected))
    assert largest(ours) > 0
