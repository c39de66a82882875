"""Where the gradient of one ReLU unit vanishes, and the curvature at its optimum."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Equivalent,
    Expr,
    Implies,
    Integral,
    Interval,
    Matrix,
    Or,
    Rational,
    eye,
    oo,
    pi,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu import half_line
from theory.dying_relu.geometry import norm
from theory.dying_relu.setting import b, beta, c, eta, gamma, k, loss_of_unit, r, real, z
from theory.gaussian import Phi, phi

u, B, t, q = real("u B t q")
_slope, _bias_slope = half_line.along(r, k, c, gamma), half_line.towards_bias(r, k, c, gamma)
_second, _mean, spread = half_line.second(c), half_line.mean(c), half_line.spread(c)

_root = sqrt(c**2 + 4)
_rise = 1 + c * (_root + c) / 2 - (c / _root + 1) / 2


def _loss(r: Expr, b: Expr) -> Expr:
    """Loss for the linear target in terms of the norm of the weights and their cosine k with the target."""
    return ((r**2 + b**2) * Phi(b / r) + b * r * phi(b / r)) / 2 - gamma * r * k * Phi(b / r) + gamma**2 / 2


critical_points = Claim(
    "dying_relu.beyond.critical_points",
    title="All critical points of one ReLU unit",
    where="Beyond the paper: Section 5",
    kind="beyond",
    says=[
        Assertion(
            r"The gradient vanishes at the optimum $(\gamma e_L,0)$ and where $w=0$ and "
            "$b<0$ (no input is active), for both targets, in any dimension.",
            shown_by=["rest_linear", "rest_rectified"],
        ),
        Assertion(
            r"For the linear target a gradient that vanishes at $w\ne0$ leaves only $k_L=1$, $c=0$, "
            r"$r=\gamma$: across the weights it is $-\gamma\Phi(c)\sqrt{1-k_L^2}$, so the target lies "
            "along or against them; along them what is left gives $cV=0$ with "
            r"$V=\Phi^2-c\varphi\Phi-\varphi^2$, and $V>0$; against them the slope is positive.",
            shown_by=[
                "eliminated",
                "mills_slope",
                "mills_rise",
                "spread",
                "linear_only",
                "linear_along",
                "linear_against",
            ],
        ),
        Assertion(
            r"For the rectified target it lies along or against them too, as the slope across is "
            r"$-\gamma B\sqrt{1-k_L^2}$; along $w$ with $c>0$ the remaining equation "
            r"$c\Phi(c)+\varphi(c)=2\varphi(0)\Phi(c)$ has sides whose difference is 0 at "
            "$c=0$ and increases; against $w$ a slope is positive.",
            shown_by=[
                "sideways",
                "rectified_weight",
                "rectified_bias",
                "rectified_along",
                "increase",
                "increasing",
                "mean_output",
                "rectified_against",
            ],
        ),
        Assertion(
            r"For $w=0$ and $b>0$ the slope along the target is $-\gamma$, or $-\gamma/2$ "
            "for the rectified one.",
            shown_by=["affine_linear", "affine_rectified"],
        ),
        Assertion(
            "The origin, where the loss has a kink, is no minimum: its slope towards "
            r"$(w,b)$ is $-\gamma w_L\Phi(c)$.",
            shown_by=["origin"],
        ),
    ],
    formula={
        "rest_linear": Implies(And(Eq(c, 0), Eq(r, gamma), Eq(k, 1)), And(Eq(_slope, 0), Eq(_bias_slope, 0))),
        "rest_rectified": Implies(
            And(Eq(c, 0), Eq(r, gamma), Eq(Phi(c), Rational(1, 2)), Eq(phi(c), phi(0))),
            And(Eq(r * Phi(c) - gamma / 2, 0), Eq(r * _mean - gamma * phi(0), 0)),
        ),
        "linear_only": Implies(
            And(
                spread > 0,
                _second > 0,
                _mean > 0,
                Eq((1 - k**2) * Phi(c) ** 2, 0),
                Eq(u * Phi(c), k * _second),
                Eq(u * _mean, k * phi(c)),
            ),
            And(Eq(k, 1), Eq(c, 0), Eq(u, 1)),
        ),
        "sideways": Implies(And(Eq(gamma**2 * (1 - k**2) * B**2, 0)), Or(Eq(k, 1), Eq(k, -1))),
        "eliminated": Eq(_second * _mean - phi(c) * Phi(c), c * spread),
        "mills_slope": Eq(Derivative(Phi(c) - phi(c) * (_root + c) / 2, c), phi(c) * _rise),
        "mills_rise": _rise > 0,
        "spread": Implies(Phi(c) - phi(c) * (_root + c) / 2 > 0, spread > 0),
        "linear_along": Implies(
            And(spread > 0, Eq(u * Phi(c), _second), Eq(u * _mean, phi(c))), And(Eq(c, 0), Eq(u, 1))
        ),
        "linear_against": Implies(spread > 0, u * Phi(c) + _second > 0),
        "rectified_weight": Eq(
            Integral((r * (z + c) * z - gamma * z * z) * phi(z), (z, 0, oo))
            + Integral(r * (z + c) * z * phi(z), (z, -c, 0)),
            r * Phi(c) - gamma / 2,
        ),
        "rectified_bias": Eq(
            Integral((r * (z + c) - gamma * z) * phi(z), (z, 0, oo))
            + Integral(r * (z + c) * phi(z), (z, -c, 0)),
            r * _mean - gamma * phi(0),
        ),
        "rectified_along": Implies(
            And(Eq(u * Phi(c), Rational(1, 2)), Eq(u * _mean, phi(0))), Eq(_mean - 2 * phi(0) * Phi(c), 0)
        ),
        "increase": Eq(Derivative(_mean - 2 * phi(0) * Phi(c), c), Phi(c) - 2 * phi(0) * phi(c)),
        "increasing": Implies(Phi(c) >= Rational(1, 2), Phi(c) - 2 * phi(0) * phi(c) > 0),
        "mean_output": Eq(Integral((z + c) * phi(z), (z, -c, oo)), _mean),
        "rectified_against": Eq(
            Integral(r * (z + c) * z * phi(z), (z, -c, oo)) + Integral(gamma * z * z * phi(z), (z, -c, 0)),
            r * Phi(c) + gamma * (Phi(c) - Rational(1, 2) - c * phi(c)),
        ),
        "affine_linear": Eq(Integral((b - gamma * z) * z * phi(z), (z, -oo, oo)), -gamma),
        "affine_rectified": Eq(
            Integral((b - gamma * z) * z * phi(z), (z, 0, oo)) + Integral(b * z * phi(z), (z, -oo, 0)),
            -gamma / 2,
        ),
        "origin": Eq(
            (_loss(t * r, t * b) - gamma**2 / 2) / t,
            t * ((r**2 + b**2) * Phi(b / r) + b * r * phi(b / r)) / 2 - gamma * r * k * Phi(b / r),
        ),
    },
    domain={
        **dict.fromkeys((c, b), Reals),
        **dict.fromkeys((gamma, u, r, t), positive),
        k: Interval(-1, 1),
        B: Interval.Lopen(0, 1),
    },
)

# In the plane: weight w > 0 along the target; v is a weight across it.
w, v, mu, kappa, lamda = real("w v mu kappa lambda")
_c, _u = b / w, gamma / w
_plane_loss = ((w**2 + b**2) * Phi(_c) + b * w * phi(_c)) / 2 - gamma * w * Phi(_c) + gamma**2 / 2
_rectified_loss = (
    ((w**2 + b**2) * Phi(_c) + b * w * phi(_c)) / 2 - gamma * (w / 2 + b * phi(0)) + gamma**2 / 4
)


def _second_derivatives(loss: Expr) -> Matrix:
    return Matrix(
        [[Derivative(loss, w, w), Derivative(loss, w, b)], [Derivative(loss, w, b), Derivative(loss, b, b)]]
    )


def plane_hessian(c: Expr, u: Expr) -> Matrix:
    """Second derivatives of the linear target's loss in the plane, w > 0, with u = gamma/w."""
    return Matrix(
        [
            [Phi(c) - c * phi(c) + u * c**3 * phi(c), phi(c) - u * c**2 * phi(c)],
            [phi(c) - u * c**2 * phi(c), Phi(c) + u * c * phi(c)],
        ]
    )


