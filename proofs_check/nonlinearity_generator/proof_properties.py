"""The two key properties: thresholds that centre the output, and a linear start."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from sympy import Abs, Eq, Ge, Le, Rational

from numerics import nonlinearity_generator as ng
from proofs_check.engines import bounded, certifies, exactly, for_all, identity, induction, refutes
from proofs_check.nonlinearity_generator.instances import vectors
from proofs_check.proof import by_hand, proof, refutation, saboteur
from theory.nonlinearity_generator.properties import (
    A,
    M,
    N,
    S,
    a,
    b,
    beta,
    k,
    layer,
    linear_start,
    p,
    u,
    w,
    w_1,
    w_2,
    w_3,
    z_1,
    z_2,
    z_3,
    zero_mean,
)

_POINTWISE = ("at_least", "rises", "slope_below", "idle")


@proof(zero_mean, "zero", "unique", "none", "centred", *_POINTWISE)
def proof_by_cases():
    for_all(zero_mean)


@proof(zero_mean, "at_least", "rises", "excess")
def proof_for_every_law():
    by_hand(
        r"Expectations keep the order of what they are taken of, so that $m(t)\ge\max(EX,t)$ and "
        r"$0\le m(t)-m(s)\le t-s$ for $s\le t$."
    )
    by_hand(
        r"$\max(X,t)-X$ is the integral of $1[X\le r]$ over $r\le t$, and expectation and integral of what "
        r"is not negative change places (Tonelli)."
    )
    for name in ("at_least", "rises"):
        for_all(zero_mean, name)
    identity(zero_mean, "excess")


@proof(zero_mean, *_POINTWISE)
def proof_of_the_zeros_for_every_law():
    for_all(zero_mean)
    by_hand(r"If $EX>0$, $m(t)\ge EX$ leaves no zero.")
    by_hand(
        r"If $EX=0$, $m(t)$ is the mean of $\max(X,t)-X\ge0$, which is 0 only if that is almost surely 0: "
        r"if $t\le X$ almost surely."
    )
    by_hand(
        r"If $EX<0$, $m$ is continuous, tends to $EX$ as $t\to-\infty$ (dominated convergence), and "
        r"$m(0)\ge0$: in between it has a zero."
    )
    by_hand(
        r"If $s<t$ are zeros, $0=m(t)-m(s)\ge(t-s)P(X\le s)$, so $X>s$ almost surely and $m(s)=EX<0$, a "
        "contradiction."
    )


@proof(zero_mean, "normal", "slope", "prelu")
def proof_by_integration():
    identity(zero_mean)


@proof(zero_mean, "at_minus_one")
def proof_of_the_value_at_minus_one():
    certifies(zero_mean)


@proof(zero_mean, "zero", "unique", "none", "centred")
@given(vectors(2, 6))
def proof_on_uniform_laws_of_more_values(values):
    """The mean is piecewise linear in t: bisection brackets its zero, or there is none."""
    mean = sum(values, Fraction(0)) / len(values)

    def m(t):
        return ng.generator(values, t).sum() / len(values)

    low = min(values)
    exactly(m(low), mean)
    if mean >= 0:
        bounded(
            m(low + 1), ">", 0, because="a mean that is not negative leaves no zero above the least value"
        )
        exactly(m(low - 1), mean)
        return
    high, at = Fraction(0), low
    for _ in range(40):
        middle = (at + high) / 2
        at, high = (middle, high) if m(middle) < 0 else (at, middle)
    bounded(m(at), "<", 0, because="the zero lies above")
    bounded(m(high), ">=", 0, because="the zero lies below")
    bounded(m(high), "<=", high - at, because="the slope is at most 1")


@refutation(zero_mean)
def proof_that_a_positive_mean_has_no_zero():
    refutes(zero_mean, {a: -1, b: 2, p: Rational(1, 2)})


@saboteur(zero_mean)
def minimum_in_place_of_the_maximum(patch):
    patch.setattr(ng, "generator", lambda x, t: np.minimum(np.array(x, dtype=object), t))


_starts = [name for name, part in linear_start.parts.items() if isinstance(part, Eq)]


@proof(linear_start, *_starts)
def proof_of_the_averages():
    identity(linear_start)


@proof(linear_start, "partial")
def proof_of_the_bound_input_by_input():
    """Each input is at most 1, so that a product adds no more than the weight's absolute value."""
    begin = (Eq(S(0), 0), Eq(A(0), 0))
    sums = (Eq(S(k + 1), S(k) + w(k) * u(k)), Eq(A(k + 1), A(k) + Abs(w(k))))
    induction(linear_start, on=k, begin=begin, step=(*sums, Le(Abs(u(k)), 1)))


@proof(linear_start, "bounded", "exceeds")
def proof_of_the_bound():
    for_all(linear_start)


@proof(linear_start, "layers")
def proof_layer_by_layer():
    by_hand(
        r"In layer $l+1$ no $|s|$ exceeds the layer's largest $\lVert w\rVert_1$ times the largest value of "
        "layer $l$ plus the largest $|b|$, by the sum over its inputs; so the units are linear and their "
        "outputs no larger."
    )
    known = (Le(M(layer + 1), N(layer) * M(layer) + beta(layer)), Le(N(layer) + beta(layer), 1))
    induction(linear_start, on=layer, along="layers", begin=(Le(M(0), 1),), step=(*known, Ge(N(layer), 0)))


@proof(linear_start, "share")
def proof_of_the_clipped_share():
    certifies(linear_start)


@proof(linear_start, "bounded")
@given(vectors(2, 6), vectors(6, 6))
def proof_on_rational_units(w, z):
    size = sum(abs(v) for v in w) or Fraction(1)
    s = sum(v / size * max(min(u, 1), -1) for v, u in zip(w, z, strict=False))
    exactly(ng.generator(Fraction(s), Fraction(-1)), s)


@refutation(linear_start)
def proof_that_small_weights_are_not_enough():
    ones = {z_1: 1, z_2: 1, z_3: 1, w_3: 0, b: 0}
    refutes(linear_start, ones | {w_1: -1, w_2: -1})


@saboteur(linear_start)
def clipped_at_zero(patch):
    right = ng.generator
    patch.setattr(ng, "generator", lambda x, t: right(x, 0 * t))
