"""Where momentum puts the two eigenvalues of the affine model, and what its runs then do (Section 4)."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Eq,
    Equivalent,
    Expr,
    Implies,
    Integers,
    Interval,
    Ne,
    Rational,
    cos,
    eye,
    sin,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, positive
from theory.dying_relu.momentum import CLASSICAL, EMA
from theory.dying_relu.setting import beta, eta, real

a, lamda, p, q, low, rho = real("a lambda p q l rho")
x, y = real("x y")

#: Traces of the transition matrix; its determinant is beta.
_trace = 1 + beta - a
_traces = {"ema": 1 + beta - eta * (1 - beta), "classical": 1 + beta - eta}
momenta = Interval.open(0, 1)


def _is_root(at: Expr, trace: Expr) -> Eq:
    """A real eigenvalue: a root of the characteristic polynomial."""
    return Eq(at**2 - trace * at + beta, 0)


def _is_complex_root(trace: Expr) -> And:
    """Whether x + iy with y other than 0 is an eigenvalue: both parts of the polynomial vanish there."""
    return And(Ne(y, 0), Eq(x**2 - y**2 - trace * x + beta, 0), Eq(2 * x * y - trace * y, 0))


right_half = Claim(
    "dying_relu.right_half",
    title="Eigenvalues lie in the right half of the unit disc",
    where="Prose of Section 4, after Eq. 20",
    says=[
        Assertion(
            "For momentum strictly between 0 and 1 and steps up to 1 every real "
            "eigenvalue of the affine system lies strictly between 0 and 1, and every "
            "complex one inside the unit circle to the right of the imaginary axis, for "
            "both forms of momentum.",
            shown_by=["ema_real", "classical_real", "ema_complex", "classical_complex"],
            source="prose",
        ),
        Assertion(
            r"Without momentum one is 0 and the other $1-\eta$.",
            shown_by=["ema_without_momentum", "classical_without_momentum"],
        ),
    ],
    formula={
        **{
            f"{form}_real": Implies(_is_root(lamda, trace), And(lamda > 0, lamda < 1))
            for form, trace in _traces.items()
        },
        **{
            f"{form}_complex": Implies(_is_complex_root(trace), And(x > 0, x**2 + y**2 < 1))
            for form, trace in _traces.items()
        },
        **{
            f"{form}_without_momentum": Eq(
                (lamda * eye(2) - matrix).det().xreplace({beta: 0}), lamda * (lamda - 1 + eta), evaluate=False
            )
            for form, matrix in (("ema", EMA), ("classical", CLASSICAL))
        },
    },
    domain={
        beta: momenta,
        eta: Interval.Lopen(0, 1),
        lamda: Reals,
        x: Reals,
        y: Reals,
    },
)

_pair = And(Eq(p + q, _trace), Eq(p * q, beta))
_window = And(a > 0, a < 2 * (1 + beta))
_lower_root = And(_is_root(low, _trace), 2 * low <= _trace, low < 0)

ripples = Claim(
    "dying_relu.ripples",
    title="Steps between 1 and 2 still converge and can ripple",
    where="Prose of Section 4, after Eq. 20",
    says=[
        Assertion(
            r"The affine system is stable exactly for effective steps $0<a<2(1+\beta)$, "
            "which steps below 2 meet in both forms.",
            shown_by=["stable_real", "stable_complex", "steps_below_two"],
            source="prose",
        ),
        Assertion(
            r"Both eigenvalues are real and negative exactly from $a=(1+\sqrt\beta)^2$ on; "
            r"for the average that asks for $\eta>1$ and $\beta\le((\eta-1)/(\eta+1))^2$.",
            shown_by=["negative", "real", "negative_ema"],
        ),
        Assertion(
            "Then every step changes the sign: from rest the ratio of successive "
            "distances starts at $1-a$, at or below the lower eigenvalue, and its map "
            r"$\rho\mapsto T-\beta/\rho$, $T$ the trace, keeps it there.",
            shown_by=["first_flip", "next_flip"],
            source="prose",
        ),
    ],
    formula={
        "stable_real": Implies(_pair, Equivalent(And(Abs(p) < 1, Abs(q) < 1), _window)),
        "stable_complex": Implies(_is_complex_root(_trace), And(x**2 + y**2 < 1, _window)),
        "steps_below_two": Implies(eta < 2, And(eta * (1 - beta) < 2 * (1 + beta), eta < 2 * (1 + beta))),
        "negative": Implies(_pair, Equivalent(And(p < 0, q < 0), a >= (1 + sqrt(beta)) ** 2)),
        "real": Implies(a >= (1 + sqrt(beta)) ** 2, _trace**2 >= 4 * beta),
        "negative_ema": Equivalent(
            eta * (1 - beta) >= (1 + sqrt(beta)) ** 2, And(eta > 1, beta <= ((eta - 1) / (eta + 1)) ** 2)
        ),
        "first_flip": Implies(_lower_root, 1 - a <= low),
        "next_flip": Implies(And(_lower_root, rho <= low), _trace - beta / rho <= low),
    },
    domain={
        beta: momenta,
        eta: positive,
        **dict.fromkeys((a, p, q, x, y, low, rho), Reals),
    },
)


def _oscillates(trace: Expr) -> Expr:
    """The discriminant of the characteristic polynomial is negative."""
    return trace**2 - 4 * beta < 0


_tenth = Eq(eta, Rational(1, 10))
_half_unit = Rational(1, 20000)

complex_onset = Claim(
    "dying_relu.complex_onset",
    title="Eigenvalues turn complex as momentum grows",
    where="Prose of Section 4, after Eq. 20",
    says=[
        Assertion(
            "The eigenvalues are complex exactly for effective steps between "
            r"$(1-\sqrt\beta)^2$ and $(1+\sqrt\beta)^2$.",
            shown_by=["effective_step"],
            source="prose",
        ),
        Assertion(
            r"For the average that means $\beta>((1-\eta)/(1+\eta))^2$, whatever the step; "
            r"for classical momentum $\beta>(1-\sqrt\eta)^2$ where $\eta<4$, and never "
            "beyond.",
            shown_by=["ema", "classical", "never"],
        ),
        Assertion(
            r"At $\eta=0.1$ the onset is 0.6694 for the average and 0.4675 for the "
            "classical form.",
            shown_by=["ema_at_a_tenth", "classical_at_a_tenth"],
        ),
    ],
    formula={
        "effective_step": Equivalent(
            _oscillates(_trace), And(a > (1 - sqrt(beta)) ** 2, a < (1 + sqrt(beta)) ** 2)
        ),
        "ema": Equivalent(_oscillates(_traces["ema"]), beta > ((1 - eta) / (1 + eta)) ** 2),
        "classical": Implies(
            eta < 4, Equivalent(_oscillates(_traces["classical"]), beta > (1 - sqrt(eta)) ** 2)
        ),
        "never": Implies(eta >= 4, _traces["classical"] ** 2 - 4 * beta >= 0),
        "ema_at_a_tenth": Implies(
            _tenth, Abs(((1 - eta) / (1 + eta)) ** 2 - Rational(6694, 10000)) <= _half_unit
        ),
        "classical_at_a_tenth": Implies(
            _tenth, Abs((1 - sqrt(eta)) ** 2 - Rational(4675, 10000)) <= _half_unit
        ),
    },
    domain={beta: Interval.Ropen(0, 1), eta: positive, a: Reals},
)

# Where the eigenvalues are s exp(+-i nu), s = sqrt(beta); psi is the angle where the run turns negative.
s, nu, psi, t, tau = real("s nu psi t tau")
n, j = real("n j")


def _run(later: int) -> Expr:
    """The run times sin(nu)/s^t at step t + later, where the angle t nu is tau."""
    return s**later * (sin(tau + (later + 1) * nu) - s * sin(tau + later * nu))


_rate = (1 - eta) / (1 + eta)

linear_system = Claim(
    "dying_relu.beyond.linear_system",
    title="The momentum run in closed form, its first negative step and the fastest momentum",
    where="Beyond the paper: Section 4, Eqs. 19-20",
    kind="beyond",
    says=[
        Assertion(
            r"With complex eigenvalues $se^{\pm i\nu}$, $s=\sqrt\beta$, a run from "
            r"distance 1 at rest is $s_t=s^t(\sin((t+1)\nu)-s\sin(t\nu))/\sin\nu$: it "
            r"starts with 1 and $1-a$ and obeys the recursion $s_{t+2}=Ts_{t+1}-\beta s_t$ "
            "of the matrix.",
            shown_by=[
                "ema_matrix",
                "classical_matrix",
                "first_step",
                "recursion",
            ],
        ),
        Assertion(
            r"With the angle $\psi$ between 0 and $\pi$ for which "
            r"$s\sin\psi=\sin(\nu+\psi)$ it is $s^t\sin(\psi-t\nu)/\sin\psi$.",
            shown_by=["phase"],
        ),
        Assertion(
            r"That angle stays between 0 and $\psi$ up to step $n=\lfloor\psi/\nu\rfloor$ "
            r"and is below 0, by $\nu$ at most, at the next, so that step $n+1$ is the "
            "first negative one.",
            shown_by=[
                "before",
                "first_negative",
            ],
        ),
        Assertion(
            r"Complex eigenvalues have modulus $s$. For the average with $\eta<1$ the "
            r"spectral radius is at least $(1-\eta)/(1+\eta)$, and equal to it only at the "
            "onset of oscillation.",
            shown_by=["modulus", "fastest_real", "fastest_complex", "fastest_attained"],
        ),
    ],
    formula={
        "ema_matrix": Eq(EMA * EMA, _traces["ema"] * EMA - beta * eye(2), evaluate=False),
        "classical_matrix": Eq(
            CLASSICAL * CLASSICAL, _traces["classical"] * CLASSICAL - beta * eye(2), evaluate=False
        ),
        "first_step": Eq(s * (sin(2 * nu) - s * sin(nu)), sin(nu) * (2 * s * cos(nu) - s**2), evaluate=False),
        "recursion": Eq(_run(2), 2 * s * cos(nu) * _run(1) - s**2 * _run(0)),
        "phase": Eq(sin(psi) * sin((t + 1) * nu) - sin(nu + psi) * sin(t * nu), sin(nu) * sin(psi - t * nu)),
        "before": Implies(
            And(n * nu <= psi, j >= 0, j <= n, nu > 0), And(psi - j * nu >= 0, psi - j * nu <= psi)
        ),
        "first_negative": Implies(
            And(n * nu <= psi, psi < (n + 1) * nu),
            And(psi - (n + 1) * nu < 0, psi - (n + 1) * nu >= -nu),
        ),
        "modulus": Implies(_is_complex_root(_trace), Eq(x**2 + y**2, beta)),
        "fastest_real": Implies(
            And(_is_root(p, _traces["ema"]), 2 * p >= _traces["ema"]),
            And(p >= _rate, Equivalent(Eq(p, _rate), Eq(beta, _rate**2))),
        ),
        "fastest_complex": Implies(_oscillates(_traces["ema"]), sqrt(beta) > _rate),
        "fastest_attained": Eq(1 + _rate**2 - eta * (1 - _rate**2), 2 * _rate),
    },
    domain={
        beta: Interval.Ropen(0, 1),
        eta: momenta,
        n: Integers,
        j: Integers,
        **dict.fromkeys((s, nu, psi, t, tau, a, x, y, p), Reals),
    },
)
