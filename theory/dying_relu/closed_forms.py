"""Loss and gradient of one ReLU unit at any weights, without turning the axes, for both targets."""

from __future__ import annotations

from sympy import Derivative, Eq, Expr, Integral, Interval, Matrix, oo, pi, sqrt

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu import any_dimension
from theory.dying_relu.geometry import axis, norm
from theory.dying_relu.setting import b, c, gamma, k, loss_of_unit, r, real, weights, z
from theory.gaussian import Phi, phi

#: Probability that unit and target are both positive, as a number of its own: see the parts "corner_by_...".
B, t = real("B t")
_s = sqrt(1 - k**2)

_r = norm(weights)
_c, _k = b / _r, weights[2] / _r
_cosines = weights / _r
_parameters = (*weights, b)


def corner_by_c(c: Expr, k: Expr, s: Expr) -> Expr:
    """Derivative of P(z > -c, x_L > 0) by c."""
    return phi(c) * Phi(-k * c / s)


def corner_by_k(c: Expr, s: Expr) -> Expr:
    """Derivative of P(z > -c, x_L > 0) by the correlation k."""
    return phi(0) * phi(c / s) / s


def overlap(c: Expr, k: Expr, s: Expr, corner: Expr) -> Expr:
    """E[(z + c)^+ x_L^+]: the mean product of output over r and rectified target over gamma."""
    return k * corner + (s * phi(c / s) + c * Phi(c / s)) * phi(0)


def mean_target(c: Expr, k: Expr, s: Expr) -> Expr:
    """E[1{z > -c} x_L^+], the derivative of `overlap` by c."""
    return k * phi(c) * Phi(-k * c / s) + Phi(c / s) * phi(0)


def rectified_loss(r: Expr, b: Expr, gamma: Expr, k: Expr, s: Expr, corner: Expr) -> Expr:
    """Loss against the rectified target."""
    c = b / r
    square = ((r**2 + b**2) * Phi(c) + b * r * phi(c)) / 2
    return square - gamma * r * overlap(c, k, s, corner) + gamma**2 / 4


def _mean_positive(z: Expr, k: Expr, s: Expr) -> Expr:
    """E[x_L^+] given the input z along the weights: x_L = k z + s t with t standard normal."""
    return k * z * Phi(k * z / s) + s * phi(k * z / s)


_linear_loss = loss_of_unit(weights, b, gamma)
_linear_by_w = Phi(_c) * (weights - gamma * axis(3)) + gamma * _c * phi(_c) * _k * _cosines
_linear_by_b = b * Phi(_c) + (_r - gamma * _k) * phi(_c)

_rectified_loss = rectified_loss(r, b, gamma, k, _s, B)
_h = b / r
_turn = phi(_h) * (_s * phi(k * _h / _s) - k * _h * Phi(-k * _h / _s))
_along = r * Phi(_h) - gamma * (B * k + _turn)
_across = -gamma * B
# In any dimension: the gradient of the norm is w/r, that of the weight along the target is e, and that of the
# cosine (e - k w/r)/r. F and f stand for Phi and phi, the others for numbers that multiply vectors.
w_target, F, f, turn = real("w_L F f T")
_w, _e = any_dimension.w, any_dimension.e
_toward = _e - k / r * _w


def _total_derivative(parameter: Expr) -> Expr:
    """Derivative of the rectified loss by r, k or b, through B as well."""
    through = corner_by_c(_h, k, _s) * Derivative(_h, parameter)
    if parameter == k:
        through = corner_by_k(_h, _s)
    return Derivative(_rectified_loss, parameter) - gamma * r * k * through


