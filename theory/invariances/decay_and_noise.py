"""What weight decay, normalisation and noise make of the laws."""

from __future__ import annotations

from sympy import (
    Derivative,
    Eq,
    Expr,
    Implies,
    IndexedBase,
    MatAdd,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Naturals,
    Sum,
    Symbol,
    Trace,
    Transpose,
    exp,
    symbols,
)

from theory.claim import Assertion, Claim, NonzeroMatrices, RealArrays, RealMatrices, Reals, Remark, positive
from theory.expectation import Expectation
from theory.invariances.any_size import W_1, W_2, by_first, by_second, inputs, outputs
from theory.invariances.dynamics import area, balance, eta, maps, minus, risk, square, t
from theory.invariances.setting import real

_a = symbols("a", integer=True)
lamda = real("lambda")[0]

decay = Claim(
    "invariances.beyond.decay",
    title="Weight decay shrinks what the flow conserves",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"With weight decay $\lambda$, $\dot w=-\nabla R-\lambda w$, half of what "
            r"$Q=W_1W_1^\top-W_2^\top "
            r"W_2$ moves is $-\lambda Q$, so that $Q(t)=e^{-2\lambda t}Q(0)$, for any sizes: decay "
            r"balances layers.",
            shown_by=["rate", "solution"],
        ),
        Assertion(
            r"A step takes $Q$ to $(1-\eta\lambda)^2Q+\eta^2(G_1G_1^\top-G_2^\top G_2)$, exactly.",
            shown_by=["step"],
        ),
        Remark("Random networks take such steps in exact rationals."),
    ],
    formula={
        "rate": Eq(
            MatAdd(
                *(
                    MatMul(MatAdd(minus(slope, 1), minus(W_1, lamda)), Transpose(W_1))
                    for slope in (by_first,)
                ),
                MatMul(Transpose(W_2), MatAdd(by_second, MatMul(lamda, W_2))),
            ),
            minus(balance(W_1, W_2), lamda),
            evaluate=False,
        ),
        "solution": Eq(Derivative(exp(-2 * lamda * t) * area, t), -2 * lamda * (exp(-2 * lamda * t) * area)),
        "step": Eq(
            balance(
                MatAdd(MatMul(1 - eta * lamda, W_1), minus(by_first)),
                MatAdd(MatMul(1 - eta * lamda, W_2), minus(by_second)),
            ),
            MatAdd(
                MatMul((1 - eta * lamda) ** 2, balance(W_1, W_2)),
                MatMul(eta**2, balance(by_first, by_second)),
            ),
            evaluate=False,
        ),
    },
    domain={**maps, eta: positive, lamda: positive, t: Reals, area: Reals},
)

#: Weights of a unit whose output does not change with their length, and the risk's derivative by w/|w|.
_n = symbols("n", integer=True)
_w, _by = MatrixSymbol("w", _n, 1), MatrixSymbol("g", _n, 1)
_length = Trace(MatMul(Transpose(_w), _w))
_gradient = MatAdd(_by, MatMul(-Trace(MatMul(Transpose(_w), _by)) / _length, _w))
_size = real("ell")[0]


def _dot(left: MatrixExpr, right: MatrixExpr) -> Expr:
    return Trace(MatMul(Transpose(left), right))


