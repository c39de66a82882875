"""What discrete steps and inertia make of the laws."""

from __future__ import annotations

from sympy import (
    Abs,
    Derivative,
    Eq,
    Expr,
    Implies,
    IndexedBase,
    Le,
    MatAdd,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Naturals,
    Sum,
    Symbol,
    Transpose,
    exp,
    symbols,
)

from theory.claim import Assertion, Claim, RealArrays, RealMatrices, Reals, Remark, positive
from theory.invariances.any_size import W_1, W_2, G, by_first, by_second, inputs, outputs, units
from theory.invariances.setting import real

g_1, h_1, k_1, m_1, eta, tau, t = real("g_u g_v g_r g_s eta tau t")
risk, next_risk, square = real("R R' s")
maps = {
    **dict.fromkeys((inputs, units, outputs), Naturals),
    **{matrix: RealMatrices(*matrix.shape) for matrix in (W_1, W_2, G)},
}
_a = symbols("a", integer=True)


def minus(matrix: MatrixExpr, factor: Expr = eta) -> MatrixExpr:
    """Minus a matrix, times a factor."""
    return MatMul(-factor, matrix)


def _gram(matrix: MatrixExpr) -> MatrixExpr:
    return MatMul(matrix, Transpose(matrix))


def balance(first: MatrixExpr, second: MatrixExpr) -> MatrixExpr:
    """W_1 W_1^T - W_2^T W_2."""
    return MatAdd(_gram(first), minus(_gram(Transpose(second)), 1))


#: Derivatives of the risk by the weights into two units and out of them, any number of each.
_g, _h, _k, _m = (IndexedBase(Symbol(name, real=True)) for name in ("g", "f", "r", "q"))


def _halves(first: IndexedBase, second: IndexedBase, count: Expr, sign: int) -> Expr:
    return Sum((first[_a] + sign * second[_a]) ** 2, (_a, 1, count)) / 2


def bound_rest() -> Expr:
    """What the bound of an entry of the drift leaves over."""
    return _halves(_g, _h, inputs, -1) + _halves(_k, _m, outputs, 1)


def _squares(*families: tuple[IndexedBase, Expr]) -> Expr:
    return sum((Sum(family[_a] ** 2, (_a, 1, count)) for family, count in families), 0 * eta) / 2


_product_g, _product_k = Sum(_g[_a] * _h[_a], (_a, 1, inputs)), Sum(_k[_a] * _m[_a], (_a, 1, outputs))

steps = Claim(
    "invariances.beyond.step",
    title="How far discrete steps drift",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"A step of gradient descent, of any batch, changes $Q=W_1W_1^\top-W_2^\top "
            r"W_2$ on the neurons that agree by exactly $\eta^2(G_1G_1^\top-G_2^\top "
            "G_2)$, for any sizes.",
            shown_by=["drift"],
        ),
        Assertion(
            r"So an entry moves by at most $\eta^2$ times half the sum of the squared derivatives by "
            r"the weights "
            "of its two neurons, however many these have.",
            shown_by=["entries", "bound"],
        ),
        Assertion(
            r"That is at most $2\eta$ times the decrease of $R$ if that is at least "
            r"$\eta\lVert\nabla\rVert^2/2$.",
            shown_by=["sum"],
        ),
        Assertion(
            "The bound is attained: by one weight in and one out of two units.",
            shown_by=["proof_that_the_bound_is_attained"],
        ),
        Assertion(
            "Halving the step halves the drift over a fixed time.",
            shown_by=["proof_that_halving_the_step_halves_the_drift"],
        ),
        Assertion(
            "The implicit midpoint rule conserves $Q$ to rounding, at steps of .05, .5 "
            "and 2.",
            shown_by=["proof_that_the_implicit_midpoint_conserves"],
        ),
    ],
    formula={
        "drift": Eq(
            MatAdd(
                balance(MatAdd(W_1, minus(by_first)), MatAdd(W_2, minus(by_second))),
                minus(balance(W_1, W_2), 1),
            ),
            MatMul(eta**2, balance(by_first, by_second)),
            evaluate=False,
        ),
        "entries": Le(
            _product_g - _product_k,
            _squares((_g, inputs), (_h, inputs), (_k, outputs), (_m, outputs)),
            evaluate=False,
        ),
        "bound": Abs(g_1 * h_1 - k_1 * m_1) <= (g_1**2 + h_1**2 + k_1**2 + m_1**2) / 2,
        "sum": Implies(risk - next_risk >= eta * square / 2, eta**2 * square <= 2 * eta * (risk - next_risk)),
    },
    domain={
        **maps, eta: positive,
        **dict.fromkeys((_g.label, _h.label, _k.label, _m.label), RealArrays(1)),
        **dict.fromkeys((g_1, h_1, k_1, m_1, risk, next_risk, square), Reals),
    },
)  # fmt: skip

_V_1, _V_2 = MatrixSymbol("V_1", *W_1.shape), MatrixSymbol("V_2", *W_2.shape)
area = real("A")[0]


def _turned(first: MatrixExpr, second: MatrixExpr) -> MatrixExpr:
    """V_1 W_1^T + V_2^T W_2 less its transpose, from velocities."""
    return MatAdd(
        MatMul(first, Transpose(W_1)), minus(MatMul(W_1, Transpose(first)), 1),
        MatMul(Transpose(second), W_2), minus(MatMul(Transpose(W_2), second), 1),
    )  # fmt: skip


momentum = Claim(
    "invariances.beyond.momentum",
    title="What motion with friction conserves",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"Along $\ddot w+\tau\dot w+\nabla R=0$ conserved is the antisymmetric "
            r"$e^{\tau t}A$, $A=\dot W_1W_1^\top-W_1\dot W_1^\top+\dot W_2^\top "
            r"W_2-W_2^\top\dot W_2$, for $\dot A=-\tau A$, of two maps of any sizes in whose product "
            r"$R$ is a "
            "function.",
            shown_by=["rate", "constant"],
        ),
        Assertion(
            "With Nesterov's friction $3/t$ the weight is $t^3$.",
            shown_by=["nesterov"],
        ),
        Assertion(
            "For $h=2$, 3 and 4 units the $h(h-1)/2$ entries above the diagonal are independent functions.",
            shown_by=["proof_that_the_entries_are_independent"],
        ),
        Remark(
            r"Along the motion of a linear network of four layers $e^{\tau t}A$ stays as "
            "it was while $Q$ drifts. That there are no other laws is not shown."
        ),
    ],
    formula={
        "rate": Eq(
            _turned(
                MatAdd(minus(_V_1, tau), minus(by_first, 1)), MatAdd(minus(_V_2, tau), minus(by_second, 1))
            ),
            minus(_turned(_V_1, _V_2), tau),
            evaluate=False,
        ),
        "constant": Eq(Derivative(exp(tau * t), t) * area + exp(tau * t) * (-tau * area), 0),
        "nesterov": Eq(Derivative(t**3, t) * area + t**3 * (-3 / t * area), 0),
    },
    domain={
        **maps, **{matrix: RealMatrices(*matrix.shape) for matrix in (_V_1, _V_2)},
        area: Reals, tau: positive, t: positive,
    },
)  # fmt: skip
