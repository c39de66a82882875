"""Adam on scaled targets: what a small target does to its step size."""

from __future__ import annotations

from sympy import And, Eq, Expr, Function, Interval, Naturals0, sqrt

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.dying_relu.setting import eta, real

m, v, g, theta, A, S, epsilon, beta_1, beta_2, q_1, q_2, n = real(
    "m v g theta A S epsilon beta_1 beta_2 q_1 q_2 n"
)
#: A run (small letters) and its scaled twin: parameter, running means of the gradient and of its square.
plain_theta, plain_m, plain_v = (Function(name, real=True) for name in ("theta", "m", "v"))
twin_theta, twin_m, twin_v = (Function(name, real=True) for name in ("Theta", "M", "V"))


def mean_of(m: Expr, g: Expr) -> Expr:
    """Running mean of the gradient after a step."""
    return beta_1 * m + (1 - beta_1) * g


def square_of(v: Expr, g: Expr) -> Expr:
    """Running mean of its square after a step."""
    return beta_2 * v + (1 - beta_2) * g**2


def _moved(theta: Expr, m: Expr, v: Expr, eta: Expr, epsilon: Expr) -> Expr:
    """One parameter after a step; q_1 and q_2 are the corrections of both running means."""
    return theta - eta * (m / q_1) / (sqrt(v / q_2) + epsilon)


adam_scale = Claim(
    "dying_relu.beyond.adam_scale",
    title="For Adam small targets are a large step size",
    where="Beyond Section 6 and Fig. 1",
    kind="beyond",
    says=[
        Assertion(
            r"Let one coordinate be multiplied by $A>0$ and its gradients by $S>0$. Then Adam's "
            r"running means are multiplied by $S$ and $S^2$, and a step of size $\eta$ with "
            r"$S\epsilon$ is $A$ times a step of size $\eta/A$ with $\epsilon$.",
            shown_by=["mean", "square", "update"],
        ),
        Assertion(
            "So whole runs stay twins, for any number of steps, once gradients scale along them.",
            shown_by=["runs"],
        ),
        Assertion(
            r"For one ReLU unit $A=S=\gamma$: Adam on targets of scale $\gamma$ from $\gamma\theta_0$ "
            r"with $\eta$ and $\gamma\epsilon$ is $\gamma$ times Adam on unit targets from "
            r"$\theta_0$ with $\eta/\gamma$ and $\epsilon$, to the last bit where $\gamma$ is a "
            "power of two.",
            shown_by=["update", "proof_on_a_unit_to_the_last_bit"],
        ),
        Assertion(
            r"In a deep network with factors $A_i$ and $P_i=A_1\cdots A_i$, $P_i=\gamma$ at the "
            r"output, the weights of layer $i$ take $A=A_i$, $S=\gamma^2/A_i$, its biases "
            r"$A=P_i$, $S=\gamma^2/P_i$: steps $\eta/A_i$ and $\eta/P_i$ on unit targets. With "
            r"$\gamma$ in the output layer alone only its steps grow, by $1/\gamma$.",
            shown_by=["update", "proof_on_deep_networks_to_the_last_bit"],
        ),
        Assertion(
            r"That step alone raises the error: on unit targets, from the usual start, an output "
            r"layer with the step $0.001\cdot2^{13}$ ends with a larger error than one with "
            r"$0.001$, in each of a sample of networks with one hidden layer.",
            shown_by=["proof_that_the_step_raises_the_error"],
        ),
        Remark(
            r"Fig. 1 trains with the same $\eta=0.001$ at every $\gamma$: at $\gamma=10^{-4}$ each update "
            r"moves the output weights by about 10 in units of $\gamma$. Gradient descent knows no such "
            r"effect on one unit: there the step stays $\eta$."
        ),
    ],
    formula={
        "mean": Eq(mean_of(S * m, S * g), S * mean_of(m, g)),
        "square": Eq(square_of(S**2 * v, S * g), S**2 * square_of(v, g)),
        "update": Eq(
            _moved(A * theta, S * m, S**2 * v, eta, S * epsilon), A * _moved(theta, m, v, eta / A, epsilon)
        ),
        "runs": And(
            Eq(twin_theta(n), A * plain_theta(n)),
            Eq(twin_m(n), S * plain_m(n)),
            Eq(twin_v(n), S**2 * plain_v(n)),
        ),
    },
    domain={
        **dict.fromkeys((m, g, theta), Reals),
        v: nonnegative,
        **dict.fromkeys((A, S, eta, epsilon), positive),
        **dict.fromkeys((beta_1, beta_2), Interval.Ropen(0, 1)),
        **dict.fromkeys((q_1, q_2), Interval.Lopen(0, 1)),
        n: Naturals0,
    },
)  # fmt: skip
