"""Kinds of error that computer algebra, solvers and ball arithmetic are publicly known for, as statements.

Each kind is a family with parameters; a statement is false, undefined on part of its domain or void.
"""

import random

from sympy import (
    Abs,
    Derivative,
    Eq,
    Ge,
    Implies,
    Integers,
    Integral,
    Interval,
    Limit,
    Max,
    Min,
    Mul,
    Naturals,
    Ne,
    Piecewise,
    Rational,
    Subs,
    Sum,
    Union,
    acos,
    asin,
    atan,
    cos,
    cosh,
    exp,
    floor,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    symbols,
    tan,
)

from theory.claim import Reals, equation, negative, nonnegative, positive, relation
from theory.gaussian import Phi, phi

x, y, t, a = symbols("x y t a", real=True)
n, k = symbols("n k", integer=True)

NONZERO = Union(negative, positive)


def _kinds(p, q):
    """One statement of every kind, for a positive integer and a positive rational."""
    step = Piecewise((1, t < a), (0, True))
    yield "principal root", equation(sqrt((x - p) ** 2), x - p), {x: Reals}
    yield "principal root", equation(sqrt(x**2 * q**2) + p, q * x + p), {x: Reals}
    yield "odd root", equation(((x + p) ** 3) ** Rational(1, 3), x + p), {x: Reals}
    yield "logarithm of a square", equation(log((x - p) ** 2), 2 * log(x - p)), {x: Reals}
    yield "logarithm of a product", equation(log(x * y), log(x) + log(y)), {x: NONZERO, y: NONZERO}
    yield "inverse sine", equation(asin(sin(p * x)), p * x), {x: Interval(0, 4)}
    yield "inverse cosine", equation(acos(cos(x)) + p, x + p), {x: Interval(-4, 4)}
    yield "inverse tangent", equation(atan(tan(p * x)), p * x), {x: Interval(0, 2)}
    yield "reciprocal", equation(atan(p * x) + atan(1 / (p * x)), pi / 2), {x: NONZERO}
    yield (
        "sum of tangents",
        equation(atan(x) + atan(y), atan((x + y) / (1 - x * y))),
        {x: positive, y: positive},
    )
    yield "sign squared", equation(sign(x - q) ** 2, 1), {x: Reals}
    yield "absolute value", equation(Abs(x - p), x - p), {x: Interval(p - q, p + 1)}
    yield "cancelled", equation((x**2 - p**2) / (x - p), x + p), {x: Reals}
    yield "cancelled", equation(Mul(x - p, 1 / (x - p), evaluate=False), 1), {x: Reals}
    yield "cancelled", relation((x - q) ** 2 / (x - q), ">=", x - q), {x: Reals}
    yield "power of zero", relation(x**y + p, ">=", 0), {x: Interval(0, 1), y: Interval(0, 1)}
    yield "negative power", relation((x**2) ** n, ">=", 0), {x: Interval(-1, 1), n: Integers}
    yield "division by zero", Ge(Abs(p / x), 0, evaluate=False), {x: Reals}
    yield "guard in a disjunction", Eq(x, p) | (1 / (x - p) ** 2 > 0), {x: Reals}
    yield "rounding", equation(floor(x + q) - floor(q), floor(x)), {x: Reals}
    yield "rounding", relation(floor(p * x), ">", p * x - 1 + q / 100), {x: Reals}
    yield "pole inside", relation(Integral(1 / (t - q), (t, q - 1, q + 1)) ** 2 + x**2, ">=", 0), {x: Reals}
    yield "pole at an end", relation(Integral(1 / (t - q), (t, q, q + 1)), ">=", x), {x: negative}
    yield "pole at an end of the domain", relation(Integral(1 / t, (t, x, p)), ">=", 0), {x: Interval(0, p)}
    yield "divergent", relation(Integral(exp(q * t), (t, 0, oo)) ** 2 + x**2, ">=", 0), {x: Reals}
    yield "divergent", relation(Integral(t**p, (t, 1, oo)) * x**2, ">=", 0), {x: Reals}
    yield "divergent", relation(Integral(phi(t) * exp(x * t**2), (t, -oo, oo)), ">", 0), {x: Interval(0, p)}
    yield "thin set", equation(Integral(t**x, (t, 1, p + 1)), ((p + 1) ** (x + 1) - 1) / (x + 1)), {x: Reals}
    yield "thin set", equation(Integral(cos(x * t), (t, 0, q)), sin(x * q) / x), {x: Reals}
    yield "moving jump", equation(Derivative(Integral(step, (t, 0, p)), a), 0), {a: Interval.open(0, p)}
    yield (
        "moving jump",
        relation(Derivative(Integral(q * step, (t, 0, p)), a), "<", q),
        {a: Interval.open(0, p)},
    )
    yield "kink", equation(Derivative(Abs(x - q), x), sign(x - q)), {x: Reals}
    yield "kink", relation(Derivative(Max(x, q), x) ** 2, ">=", 0), {x: Reals}
    yield "jump", equation(Derivative(sign(x - q), x), 0), {x: Reals}
    yield (
        "removable value",
        equation(Derivative(Piecewise((q, Eq(x, q)), (x, True)), x), 0),
        {x: Interval(q, q + 1)},
    )
    yield "point of a kink", equation(Subs(Derivative(Abs(t - q), t), t, q) + x, x), {x: Reals}
    yield "point of a pole", relation(Subs(x / (t - q), t, q) ** 2, ">=", 0), {x: Reals}
    yield "one-sided limit", relation(y * Limit(sign(t - q), t, q, "+"), "<=", 0), {y: positive}
    yield "infinite sum", relation(Sum(1 / (k + p), (k, 1, oo)) * x**2, ">=", 0), {x: Reals}
    yield "backward sum", equation(Sum(k, (k, 1, n)), n * (n + 1) / 2), {n: Integers}
    yield "limit that is no integer", relation(Sum(k, (k, 1, x)), ">=", 0), {x: positive}
    yield "real for integer", Ne(x**2, q**2), {x: Union(Naturals, Interval(q, q + Rational(1, 9)))}
    yield "contradictory", Implies(relation((x + p) ** 2, "<", 0), Eq(x, q)), {x: Reals}
    yield "contradictory", Implies((x > p) & (x + p < 2 * p - 1), Eq(x, q)), {x: Reals}
    yield "half covered", relation(Piecewise((p, x > q), (p, x < q)), ">=", 0), {x: Reals}
    yield "outside its range", relation(acos(x / p) ** 2, ">=", 0), {x: Interval(0, p + 1)}
    yield "root of a negative", relation(sqrt(x + q), ">=", 0), {x: Reals}
    yield "logarithm at 0", relation(log(x / p) ** 2, ">=", 0), {x: nonnegative}
    yield "close", equation(cosh(x) - exp(x) / 2, exp(-x) / 2 + Rational(1, 10 ** (20 + p))), {x: Reals}
    yield "close", relation(Phi(x) + Phi(-x), ">", 1 + Rational(1, 10 ** (9 + p))), {x: Reals}
    yield "exchanged", relation(Min(p * x, y), ">=", Max(x, y) - 9), {x: Reals, y: Reals}


def void_cases(rounds, seed):
    """Statements of all kinds with random parameters: kind, statement and domain."""
    rng = random.Random(seed)
    for _ in range(rounds):
        yield from _kinds(rng.randint(1, 5), Rational(rng.randint(1, 12), rng.randint(1, 7)))
