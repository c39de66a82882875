"""Gradient descent with momentum, and the linear system it makes of the affine model (Eqs. 6-7, 19-20)."""

from __future__ import annotations

from sympy import Eq, Expr, Interval, Matrix, MatrixSymbol, Naturals, diag, eye, symbols

from theory.claim import Assertion, Claim, RealMatrices, Reals, Remark
from theory.dying_relu.setting import beta, eta, real

m, g, theta, d, lamda = real("m g theta d lambda")
_rates = {eta: Interval.Lopen(0, 1), beta: Interval.Ropen(0, 1)}
_average = beta * m + (1 - beta) * g
_heavy_ball = beta * (m / (1 - beta)) + g

two_forms = Claim(
    "dying_relu.eq6",
    title="The two forms of momentum are one",
    where="Eqs. 6-7, Section 3",
    says=[
        Assertion(
            r"One step of momentum as an exponential average with step $\eta$ is one of "
            r"classical momentum with step $\eta(1-\beta)$ and the momentum variable "
            r"divided by $1-\beta$.",
            shown_by=["momentum", "parameters"],
            source="reconstructed",
        ),
        Assertion(
            "So whole runs coincide; here of a nonlinear gradient.",
            shown_by=["proof_on_whole_runs_of_a_nonlinear_gradient"],
        ),
        Remark("The paper's wording leaves open which form it means."),
    ],
    formula={
        "momentum": Eq(_heavy_ball, _average / (1 - beta)),
        "parameters": Eq(theta - eta * (1 - beta) * _heavy_ball, theta - eta * _average),
    },
    domain={**_rates, m: Reals, g: Reals, theta: Reals},
)

#: Transition matrices of (m, theta - theta*) for the exponential average and for classical momentum.
EMA = Matrix([[beta, 1 - beta], [-eta * beta, 1 - eta * (1 - beta)]])
CLASSICAL = Matrix([[beta, 1], [-eta * beta, 1 - eta]])

_m2, _d2 = real("m_2 d_2")
_state = Matrix([m, d])
_pairs = Matrix([m, d, _m2, _d2])

#: Momentum and distance to the optimum of all parameters, as columns.
_size = symbols("n", integer=True)
_M, _D = MatrixSymbol("M", _size, 1), MatrixSymbol("D", _size, 1)


def _step(m: Expr, d: Expr, gain: Expr) -> list[Expr]:
    """One update of the momentum and of the distance to the optimum, whose gradient is the distance."""
    moved = beta * m + gain * d
    return [moved, d - eta * moved]


linear_system = Claim(
    "dying_relu.eq19",
    title="Momentum on the affine model is a linear system",
    where="Eqs. 19-20, Section 4",
    says=[
        Assertion(
            "For the affine model with any number of inputs the parameters (weights, bias), measured from "
            r"the optimum, evolve with their momentum by one constant $2\times2$ matrix, every coordinate "
            r"independently of the others and of $\gamma$.",
            shown_by=["ema", "classical", "pairs", "all_coordinates", "all_coordinates_classical"],
            source="reconstructed",
        ),
        Assertion(
            r"Its determinant is $\beta$ and its trace $1+\beta-a$, with $a=\eta(1-\beta)$ "
            r"for the average and $a=\eta$ for the classical form.",
            shown_by=["ema_spectrum", "classical_spectrum"],
        ),
    ],
    formula={
        "ema": Eq(EMA * _state, Matrix(_step(m, d, 1 - beta)), evaluate=False),
        "classical": Eq(CLASSICAL * _state, Matrix(_step(m, d, 1)), evaluate=False),
        "pairs": Eq(
            diag(EMA, EMA) * _pairs,
            Matrix(_step(m, d, 1 - beta) + _step(_m2, _d2, 1 - beta)),
            evaluate=False,
        ),
        "all_coordinates": Eq(
            _D - eta * (beta * _M + (1 - beta) * _D),
            -eta * beta * _M + (1 - eta * (1 - beta)) * _D,
            evaluate=False,
        ),
        "all_coordinates_classical": Eq(
            _D - eta * (beta * _M + _D), -eta * beta * _M + (1 - eta) * _D, evaluate=False
        ),
        "ema_spectrum": Eq(
            (lamda * eye(2) - EMA).det(), lamda**2 - (1 + beta - eta * (1 - beta)) * lamda + beta
        ),
        "classical_spectrum": Eq(
            (lamda * eye(2) - CLASSICAL).det(), lamda**2 - (1 + beta - eta) * lamda + beta
        ),
    },
    domain={
        **_rates,
        **dict.fromkeys((m, d, _m2, _d2, lamda), Reals),
        _size: Naturals,
        **dict.fromkeys((_M, _D), RealMatrices(_size, 1)),
    },
)
