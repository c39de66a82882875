"""What scaling the targets does to runs: of the affine model, of one ReLU unit, of whole networks."""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Expr, Implies, Interval, Matrix, Max, Mul, Or, Piecewise, sqrt

from theory.claim import Assertion, Claim, Reals, equation, positive
from theory.dying_relu.momentum import CLASSICAL, EMA
from theory.dying_relu.setting import b, beta, eta, gamma, k, r, real, x
from theory.gaussian import Phi, phi

m, theta, lamda, w_1, w_2, share, other, p, g = real("m theta lambda w_1 w_2 s gamma' p g")
_rates = {eta: Interval.Lopen(0, 1), beta: Interval.Ropen(0, 1)}
_gains = {"ema": 1 - beta, "classical": 1}
_matrices = {"ema": EMA, "classical": CLASSICAL}


def _moved(theta: Expr, m: Expr, slope: Expr, gain: Expr) -> Expr:
    """One parameter after one step with momentum."""
    return theta - eta * (beta * m + gain * slope)


def _weights(w_1: Expr, w_2: Expr, gamma: Expr) -> tuple[Expr, Expr]:
    """Weights of the affine model when a share s of the starting distance to (0, gamma) is left."""
    return share * w_1, gamma + share * (w_2 - gamma)


def _bias_ratio(w_1: Expr, w_2: Expr, b: Expr, gamma: Expr) -> Expr:
    first, second = _weights(w_1, w_2, gamma)
    return b * share / sqrt(first**2 + second**2)


_moves = _weights(w_1, w_2, gamma)[0] ** 2 + _weights(w_1, w_2, gamma)[1] ** 2 > 0
_other_moves = _weights(w_1, w_2, other)[0] ** 2 + _weights(w_1, w_2, other)[1] ** 2 > 0

gamma_free = Claim(
    "dying_relu.gamma_free",
    title="Whether the affine model's behaviour depends on the scale of its targets",
    where="Prose of Section 4",
    says=[
        Assertion(
            "The transition matrix of the affine model, measured from the optimum, has no "
            r"$\gamma$ in it; a share $s_t$ of the starting distance is left after $t$ "
            r"steps, whatever $\gamma$ is.",
            shown_by=["ema_step", "classical_step", "proof_on_exact_runs"],
            source="prose",
        ),
        Assertion(
            r"But the ratio $c_t=b_0s_t/\lVert\gamma e+(w_0-\gamma e)s_t\rVert$, which "
            r"decides when a ReLU unit would be active, depends on $\gamma$: from one "
            "start two scales give the same ratio only if "
            r"$\gamma+\gamma'=-2w_Ls_t/(1-s_t)$.",
            shown_by=[
                "dependence",
                "proof_that_a_fixed_start_sees_the_scale",
            ],
        ),
        Assertion(
            "It is unchanged when weights and bias at the start are multiplied by the "
            r"factor of $\gamma$.",
            shown_by=["joint_scaling"],
        ),
    ],
    printed_source="prose",
    formula={
        **{
            f"{form}_step": Eq(
                _moved(theta, m, theta - gamma, _gains[form]) - gamma,
                (matrix * Matrix([m, theta - gamma]))[1],
            )
            for form, matrix in _matrices.items()
        },
        "joint_scaling": Implies(
            _moves,
            Eq(
                _bias_ratio(lamda * w_1, lamda * w_2, lamda * b, lamda * gamma),
                _bias_ratio(w_1, w_2, b, gamma),
            ),
        ),
        "dependence": Implies(
            And(_moves, _other_moves, b > 0, share > 0, share < 1),
            Equivalent(
                Eq(_bias_ratio(w_1, w_2, b, gamma), _bias_ratio(w_1, w_2, b, other)),
                Or(Eq(gamma, other), Eq((gamma + other) * (1 - share), -2 * w_2 * share)),
            ),
        ),
    },
    domain={
        **_rates,
        **dict.fromkeys((m, theta, w_1, w_2, b, share), Reals),
        **dict.fromkeys((gamma, other, lamda), positive),
    },
    printed=Implies(
        And(_moves, _other_moves),
        Eq(_bias_ratio(w_1, w_2, b, gamma), _bias_ratio(w_1, w_2, b, other)),
    ),
    erratum="missing assumption",
    objection=(
        r"The text calls the behaviour of the affine model independent of $\gamma$; its eigenvalues are, "
        "but the ratio of bias to weight norm, which tells how dead a ReLU unit would be, is not."
    ),
)


def _sample_gradient(pre: Expr, target: Expr, factor: Expr) -> Expr:
    """Gradient on one sample: error times a factor (an input, or 1 for the bias) where the unit is active."""
    return Piecewise(((pre - target) * factor, pre > 0), (0, True))


def _loss(r: Expr, b: Expr, gamma: Expr) -> Expr:
    """Loss of the unit in terms of the norm of its weights and their cosine k with the target."""
    c = b / r
    return ((r**2 + b**2) * Phi(c) + b * r * phi(c)) / 2 - gamma * r * k * Phi(c) + gamma**2 / 2


