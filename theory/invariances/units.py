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

from theory.claim import Claim, Reals
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
    says="""For a hidden vertex whose edges are all trained, the sum of the squared weights into it less that
    of the squared weights out of it is constant, at all times, also across kinks and changes of sign. The
    formula is the balance of one example at a vertex with two edges in and two out, whatever the slope d_u;
    the balances of many examples add up, and rational networks of any shape check them.""",
    formula=Eq(
        u_1 * (c * _beta_u * d_u * p_1) + u_2 * (c * _beta_u * d_u * p_2),
        s_1 * (c * delta_1 * d_u * _z_u) + s_2 * (c * delta_2 * d_u * _z_u),
    ),
    domain={s: v for s, v in _all.items() if s not in (v_1, v_2, r_1, r_2, d_v)},
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
    says="""For units u, v with the same edges in and out, Q = sum_a w_au w_av - sum_b w_ub w_vb changes at
    the rate -sum_i c_i (d_u - d_v)(beta_u z_v - beta_v z_u), where z is a unit's argument, d its slope and
    beta the derivative of f by its value (rate). So Q is constant while the two have the same slope at every
    example, as when their arguments are different from 0 and of one sign (conserved). Nonnegative arguments,
    printed, do not suffice: a flow can slide along z_u = 0 with a slope in between. With R = f(x_1) - f(x_2),
    f = c_u relu(u.x) + c_v relu(v.x), x_1 = (1, -1), x_2 = (1, 0), u = (1, 1), v = (3, 1) and c_u = c_v = 1
    the flow keeps u.x_1 = 0 with slope 1/2 (slides); u = (q, q) and c_u solve q' = c_u/2 and c_u' = q (first,
    second), v = (3, e^t), c_v = e^t, and Q changes at the rate c_u (v_1 - v_2)/2 (changes), 1 at first.""",
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
)  # fmt: skip

equal_patterns = Claim(
    "invariances.lemma8",
    title="Equal patterns, equal slopes",
    where="Lemma 8, Appendix B",
    says="""Two units of one layer that are both active or both inactive at an example, with arguments
    different from 0, have the same slope there, so that mu has the same derivative by two paths that differ
    in these units only. With an argument 0, which printed counts as active, the first unit's slopes are all
    of [b, a] and the second's a alone; and even equal sets of slopes would not make the flow choose equal
    ones.""",
    formula=Implies(And(z_u * z_v > 0, _kinky), Eq(d_u, d_v)),
    domain=dict.fromkeys((a, b, z_u, z_v, d_u, d_v), Reals),
    printed={
        "nonnegative": Implies(And(z_u >= 0, z_v >= 0, _kinky), Eq(d_u, d_v)),
        "equal_sets": Implies(And(Eq(z_u, 0), Eq(z_v, 0), _kinky), Eq(d_u, d_v)),
    },
    erratum="missing assumption",
)

w_1, w_2, w_3, x_1, x_2 = real("w_1 w_2 w_3 x_1 x_2")
_f = w_3 * (w_1 * x_1 + w_2 * x_2)

layers = Claim(
    "invariances.def7",
    title="What a layer is",
    where="Definition 7, Appendix B",
    says="""A layer, for Lemma 3, is a set of edges that every path from an input to the output meets exactly
    once: then sum w df/dw over it is f. Printed are two conditions, that no path has two of its edges and
    that without them the graph falls apart; they admit {w_1} in f = w_3 (w_1 x_1 + w_2 x_2), for which the
    sum is not f. All sets of edges of random small graphs confirm both.""",
    formula={
        "both": Eq(w_1 * Derivative(_f, w_1) + w_2 * Derivative(_f, w_2), _f),
        "last": Eq(w_3 * Derivative(_f, w_3), _f),
    },
    domain=dict.fromkeys((w_1, w_2, w_3, x_1, x_2), Reals),
    printed={"one": Eq(w_1 * Derivative(_f, w_1), _f)},
    erratum="missing assumption",
)

between_layers = Claim(
    "invariances.lemma3",
    title="Squares of two layers",
    where="Lemma 3, Eq. 7, Section 3",
    says="""For two layers whose weights are all trained, the sum of squares over one less that over the other
    is constant: both change at the rate -2 sum_i c_i f_i. Weights shared by a convolution count once. A layer
    of weights and its biases count together, and biases of later layers cancel. In networks of free or
    diagonal blocks [U Z] and [Y; Z] are layers; identity skips are not trained, so only what avoids them is
    one: the first and last maps, and within a block Y against U.""",
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
    says="""Where two units have different slopes at an example, their Q is not conserved, but for
    coincidences: with R = f = c_u sigma(u.x) + c_v sigma(v.x) its rate is -(d_u - d_v)(c_u x.v - c_v x.u)
    (rate), which is 0 only if a factor is (broken). For x = (1, 1), u = (2, 1), v = (-1, -2) and c = (1, 5)
    it is 18 with ReLU and 18 (1 - alpha) with leaky ReLU (leaky).""",
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
    says="""With n examples d(W_1 W_1^T)/dt and d(W_2^T W_2)/dt have rank at most 2n each and their difference
    at most 4n; one example gives -(delta z^T + z delta^T). For n = 1 and 2 all three are attained.""",
)