normalised = Claim(
    "invariances.beyond.normalised",
    title="Weights before a normalisation",
    where="Beyond Lemma 2",
    kind="beyond",
    says=[
        Assertion(
            r"Where $R$ depends on weights $w$ of any number only through $w/\lVert w\rVert$, as before a "
            r"normalisation, $w\cdot\nabla R=0$, so that $\lVert w\rVert^2$ does not change along the flow.",
            shown_by=["orthogonal"],
        ),
        Assertion(
            r"A step of gradient descent adds exactly $\eta^2\lVert\nabla R\rVert^2$ to it.",
            shown_by=["step"],
        ),
        Assertion(
            r"With weight decay a step takes $\lVert w\rVert^2$ to "
            r"$(1-\eta\lambda)^2\lVert w\rVert^2+\eta^2\lVert\nabla R\rVert^2$: it rests where "
            r"$\lVert\nabla R\rVert^2/\lVert w\rVert^2=(2\lambda-\eta\lambda^2)/\eta$.",
            shown_by=["decayed", "equilibrium"],
        ),
        Remark("A network with batch normalisation confirms it in floating point."),
    ],
    formula={
        "orthogonal": Eq(_dot(_w, MatMul(1 / _size, _gradient)), 0, evaluate=False),
        "step": Eq(
            _dot(*[MatAdd(_w, minus(_gradient))] * 2),
            _length + eta**2 * _dot(_gradient, _gradient),
            evaluate=False,
        ),
        "decayed": Eq(
            _dot(*[MatAdd(MatMul(1 - eta * lamda, _w), minus(_gradient))] * 2),
            (1 - eta * lamda) ** 2 * _length + eta**2 * _dot(_gradient, _gradient),
            evaluate=False,
        ),
        "equilibrium": Implies(
            Eq((1 - eta * lamda) ** 2 * square + eta**2 * risk, square),
            Eq(eta * risk, (2 * lamda - eta * lamda**2) * square),
        ),
    },
    domain={
        _n: Naturals, _w: NonzeroMatrices(_n, 1), _by: RealMatrices(_n, 1), _size: positive, eta: positive,
        lamda: positive, square: Reals, risk: Reals,
    },
)  # fmt: skip

#: Mean derivatives by weights p, q in and r, s out, how a batch's differ from them, and means of whole rows.
p, q, r, s = real("p q r s")
X, Y, Z, W = real("X Y Z W")


def _mean(of: Expr) -> Expr:
    """Mean over the batches, whose four differences may depend on one another in any way."""
    return Expectation(of, (X, Y, Z, W))


_mean_in, _mean_out = (IndexedBase(Symbol(name, real=True)) for name in ("g", "kappa"))
variance = real("v")[0]

noise = Claim(
    "invariances.beyond.noise",
    title="How noise moves what the flow conserves",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            "In a step of stochastic gradient descent an entry of $Q$ with weights $p,q$ in and "
            "$r,s$ out moves, "
            r"in expectation, by $\eta^2$ times the difference of the products of the mean "
            r"derivatives plus the "
            "difference of their covariances, whatever the law of the batch; of several weights the "
            "sums of these.",
            shown_by=["products"],
        ),
        Assertion(
            "So gradient noise that has the same covariances, summed over the weights in and out, "
            "does not move "
            "it; independent noise of variance $v$ on every derivative moves a diagonal entry by "
            r"$\eta^2v$ times the number of weights in less that of those out.",
            shown_by=["independent"],
        ),
        Remark(
            "That the terms of first order in the step cancel in every batch is Theorem 1. All "
            "batches of random "
            "networks, averaged in exact rationals, confirm it."
        ),
    ],
    formula={
        "products": Eq(
            _mean((p + X) * (q + Y) - (r + Z) * (s + W)),
            (p + _mean(X)) * (q + _mean(Y)) - (r + _mean(Z)) * (s + _mean(W))
            + (_mean(X * Y) - _mean(X) * _mean(Y)) - (_mean(Z * W) - _mean(Z) * _mean(W)),
            evaluate=False,
        ),
        "independent": Eq(
            Sum(_mean_in[_a] ** 2 + variance, (_a, 1, inputs))
            - Sum(_mean_out[_a] ** 2 + variance, (_a, 1, outputs)),
            Sum(_mean_in[_a] ** 2, (_a, 1, inputs)) - Sum(_mean_out[_a] ** 2, (_a, 1, outputs))
            + variance * (inputs - outputs),
            evaluate=False,
        ),
    },
    domain={
        **dict.fromkeys((p, q, r, s, variance), Reals), inputs: Naturals, outputs: Naturals,
        _mean_in.label: RealArrays(1), _mean_out.label: RealArrays(1),
    },
)  # fmt: skip