rotation_free = Claim(
    "dying_relu.beyond.rotation_free",
    title="Gradient of a ReLU unit at any weights, without a rotation",
    where="Beyond the paper: Eqs. 24-32",
    kind="beyond",
    says=[
        Assertion(
            r"With $r=\lVert w\rVert$, $k=w/r$ and $c=b/r$, the gradient for the linear "
            r"target is $\Phi(c)(w-\gamma e)+\gamma c\varphi(c)k_Lk$ in the weights and "
            r"$b\Phi(c)+(r-\gamma k_L)\varphi(c)$ in the bias, in any dimension.",
            shown_by=["by_length", "by_target_weight", "linear_anywhere", "bias_anywhere"],
        ),
        Assertion(
            "Differentiating in coordinates, in three dimensions, gives the same.",
            shown_by=["linear_weights", "linear_bias"],
        ),
        Assertion(
            r"For the rectified target let $B=P(z>-c,\,x_L>0)$ and $s=\sqrt{1-k_L^2}$. Its "
            "derivative by $c$ is the integrand at $-c$, and both of its mixed "
            "derivatives agree.",
            shown_by=["corner_by_c", "corner_by_k"],
        ),
        Assertion(
            "The mean product of the positive parts of $z+c$ and $x_L$ has the second "
            "derivative in $c$ that is stated, and is positive.",
            shown_by=["overlap_by_c", "overlap_by_c_twice", "mean_positive"],
        ),
        Assertion(
            "Hence in any dimension the gradient in the weights is "
            r"$\Phi(c)w-\gamma(Be+\varphi(c)(s\varphi(k_Lc/s)-k_Lc\,\Phi(-k_Lc/s))k)$, and "
            "loss and bias slope are those stated.",
            shown_by=[
                "rectified_along",
                "rectified_across",
                "rectified_bias",
                "rectified_weights",
                "rectified_loss",
            ],
        ),
        Assertion(
            r"The cosine's own derivative is $(e-k_Lk)/r$, here in three dimensions.",
            shown_by=["turning"],
        ),
        Remark(
            r"In the parts for any dimension $F$, $f$ stand for $\Phi(c)$, $\varphi(c)$ "
            "and $T$ for what multiplies $k$ besides $B$."
        ),
    ],
    formula={
        "by_length": Eq(
            Derivative(any_dimension.loss_at(w_target), r),
            r * Phi(b / r) + gamma * w_target * b / r**2 * phi(b / r),
        ),
        "by_target_weight": Eq(Derivative(any_dimension.loss_at(w_target), w_target), -gamma * Phi(b / r)),
        "linear_anywhere": Eq(
            (r * F + gamma * (k * r) * c / r * f) / r * _w - gamma * F * _e,
            F * (_w - gamma * _e) + gamma * c * f * k / r * _w,
            evaluate=False,
        ),
        "bias_anywhere": Eq(Derivative(any_dimension.loss, b), b * Phi(b / r) + (r - gamma * k) * phi(b / r)),
        "linear_weights": Eq(
            Matrix([Derivative(_linear_loss, w) for w in weights]), _linear_by_w, evaluate=False
        ),
        "linear_bias": Eq(Derivative(_linear_loss, b), _linear_by_b),
        "corner_by_c": Eq(
            Derivative(Integral(phi(z) * Phi(k * z / _s), (z, -c, oo)), c), corner_by_c(c, k, _s)
        ),
        "corner_by_k": Eq(Derivative(corner_by_c(c, k, _s), k), Derivative(corner_by_k(c, _s), c)),
        "mean_positive": Eq(
            Integral((k * z + _s * t) * phi(t), (t, -k * z / _s, oo)), _mean_positive(z, k, _s)
        ),
        "overlap_by_c": Eq(
            Derivative(overlap(c, k, _s, B), c) + k * corner_by_c(c, k, _s), mean_target(c, k, _s)
        ),
        "overlap_by_c_twice": Eq(Derivative(mean_target(c, k, _s), c), _mean_positive(-c, k, _s) * phi(c)),
        "rectified_along": Eq(_total_derivative(r), _along),
        "rectified_across": Eq(_total_derivative(k), r * _across),
        "rectified_bias": Eq(
            _total_derivative(b), b * Phi(_h) + r * phi(_h) - gamma * mean_target(_h, k, _s)
        ),
        "turning": Eq(
            Matrix([Derivative(_k, w) for w in weights]), (axis(3) - _k * _cosines) / _r, evaluate=False
        ),
        "rectified_weights": Eq(
            (r * F - gamma * (B * k + turn)) / r * _w - gamma * B * _toward,
            F * _w - gamma * (B * _e + turn / r * _w),
            evaluate=False,
        ),
        "rectified_loss": Eq(
            Integral((r * z + b) ** 2 * phi(z), (z, -_h, oo)) / 2
            - gamma * r * overlap(_h, k, _s, B)
            + Integral((gamma * z) ** 2 * phi(z), (z, 0, oo)) / 2,
            ((r**2 + b**2) * Phi(_h) + b * r * phi(_h)) / 2
            - gamma * r * (k * B + (_s * phi(_h / _s) + _h * Phi(_h / _s)) / sqrt(2 * pi))
            + gamma**2 / 4,
        ),
    },
    domain={
        **dict.fromkeys((*_parameters, c, z, w_target, F, f, turn), Reals),
        **any_dimension.columns(_w, _e),
        r: positive,
        gamma: positive,
        k: Interval.open(-1, 1),
        B: Interval.open(0, 1),
    },
    assuming=(weights[0] ** 2 + weights[1] ** 2 > 0,),
)