def rectified_hessian(c: Expr) -> Matrix:
    """The same for the rectified target, b >= 0; for b <= 0 both targets have one Hessian."""
    return Matrix([[Phi(c) - c * phi(c), phi(c)], [phi(c), Phi(c)]])


def _positive_definite(name: str, matrix: Matrix) -> dict[str, Expr]:
    """Sylvester's two conditions."""
    return {
        f"{name}_corner": matrix[0, 0] > 0,
        f"{name}_determinant": matrix[0, 0] * matrix[1, 1] - matrix[0, 1] ** 2 > 0,
    }


# Weight and bias in units of gamma, near the optimum (1, 0).
omega, zeta = real("omega zeta")
_near = plane_hessian(zeta / omega, 1 / omega)
_near_rectified = rectified_hessian(zeta / omega)
_steepest = Rational(1, 2) + 1 / sqrt(2 * pi)
_norm = norm(Matrix([v, w]))
_across = v * (Phi(b / _norm) + gamma * b / _norm * phi(b / _norm) * w / _norm / _norm)
_onset = ((1 - eta * mu) / (1 + eta * mu)) ** 2


def _onset_at_a_tenth(curvature: Expr, value: Rational) -> Implies:
    return Implies(And(Eq(eta, Rational(1, 10)), Eq(mu, curvature)), Abs(_onset - value) < Rational(1, 2000))