rescale_single = Claim(
    "dying_relu.rescale_single",
    title="Scaling a single unit's start with its targets",
    where="Prose of Section 6",
    says=[
        Assertion(
            "If targets, starting parameters and starting momentum of the affine model or "
            r"of one ReLU unit are multiplied by one factor $\lambda>0$, so is the "
            "gradient on every sample, for the linear and for the rectified target.",
            shown_by=["affine", "linear", "rectified", "norm"],
            source="prose",
        ),
        Assertion(
            "Then a step of gradient descent with momentum in either form is multiplied "
            "by it as well, and so are whole runs on any batch.",
            shown_by=[
                "ema_step",
                "classical_step",
                "ema_momentum",
                "classical_momentum",
                "proof_on_exact_runs_on_any_batch",
            ],
            source="prose",
        ),
        Assertion(
            r"For Gaussian inputs the loss is multiplied by $\lambda^2$.",
            shown_by=["loss"],
        ),
        Assertion(
            "A stopping tolerance that is not scaled as well stops the two at different steps.",
            shown_by=["proof_on_long_runs_and_that_a_fixed_tolerance_breaks_it"],
        ),
    ],
    formula={
        "affine": Eq((lamda * p - lamda * x * gamma) * g, lamda * (p - x * gamma) * g),
        "linear": Eq(
            _sample_gradient(lamda * p, lamda * gamma * x, g), lamda * _sample_gradient(p, gamma * x, g)
        ),
        "rectified": Eq(
            _sample_gradient(lamda * p, Max(0, lamda * gamma * x), g),
            lamda * _sample_gradient(p, Max(0, gamma * x), g),
        ),
        **{
            f"{form}_step": Eq(
                _moved(lamda * theta, lamda * m, lamda * g, gain), lamda * _moved(theta, m, g, gain)
            )
            for form, gain in _gains.items()
        },
        **{
            f"{form}_momentum": Eq(beta * lamda * m + gain * lamda * g, lamda * (beta * m + gain * g))
            for form, gain in _gains.items()
        },
        "norm": Eq(sqrt((lamda * w_1) ** 2 + (lamda * w_2) ** 2), lamda * sqrt(w_1**2 + w_2**2)),
        "loss": Eq(_loss(lamda * r, lamda * b, lamda * gamma), lamda**2 * _loss(r, b, gamma)),
    },
    domain={
        **_rates,
        **dict.fromkeys((p, x, g, m, theta, b, w_1, w_2), Reals),
        k: Interval(-1, 1),
        **dict.fromkeys((r, gamma, lamda), positive),
    },
)

# One layer of a network, with its plain and its scaled quantities: A is the layer's factor, P the product of
# the factors up to the layer below, gamma that of all. h comes from below, d is the loss's derivative by the
# pre-activation of the layer, v a weight of the layer above and d_above the derivative there.
A, P, A_above, h, d, v, d_above, f, y = real("A P A' h d v d' f y")


def _pass_down(pre: Expr, weight: Expr, derivative: Expr) -> Expr:
    """Derivative of the loss by a hidden unit's pre-activation."""
    return Piecewise((Mul(weight, derivative, evaluate=False), pre > 0), (0, True))


deep_equivalence = Claim(
    "dying_relu.beyond.deep_equivalence",
    title="Scaled targets are scaled layers with scaled step sizes",
    where="Beyond the paper: Section 6 and Appendix D",
    kind="beyond",
    says=[
        Assertion(
            r"Multiply the targets by $\gamma$, the weights of layer $i$ by $A_i$ and its "
            r"bias by $P_i=A_1\cdots A_i$, with $P_i=\gamma$ at the output. Then the "
            "derivative of the squared error by a pre-activation of layer $i$ is "
            r"$\gamma^2/P_i$ times the old, at the output and from each layer to the one "
            "below.",
            shown_by=["output", "pass_down"],
        ),
        Assertion(
            r"The derivatives by weights and bias are $\gamma^2/A_i$ and $\gamma^2/P_i$ "
            r"times the old, so that step sizes $\eta A_i^2/\gamma^2$ and $\eta "
            r"P_i^2/\gamma^2$ move the scaled parameters $A_i$ and $P_i$ times as far, "
            "with momentum in either form.",
            shown_by=["weights", "weight_step", "bias_step", "classical_weight_step", "classical_bias_step"],
        ),
        Assertion(
            "So the whole run of a deep network is the run for unscaled targets.",
            shown_by=["proof_in_exact_rationals", "proof_on_a_deep_network_in_floating_point"],
        ),
    ],
    formula={
        "output": Eq(gamma * f - gamma * y, gamma**2 / gamma * (f - y)),
        "pass_down": Eq(
            _pass_down(P * p, A_above * v, gamma**2 / (P * A_above) * d_above),
            gamma**2 / P * _pass_down(p, v, d_above),
        ),
        "weights": equation(Mul(gamma**2 / (P * A) * d, P * h, evaluate=False), gamma**2 / A * (d * h)),
        "weight_step": Eq(
            A * theta - eta * A**2 / gamma**2 * (beta * (gamma**2 / A * m) + (1 - beta) * (gamma**2 / A * g)),
            A * _moved(theta, m, g, 1 - beta),
        ),
        "bias_step": Eq(
            P * theta - eta * P**2 / gamma**2 * (beta * (gamma**2 / P * m) + (1 - beta) * (gamma**2 / P * g)),
            P * _moved(theta, m, g, 1 - beta),
        ),
        "classical_weight_step": Eq(
            A * theta - eta * A**2 / gamma**2 * (beta * (gamma**2 / A * m) + gamma**2 / A * g),
            A * _moved(theta, m, g, 1),
        ),
        "classical_bias_step": Eq(
            P * theta - eta * P**2 / gamma**2 * (beta * (gamma**2 / P * m) + gamma**2 / P * g),
            P * _moved(theta, m, g, 1),
        ),
    },
    domain={
        **_rates,
        **dict.fromkeys((A, P, A_above, gamma), positive),
        **dict.fromkeys((f, y, p, v, d_above, h, d, theta, m, g), Reals),
    },
)
