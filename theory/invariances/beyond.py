"""Discrete steps, inertia, and how many laws there are."""

from __future__ import annotations

from sympy import Abs, Derivative, Eq, Implies, exp

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.invariances.setting import real

u_1, v_1, r_1, s_1, g_1, h_1, k_1, m_1, eta = real("u v r s g_u g_v g_r g_s eta")
risk, next_risk, square = real("R R' G")

steps = Claim(
    "invariances.beyond.step",
    title="How far discrete steps drift",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"A step of gradient descent, of any batch, changes $Q=W_1W_1^\top-W_2^\top "
            r"W_2$ on the neurons that agree by exactly $\eta^2(G_1G_1^\top-G_2^\top "
            "G_2)$.",
            shown_by=["drift", "proof_of_the_exact_drift"],
        ),
        Assertion(
            r"So its size is at most $\eta^2$ times the sum of squared slopes, which is at "
            r"most $2\eta$ times the decrease of $R$ if that is at least "
            r"$\eta\lVert\nabla\rVert^2/2$; here for one weight in and one out of two "
            "units.",
            shown_by=["bound", "sum", "proof_that_the_bound_is_attained"],
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
            (u_1 - eta * g_1) * (v_1 - eta * h_1) - (r_1 - eta * k_1) * (s_1 - eta * m_1)
            - (u_1 * v_1 - r_1 * s_1),
            eta**2 * (g_1 * h_1 - k_1 * m_1) - eta * (g_1 * v_1 + u_1 * h_1 - k_1 * s_1 - r_1 * m_1),
        ),
        "bound": Abs(g_1 * h_1 - k_1 * m_1) <= (g_1**2 + h_1**2 + k_1**2 + m_1**2) / 2,
        "sum": Implies(risk - next_risk >= eta * square / 2, eta**2 * square <= 2 * eta * (risk - next_risk)),
    },
    domain={
        **dict.fromkeys((u_1, v_1, r_1, s_1, g_1, h_1, k_1, m_1, risk, next_risk, square), Reals),
        eta: positive,
    },
)  # fmt: skip

x, delta, tau, t, p, q, m, n, area = real("x delta tau t u' v' r' s' A")

momentum = Claim(
    "invariances.beyond.momentum",
    title="What motion with friction conserves",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"Along $\ddot w+\tau\dot w+\nabla R=0$ conserved is the antisymmetric "
            r"$e^{\tau t}A$, $A=\dot W_1W_1^\top-W_1\dot W_1^\top+\dot W_2^\top "
            r"W_2-W_2^\top\dot W_2$, for $\dot A=-\tau A$; here for one weight in and one "
            "out of two linear units.",
            shown_by=["rate", "constant"],
        ),
        Assertion(
            "With Nesterov's friction $3/t$ the weight is $t^3$.",
            shown_by=["nesterov"],
        ),
        Assertion(
            r"Along the motion of a linear network of four layers $e^{\tau t}A$ stays as "
            "it was while $Q$ drifts.",
            shown_by=["proof_by_integrating_the_motion"],
        ),
        Remark(
            "Laws per layer of $h$ units fall from $h(h+1)/2$ to $h(h-1)/2$."
        ),
    ],
    formula={
        "rate": Eq(
            (-tau * p - r_1 * delta * x) * v_1 - u_1 * (-tau * q - s_1 * delta * x)
            + (-tau * m - delta * u_1 * x) * s_1 - r_1 * (-tau * n - delta * v_1 * x),
            -tau * (p * v_1 - u_1 * q + m * s_1 - r_1 * n),
        ),
        "constant": Eq(Derivative(exp(tau * t), t) * area + exp(tau * t) * (-tau * area), 0),
        "nesterov": Eq(Derivative(t**3, t) * area + t**3 * (-3 / t * area), 0),
    },
    domain={**dict.fromkeys((x, delta, p, q, m, n, area, u_1, v_1, r_1, s_1), Reals),
            tau: positive, t: positive},
)  # fmt: skip

w_av, w_vb, w_ab, g_v, w_au, w_ub = real("w_av w_vb w_ab g w_au w_ub")

