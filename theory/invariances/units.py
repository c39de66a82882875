"""What the flow conserves at vertices, between twins and between layers (Lemmas 2-4, 8; Definition 7)."""

from __future__ import annotations

from sympy import (
    And,
    Derivative,
    Eq,
    Expr,
    Implies,
    Ne,
    Rational,
    cosh,
    exp,
    sinh,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark
from theory.invariances import any_size
from theory.invariances.setting import a, b, clarke, real

# Units u and v with the same two inputs p and the same two outputs, where R has slopes delta.
p_1, p_2, u_1, u_2, v_1, v_2, s_1, s_2, r_1, r_2 = real("p_1 p_2 u_1 u_2 v_1 v_2 s_1 s_2 r_1 r_2")
delta_1, delta_2, d_u, d_v, c = real("delta_1 delta_2 d_u d_v c")
_z_u, _z_v = u_1 * p_1 + u_2 * p_2, v_1 * p_1 + v_2 * p_2
_beta_u, _beta_v = s_1 * delta_1 + s_2 * delta_2, r_1 * delta_1 + r_2 * delta_2
_all = dict.fromkeys((p_1, p_2, u_1, u_2, v_1, v_2, s_1, s_2, r_1, r_2, delta_1, delta_2, d_u, d_v, c), Reals)

at_a_vertex = Claim(
    "invariances.lemma2.eq4",
    title="Squares into and out of a vertex",
    where="Lemma 2, Eq. 4, Section 3",
    says=[
        Assertion(
            "For a hidden vertex whose edges are all trained, the sum of the squared weights into it less "
            "that of "
            "the squared weights out of it does not change along the flow: the two rates are equal, for "
            "any number "
            "of edges in and out and of examples, whatever the slopes.",
            shown_by=["balance", "two_edges"],
            source="prose",
        ),
        Assertion(
            "On random networks the two rates are equal in exact rationals.",
            shown_by=["proof_on_rational_networks"],
        ),
        Assertion(
            "So it is across kinks and changes of sign, along one integrated flow.",
            shown_by=["proof_by_integrating_across_kinks_and_changes_of_sign"],
            source="prose",
        ),
    ],
    formula={
        "balance": any_size.vertex_balance,
        "two_edges": Eq(
            u_1 * (c * _beta_u * d_u * p_1) + u_2 * (c * _beta_u * d_u * p_2),
            s_1 * (c * delta_1 * d_u * _z_u) + s_2 * (c * delta_2 * d_u * _z_u),
        ),
    },
    domain={s: v for s, v in _all.items() if s not in (v_1, v_2, r_1, r_2, d_v)} | any_size.vertex_families,
)


def _velocity_of_q() -> Expr:
    """dQ/dt, Q = sum_a w_au w_av - sum_b w_ub w_vb, from one example."""
    into = sum(
        -c * (_beta_u * d_u * p) * v + u * -c * (_beta_v * d_v * p)
        for p, u, v in ((p_1, u_1, v_1), (p_2, u_2, v_2))
    )
    out = sum(
        -c * (delta * d_u * _z_u) * r + s * -c * (delta * d_v * _z_v)
        for delta, s, r in ((delta_1, s_1, r_1), (delta_2, s_2, r_2))
    )
    return into - out


t = real("t")[0]
z_u, z_v, beta_u, beta_v = real("z_u z_v beta_u beta_v")
_rate = -c * (d_u - d_v) * (beta_u * z_v - beta_v * z_u)
#: u = (q, q) and its outgoing weight on the sliding path.
_q = cosh(t / sqrt(2)) + sinh(t / sqrt(2)) / sqrt(2)
_c_u = 2 * (sinh(t / sqrt(2)) / sqrt(2) + cosh(t / sqrt(2)) / 2)
_kinky = And(clarke(d_u, z_u), clarke(d_v, z_v))

between_twins = Claim(
    "invariances.lemma2.eq5",
    title="Products of the weights of two units",
    where="Lemma 2, Eq. 5, Section 3",
    says=[
        Assertion(
            "For units $u,v$ with the same edges in and out, "
            r"$Q=\sum_aw_{au}w_{av}-\sum_bw_{ub}w_{vb}$ changes at the rate "
            r"$-\sum_ic_i(d_u-d_v)(\beta_uz_v-\beta_vz_u)$, where $z$ is a unit's "
            r"argument, $d$ its slope and $\beta$ the derivative of $f$ by its value.",
            shown_by=["rate", "proof_on_rational_twins"],
        ),
        Assertion(
            "So $Q$ is constant while the two have the same slope at every example, as "
            "when their arguments are different from 0 and of one sign.",
            shown_by=["conserved", "proof_on_rational_twins"],
            source="prose",
        ),
        Assertion(
            "Nonnegative arguments do not suffice: a flow can slide along $z_u=0$ with a "
            "slope in between, and $Q$ changes at the rate $c_u(v_1-v_2)/2$.",
            shown_by=[
                "slides",
                "first",
                "second",
                "changes",
                "proof_that_descent_follows_the_sliding_path",
                "proof_that_nonnegative_arguments_do_not_suffice",
            ],
        ),
        Remark(
            r"The example is $R=f(x_1)-f(x_2)$, $f=c_u\max(0,u\cdot x)+c_v\max(0,v\cdot "
            "x)$, $x_1=(1,-1)$, $x_2=(1,0)$, from $u=(1,1)$, $v=(3,1)$, $c_u=c_v=1$: the "
            r"flow keeps $u\cdot x_1=0$ with slope $1/2$, $u=(q,q)$ and $c_u$ solve "
            "$q'=c_u/2$, $c_u'=q$, and $v=(3,e^t)$, $c_v=e^t$."
        ),
    ],
    printed_source="prose",
    formula={
        "rate": Eq(_velocity_of_q(), -c * (d_u - d_v) * (_beta_u * _z_v - _beta_v * _z_u)),
        "conserved": Implies(And(z_u * z_v > 0, _kinky), Eq(_rate, 0)),
        "slides": Implies(Eq(-(beta_u * d_u - beta_u) - (beta_u * d_u), 0), Eq(beta_u * (2 * d_u - 1), 0)),
        "first": Eq(Derivative(_q, t), _c_u / 2),
        "second": Eq(Derivative(_c_u, t), _q),
        "changes": Eq(
            Derivative(_q * (3 + exp(t)) - _c_u * exp(t), t), _c_u * (3 - exp(t)) / 2
        ),
    },
    domain={**_all, a: Reals, b: Reals, t: Reals, **dict.fromkeys((z_u, z_v, beta_u, beta_v), Reals)},
    printed={"nonnegative": Implies(And(z_u >= 0, z_v >= 0, _kinky), Eq(_rate, 0))},
    erratum="missing assumption",
    objection=(
        "The lemma asks for equal activation patterns and counts an argument of 0 as active; but a flow "
        "can slide along such a kink, with a slope in between, and the product of the two units "
        "changes."
    ),
)  # fmt: skip

equal_patterns = Claim(
    "invariances.lemma8",
    title="Equal patterns, equal slopes",
    where="Lemma 8, Appendix B",
    says=[
        Assertion(
            "Two units of one layer that are both active or both inactive at an example, "
            "with arguments different from 0, have the same slope there.",
            shown_by=["formula"],
        ),
        Assertion(
            r"So $\mu$ has the same derivative by two paths that differ in these units "
            "only.",
            shown_by=["proof_on_paths_that_differ_in_a_twin"],
            source="prose",
        ),
        Assertion(
            "With an argument 0, which the paper counts as active, the first unit's "
            "slopes are an interval and the second's one of its ends; and even equal sets "
            "of slopes would not make the flow choose equal ones.",
            shown_by=["proof_that_an_argument_of_zero_is_not_active"],
        ),
        Remark("The paper's lemma speaks of any two paths of equal length with equal patterns."),
    ],
    printed_source="prose",
    formula=Implies(And(z_u * z_v > 0, _kinky), Eq(d_u, d_v)),
    domain=dict.fromkeys((a, b, z_u, z_v, d_u, d_v), Reals),
    printed={
        "nonnegative": Implies(And(z_u >= 0, z_v >= 0, _kinky), Eq(d_u, d_v)),
        "equal_sets": Implies(And(Eq(z_u, 0), Eq(z_v, 0), _kinky), Eq(d_u, d_v)),
    },
    erratum="missing assumption",
    objection=(
        "The lemma derives equal slopes from equal patterns and counts an argument of 0 as active; at 0 "
        "a slope may be any number between two, so that two units need not agree."
    ),
)

w_1, w_2, w_3, x_1, x_2 = real("w_1 w_2 w_3 x_1 x_2")
_f = w_3 * (w_1 * x_1 + w_2 * x_2)

layers = Claim(
    "invariances.def7",
    title="What a layer is",
    where="Definition 7, Appendix B",
    says=[
        Assertion(
            "If every path from an input to the output meets a set of edges exactly once, "
            r"then $\sum w\,\partial f/\partial w$ over it is $f$; here for two sets of "
            "the smallest network.",
            shown_by=["both", "last"],
        ),
        Assertion(
            "All such sets of edges of random small graphs give $f$; of those that are "
            "layers as printed, many do not.",
            shown_by=["proof_on_all_sets_of_edges_of_small_graphs"],
        ),
        Assertion(
            "Printed are two conditions, that no path has two of its edges and that "
            r"without them the graph falls apart; they admit $\{w_1\}$ in "
            "$f=w_3(w_1x_1+w_2x_2)$, for which the sum is not $f$.",
            shown_by=["proof_that_the_printed_definition_admits_too_much"],
        ),
    ],
    printed_source="prose",
    formula={
        "both": Eq(w_1 * Derivative(_f, w_1) + w_2 * Derivative(_f, w_2), _f),
        "last": Eq(w_3 * Derivative(_f, w_3), _f),
    },
    domain=dict.fromkeys((w_1, w_2, w_3, x_1, x_2), Reals),
    printed={"one": Eq(w_1 * Derivative(_f, w_1), _f)},
    erratum="missing assumption",
    objection=(
        "A layer is defined as edges of which no path has two and without which the graph falls apart; "
        r"that admits sets which some paths avoid, and for these $\sum w\,\partial f/\partial w$ is not "
        "$f$."
    ),
)

between_layers = Claim(
    "invariances.lemma3",
    title="Squares of two layers",
    where="Lemma 3, Eq. 7, Section 3",
    says=[
        Assertion(
            "For two layers whose weights are all trained, the sum of squares over one "
            "less that over the other is constant: both change at the rate "
            r"$-2\sum_ic_if_i$. Weights shared by a convolution count once.",
            shown_by=["proof_on_rational_networks", "proof_for_convolutions_and_blocks"],
            source="prose",
        ),
        Assertion(
            "A layer of weights and its biases count together, and biases of later layers cancel.",
            shown_by=["proof_with_biases"],
            source="prose",
        ),
        Assertion(
            r"In networks of free or diagonal blocks $[U\;Z]$ and $[Y;Z]$ are layers; "
            "identity skips are not trained, so only what avoids them is one.",
            shown_by=["proof_for_convolutions_and_blocks", "proof_with_identity_skips"],
        ),
    ],
)

alpha = real("alpha")[0]
_xu, _xv = x_1 * u_1 + x_2 * u_2, x_1 * v_1 + x_2 * v_2
c_u, c_v = real("c_u c_v")


def _difference(slope_u: Expr, slope_v: Expr) -> Expr:
    """d(u.v)/dt - d(c_u c_v)/dt for R = f = c_u sigma(u.x) + c_v sigma(v.x) at one example."""
    into = -c_u * slope_u * (x_1 * v_1 + x_2 * v_2) - c_v * slope_v * (x_1 * u_1 + x_2 * u_2)
    out = -slope_u * _xu * c_v - c_u * slope_v * _xv
    return into - out


different_patterns = Claim(
    "invariances.lemma4",
    title="Different patterns break the invariance",
    where="Lemma 4, Eqs. 12, 62-67, Section 3",
    says=[
        Assertion(
            r"With $R=f=c_u\sigma(u\cdot x)+c_v\sigma(v\cdot x)$ the rate of $Q$ is "
            r"$-(d_u-d_v)(c_ux\cdot v-c_vx\cdot u)$, which is 0 only if a factor is.",
            shown_by=["rate", "broken"],
        ),
        Assertion(
            "So where two units have different slopes at an example, their $Q$ is not "
            "conserved, but for coincidences: of 300 random pairs most move.",
            shown_by=["proof_that_mixed_pairs_hardly_ever_conserve"],
            source="prose",
        ),
        Assertion(
            "For $x=(1,1)$, $u=(2,1)$, $v=(-1,-2)$ and $c=(1,5)$ the rate is 18 with ReLU "
            r"and $18(1-\alpha)$ with leaky ReLU.",
            shown_by=["leaky", "proof_on_the_network_itself"],
        ),
    ],
    formula={
        "rate": Eq(_difference(d_u, d_v), -(d_u - d_v) * (c_u * _xv - c_v * _xu)),
        "broken": Implies(
            And(Ne(d_u, d_v), Ne(c_u * z_v, c_v * z_u)), Ne(-(d_u - d_v) * (c_u * z_v - c_v * z_u), 0)
        ),
        "leaky": Implies(
            And(Eq(x_1, 1), Eq(x_2, 1), Eq(u_1, 2), Eq(u_2, 1), Eq(v_1, -1), Eq(v_2, -2),
                Eq(c_u, 1), Eq(c_v, 5), Eq(d_u, 1), Eq(d_v, alpha)),
            Eq(_difference(d_u, d_v), Rational(18) * (1 - alpha)),
        ),
    },
    domain={
        **dict.fromkeys((x_1, x_2, u_1, u_2, v_1, v_2, c_u, c_v, d_u, d_v, alpha, z_u, z_v), Reals),
    },
)  # fmt: skip

velocity_ranks = Claim(
    "invariances.remark1",
    title="Ranks of the velocities",
    where="Remark 1, Section 3",
    says=[
        Assertion(
            r"With $n$ examples $\frac{d}{dt}W_1W_1^\top$ and $\frac{d}{dt}W_2^\top W_2$ "
            "have rank at most $2n$ each and their difference at most $4n$; for $n=1$ and "
            "2 all three are attained.",
            shown_by=["proof_of_the_ranks"],
            source="prose",
        ),
        Assertion(
            r"One example gives $-(\delta z^\top+z\delta^\top)$.",
            shown_by=["proof_of_one_example"],
        ),
    ],
)