hessian = Claim(
    "dying_relu.beyond.hessian",
    title="Curvature at the optimum, and a trap around it",
    where="Beyond the paper: Section 5",
    kind="beyond",
    says=[
        Assertion(
            "For $w>0$ in the plane the loss has the second derivatives stated, for "
            r"either target; across the target the derivative is $v(\Phi(c)+\gamma "
            r"c\varphi(c)k_L/r)$, $v$ the weight there.",
            shown_by=[
                "plane",
                "rectified",
                "rectified_loss",
                "across",
            ],
        ),
        Assertion(
            r"At the optimum the curvatures are $\frac12$ across and "
            r"$\frac12\pm\frac1{\sqrt{2\pi}}$ in the plane, for every $\gamma$ and both "
            "targets; their ratio is about 8.9.",
            shown_by=[
                "eigenvalues",
                "rectified_eigenvalues",
                "across_at_optimum",
                "condition",
            ],
        ),
        Assertion(
            r"Momentum is stable there if $a(\frac12+\frac1{\sqrt{2\pi}})<2(1+\beta)$, and "
            r"with the average the mode of curvature $\mu$ oscillates for $\beta$ above "
            r"$((1-\eta\mu)/(1+\eta\mu))^2$: at $\eta=0.1$ from 0.697, 0.819 and 0.960 on.",
            shown_by=["stability", "onset", "onset_steepest", "onset_across", "onset_flattest"],
        ),
        Assertion(
            r"For $|w/\gamma-1|$ and $|b/\gamma|$ up to 0.2 the Hessian in the plane has "
            "eigenvalues between $1/80$ and 1, for both targets.",
            shown_by=[
                "above_linear_corner",
                "above_linear_determinant",
                "below_linear_corner",
                "below_linear_determinant",
                "above_relu_corner",
                "above_relu_determinant",
                "below_relu_corner",
                "below_relu_determinant",
            ],
        ),
        Assertion(
            r"A factor $1-\eta h$ with $1/80\le h\le1$ and $0<\eta\le1$ lies between 0 and "
            r"$1-\eta/80$.",
            shown_by=["trap"],
        ),
        Assertion(
            "So plain descent in the plane from 72 starts of the disc of radius "
            r"$0.2\gamma$ around the optimum shrinks the distance by $1-\eta/80$ at least "
            r"in every step, at $\eta=0.1$.",
            shown_by=["proof_that_runs_stay_in_the_trap"],
        ),
        Remark(
            "By the mean of the Hessian along the segment to the optimum the disc is a "
            "trap for all such steps."
        ),
    ],
    formula={
        "plane": Eq(_second_derivatives(_plane_loss), plane_hessian(_c, _u), evaluate=False),
        "rectified": Eq(_second_derivatives(_rectified_loss), rectified_hessian(_c), evaluate=False),
        "rectified_loss": Eq(Integral((w * z + b) * z * phi(z), (z, 0, oo)), w / 2 + b * phi(0)),
        "across": Eq(
            Derivative(loss_of_unit(Matrix([v, w]), b, gamma), v),
            _across,
        ),
        "eigenvalues": Eq(
            (lamda * eye(2) - plane_hessian(c, 1)).det().xreplace({c: 0 * c}),
            (lamda - _steepest) * (lamda - 1 + _steepest),
        ),
        "rectified_eigenvalues": Eq(
            (lamda * eye(2) - rectified_hessian(c)).det().xreplace({c: 0 * c}),
            (lamda - _steepest) * (lamda - 1 + _steepest),
        ),
        "across_at_optimum": Eq(
            Derivative(loss_of_unit(Matrix([v, w]), 0 * b, gamma), v, v), Rational(1, 2), evaluate=False
        ),
        "condition": Implies(
            Eq(kappa * (1 - _steepest), _steepest),
            And(
                Eq(kappa * (sqrt(2 * pi) - 2), sqrt(2 * pi) + 2),
                Abs(kappa - Rational(89, 10)) < Rational(1, 20),
            ),
        ),
        "stability": Equivalent(
            And(q * _steepest < 2 * (1 + beta), q / 2 < 2 * (1 + beta), q * (1 - _steepest) < 2 * (1 + beta)),
            q * _steepest < 2 * (1 + beta),
        ),
        "onset": Equivalent((1 + beta - eta * mu * (1 - beta)) ** 2 - 4 * beta < 0, beta > _onset),
        "onset_steepest": _onset_at_a_tenth(_steepest, Rational(697, 1000)),
        "onset_across": _onset_at_a_tenth(Rational(1, 2), Rational(819, 1000)),
        "onset_flattest": _onset_at_a_tenth(1 - _steepest, Rational(960, 1000)),
        **_positive_definite("above_linear", _near - eye(2) / 80),
        **_positive_definite("below_linear", eye(2) - _near),
        **_positive_definite("above_relu", _near_rectified - eye(2) / 80),
        **_positive_definite("below_relu", eye(2) - _near_rectified),
        "trap": Implies(
            And(lamda >= Rational(1, 80), lamda <= 1, eta <= 1),
            And(1 - eta * lamda >= 0, 1 - eta * lamda <= 1 - eta / 80),
        ),
    },
    domain={
        **dict.fromkeys((b, v, lamda, kappa), Reals),
        **dict.fromkeys((w, gamma, mu, eta, q), positive),
        beta: Interval.Ropen(0, 1),
        omega: Interval(Rational(4, 5), Rational(6, 5)),
        zeta: Interval(-Rational(1, 5), Rational(1, 5)),
    },
)