count = Claim(
    "invariances.beyond.count",
    title="How many laws there are",
    where="Beyond Section 3",
    kind="beyond",
    says=[
        Assertion(
            "Brackets of the gradients of the output's coefficients, modulo $2^{61}-1$, "
            "bound the number of independent conserved functions from above, the Jacobian "
            "of explicit laws from below; they meet at 3, 6, 9, 6 and 9 for linear dense "
            "networks 2-2-1, 3-2-2-1, 2-3-2-1, 2-2-2-2 and 2-4-1, where Lemma 2 is "
            "complete, and for free blocks $(2,2,1)$, $(2,2,2)$, $(3,2,2)$.",
            shown_by=["proof_for_dense_networks", "proof_for_free_blocks"],
        ),
        Assertion(
            "With one input (1-2-2-1) the bracket count is 7 while Lemma 2 gives 6.",
            shown_by=["proof_that_one_input_has_more"],
        ),
        Assertion(
            "Of all graphs, up to renaming, Lemma 2 is complete for 7 of the 110 with one "
            "input and at most three hidden vertices, 41 of the 61 with two inputs and at "
            "most two, 161 of the 197 with three and at most two.",
            shown_by=["proof_for_all_small_graphs"],
        ),
        Assertion(
            "Free blocks $(1,1,c)$ have $2c+1$ laws, not all polynomials.",
            shown_by=["proof_for_free_blocks_on_one_feature"],
        ),
        Assertion(
            r"A trained edge $a\to b$ beside $a\to v\to b$ adds laws: "
            "$(w_{av}+w_{vb})e^{-w_{ab}}$ is at rest, and so is "
            "$(w_{av}-w_{vb})e^{w_{ab}}$.",
            shown_by=["parallel", "parallel_difference"],
        ),
        Assertion(
            r"Linear twins on a path $a\to$ unit $\to b$ add the antisymmetric "
            "$w_{au}w_{vb}-w_{av}w_{ub}$, so that $k$ of them have $k^2$ quadratic laws.",
            shown_by=["twins", "proof_of_k_squared_quadratic_laws"],
        ),
        Assertion(
            r"A pair of linear convolutions $1\to h\to1$ with equal kernels, stride 1 and "
            "no second padding has $h^2$.",
            shown_by=["proof_for_pairs_of_convolutions"],
        ),
        Assertion(
            "For ReLU networks the path-edge incidence has rank $E-H$, on random graphs "
            "of at most three inputs and three hidden vertices: one law a hidden vertex "
            "where patterns separate the path monomials.",
            shown_by=["proof_of_one_law_a_vertex_for_relu"],
        ),
    ],
    formula={
        "parallel": Eq(
            Derivative((w_av + w_vb) * exp(-w_ab), w_av) * (g_v * w_vb)
            + Derivative((w_av + w_vb) * exp(-w_ab), w_vb) * (g_v * w_av)
            + Derivative((w_av + w_vb) * exp(-w_ab), w_ab) * g_v,
            0,
        ),
        "parallel_difference": Eq(
            Derivative((w_av - w_vb) * exp(w_ab), w_av) * (g_v * w_vb)
            + Derivative((w_av - w_vb) * exp(w_ab), w_vb) * (g_v * w_av)
            + Derivative((w_av - w_vb) * exp(w_ab), w_ab) * g_v,
            0,
        ),
        "twins": Eq(
            Derivative(w_au * w_vb - w_av * w_ub, w_au) * (g_v * w_ub)
            + Derivative(w_au * w_vb - w_av * w_ub, w_ub) * (g_v * w_au)
            + Derivative(w_au * w_vb - w_av * w_ub, w_av) * (g_v * w_vb)
            + Derivative(w_au * w_vb - w_av * w_ub, w_vb) * (g_v * w_av),
            0,
        ),
    },
    domain=dict.fromkeys((w_av, w_vb, w_ab, g_v, w_au, w_ub), Reals),
)

quadratic_rule = Claim(
    "invariances.beyond.quadratic_rule",
    title="The number of quadratic laws of a linear graph",
    where="Beyond Section 3",
    kind="beyond",
    says=[
        Assertion(
            "A linear network on a graph has as many independent homogeneous quadratic "
            "laws as the sum, over classes of $k$ hidden units with the same edges in and "
            "out, of $k^2$ where that is one edge in and one out, and of $k(k+1)/2$ "
            "elsewhere.",
            shown_by=["proof_of_the_rule_on_random_graphs", "proof_of_the_rule_on_all_small_graphs"],
        ),
        Remark(
            "Tried on random graphs of at most three inputs and three hidden vertices, "
            "repeats counted, and on all 368 graphs with one input and at most three "
            "hidden vertices or two or three inputs and at most two."
        ),
    ],
    conjecture="no proof for all graphs; an exact nullspace agrees on every random graph tried",
)

ratio_tends_to_one = Claim(
    "invariances.beyond.block_ratio",
    title="Free blocks tend to rank one",
    where="Beyond Theorem 2",
    kind="beyond",
    says=[
        Assertion(
            "Behind a free block the ratio of squared norms tends to 1 in training, "
            "rather than to the $1/2$ that the invariants allow.",
            shown_by=["proof_that_the_ratio_rises_above_any_that_invariants_allow"],
        ),
    ],
    conjecture="no proof; every run so far ends above .99 and rises",
)

conv_ratio_tends_to_one = Claim(
    "invariances.beyond.conv_ratio",
    title="Tails of linear convolutions tend to rank one",
    where="Beyond Theorem 2",
    kind="beyond",
    says=[
        Assertion(
            "In a tail with linear convolutions the ratio of the squared spectral norm of "
            r"$\mathrm{Out}(T)$ to its squared Frobenius norm tends to 1 in training, "
            r"rather than staying near the $1/\gamma$ that the invariants allow.",
            shown_by=["proof_that_ratios_rise_beyond_what_invariants_allow"],
        ),
        Remark(
            "So far: two convolutions, of 1 to 3 and 3 to 4 channels, and a read-out, all "
            r"linear, on 12 points, along the path of the exponential loss until $\lVert "
            r"w\rVert$ is in the hundreds, from eight starts; there both ratios rise over "
            r"the last half of every path, slowly, and end above .75, where $1/\gamma$ is "
            "$1/3$ at most."
        ),
    ],
    conjecture="no proof; ratios still rise where every run so far stops, some of them below .9",
)
