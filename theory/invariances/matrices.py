"""What the flow conserves between two maps: Gram matrices of neurons and channels (Theorem 1, Lemma 9)."""

from __future__ import annotations

from sympy import Eq

from theory.claim import Assertion, Claim, Reals, Remark
from theory.invariances import any_size, two_maps
from theory.invariances.setting import real

_WHERE = "Theorem 1, Eq. 6, Section 4.2"
#: Which entries of a matrix are meant.
_ENTRIES = (
    "in the entries of neurons, or channels, that have the same slope at every example, as linear ones have "
    "and those that agree in activation with arguments different from 0 (Lemma 8); for any sizes."
)
_CONFIRMED = Remark(
    "Random networks with such neurons confirm it in exact rationals, behind ReLU and convolutions."
)
channels = Claim(
    "invariances.lemma9",
    title="Two channels of a linear convolution",
    where="Lemma 9, Eqs. 54-61, Appendix C",
    says=[
        Assertion(
            r"For channels $i,j$ of a linear convolution $\sum_{a,s}T[a,s,i]\,T[a,s,j]$ "
            "over the weights in changes at the rate of the same sum over the weights "
            r"out, $\sum_{s,e}T'[i,s,e]\,T'[j,s,e]$ for a next convolution, for any sizes, strides and "
            "paddings.",
            shown_by=["convolution"],
            source="prose",
        ),
        Assertion(
            r"For a next dense map that sum is $\sum_{r,p}W[r,im+p]\,W[r,jm+p]$.",
            shown_by=["dense"],
            source="prose",
        ),
        Remark("Sums written out confirm it on random networks, in exact rationals."),
    ],
    formula={"convolution": two_maps.convolutions, "dense": two_maps.dense},
    domain=two_maps.convolutions_domain | two_maps.dense_domain,
)

dense_dense = Claim(
    "invariances.theorem1.1",
    title="Dense map, then dense map",
    where=_WHERE,
    says=[
        Assertion(
            "Where the risk depends on two maps only through their product $W_2W_1$, in which its "
            "gradient is $G$, "
            r"its gradients are $W_2^\top G$ and $GW_1^\top$, and $W_1W_1^\top-W_2^\top W_2$ does not "
            r"change along "
            "the flow, for any numbers of inputs, neurons and outputs.",
            shown_by=["first", "second", "balance"],
        ),
        Assertion(
            "So it is for the entries of two neurons that have the same slope at every example, for any "
            "numbers of inputs, outputs and examples.",
            shown_by=["neurons"],
            source="prose",
        ),
        Remark(
            "The same slopes have neurons that are linear, or agree in activation at all examples with "
            "arguments different from 0 (Lemma 8); random networks with such neurons confirm it in exact "
            "rationals."
        ),
    ],
    formula={**any_size.product_law, "neurons": any_size.twin_balance},
    domain=any_size.product_domain | any_size.families,
)

conv_conv = Claim(
    "invariances.theorem1.2",
    title="Convolution, then convolution",
    where=_WHERE,
    says=[
        Assertion(
            "Along the flow "
            r"$\mathrm{Out}(T_1)\mathrm{Out}(T_1)^\top-\mathrm{In}(T_2)\mathrm{In}(T_2)^\top$ "
            f"is constant {_ENTRIES}",
            shown_by=["entries"],
            source="prose",
        ),
        Assertion(
            "A fixed spatial map, the same for every channel, such as average pooling, may stand between: "
            "it only changes what a kernel position takes of which position.",
            shown_by=["entries"],
        ),
        Remark(
            "A fixed map that scales or mixes channels may not: then the matrices no longer belong to the "
            "same channels. ReLU, and ReLU with max pooling, leave the diagonal, and more only where "
            "channels agree."
        ),
        _CONFIRMED,
    ],
    formula={"entries": two_maps.convolutions},
    domain=two_maps.convolutions_domain,
)

inside_block = Claim(
    "invariances.theorem1.3",
    title="Inside a residual block",
    where=_WHERE,
    says=[
        Assertion(
            rf"Along the flow $YY^\top-U^\top U$ is constant {_ENTRIES} Whatever the skip adds, it does not "
            "pass through these neurons.",
            shown_by=["neurons"],
            source="prose",
        ),
        _CONFIRMED,
    ],
    formula={"neurons": any_size.twin_balance},
    domain=any_size.families,
)

free_free = Claim(
    "invariances.theorem1.4",
    title="Free block, then free block",
    where=_WHERE,
    says=[
        Assertion(
            r"Along the flow $V_{\mathrm{out}}V_{\mathrm{out}}^\top$ of the first free "
            r"block less $V_{\mathrm{in}}^\top V_{\mathrm{in}}$ of the second is constant "
            rf"{_ENTRIES} Here $V_{{\mathrm{{out}}}}=[U\;Z]$ reads what the hidden units give and what "
            r"comes in, and $V_{\mathrm{in}}=[Y;Z]$.",
            shown_by=["stacks", "neurons"],
            source="prose",
        ),
        _CONFIRMED,
    ],
    formula={"stacks": any_size.stacks, "neurons": any_size.twin_balance},
    domain=any_size.families | any_size.stacks_domain,
)

conv_dense = Claim(
    "invariances.theorem1.5",
    title="Convolution, then dense map",
    where=_WHERE,
    says=[
        Assertion(
            "Along the flow "
            r"$\mathrm{Out}(T)\mathrm{Out}(T)^\top-\mathrm{Ch}(W)\mathrm{Ch}(W)^\top$ is "
            rf"constant {_ENTRIES} Here $\mathrm{{Ch}}(W)[c,(p,r)]=W[r,cm+p]$.",
            shown_by=["entries"],
            source="prose",
        ),
        _CONFIRMED,
    ],
    formula={"entries": two_maps.dense},
    domain=two_maps.dense_domain,
)

# Two channels with values X behind the map, one hidden unit (Y = [y_1 y_2], U = (u_1, u_2)), slopes r behind.
x_1, x_2, r_1, r_2, y_1, y_2, u_1, u_2 = real("X_1 X_2 r_1 r_2 y_1 y_2 u_1 u_2")
z_11, z_12, z_21, z_22 = real("Z_11 Z_12 Z_21 Z_22")
_rho = r_1 * u_1 + r_2 * u_2
_slope_1, _slope_2 = r_1 * z_11 + r_2 * z_21 + _rho * y_1, r_1 * z_12 + r_2 * z_22 + _rho * y_2
_only_diagonal = {z_12: 0, z_21: 0}
_left = x_1 * _slope_2 + x_2 * _slope_1
_of_y = _rho * (x_1 * y_2 + x_2 * y_1)
_of_z = r_1 * (x_1 * z_12 + x_2 * z_11) + r_2 * (x_1 * z_22 + x_2 * z_21)
_one = {z_11: 1, z_22: 1, **_only_diagonal}

conv_free = Claim(
    "invariances.theorem1.6",
    title="Convolution, then free block",
    where=_WHERE,
    says=[
        Assertion(
            "Along the flow "
            r"$\mathrm{Out}(T)\mathrm{Out}(T)^\top-\mathrm{Ch}(V_{\mathrm{in}})\mathrm{Ch}"
            r"(V_{\mathrm{in}})^\top$ "
            f"of a convolution and a free block is constant {_ENTRIES} The rows of "
            r"$[Y;Z]$ are read as those of a dense map.",
            shown_by=["entries"],
            source="prose",
        ),
        Assertion(
            "Of two channels at one position and one example, before one hidden unit, the rates of "
            "both sides are equal.",
            shown_by=["free"],
        ),
        _CONFIRMED,
    ],
    formula={"entries": two_maps.dense, "free": Eq(_left, _of_y + _of_z)},
    domain={
        **two_maps.dense_domain,
        **dict.fromkeys((x_1, x_2, r_1, r_2, y_1, y_2, u_1, u_2, z_11, z_12, z_21, z_22), Reals),
    },
)

other_skips = Claim(
    "invariances.theorem1.6.skips",
    title="Other skips behind a convolution",
    where="Proof of Theorem 1, point 6, Appendix C",
    says=[
        Assertion(
            "A diagonal skip behind a convolution keeps the diagonal entries only, and an identity skip not "
            "even these: what is left over is shown, for two channels at one position.",
            shown_by=["diagonal", "diagonal_entries", "identity_entries"],
        ),
        Assertion(
            "The proof names diagonal and identity blocks as well as free ones, though the theorem does not; "
            "for those its conclusion fails.",
            shown_by=["proof_that_other_skips_break_it", "proof_that_the_identity_breaks_it"],
        ),
        Remark(
            "The formulas are minus the rates of the entry of two channels, at one "
            "position and one example, for one hidden unit. Random networks confirm them in exact rationals."
        ),
    ],
    printed_source="prose",
    formula={
        "diagonal": Eq(_left.subs(_only_diagonal) - _of_y, r_1 * z_11 * x_2 + r_2 * z_22 * x_1),
        "diagonal_entries": Eq(
            2 * x_1 * _slope_1.subs(_only_diagonal), 2 * _rho * x_1 * y_1 + 2 * r_1 * x_1 * z_11
        ),
        "identity_entries": Eq(2 * x_1 * _slope_1.subs(_one) - 2 * _rho * x_1 * y_1, 2 * r_1 * x_1),
    },
    domain=dict.fromkeys((x_1, x_2, r_1, r_2, y_1, y_2, u_1, u_2, z_11, z_22), Reals),
    printed={
        "diagonal": Eq(_left.subs(_only_diagonal), _of_y),
        "identity": Eq(2 * x_1 * _slope_1.subs(_one), 2 * _rho * x_1 * y_1),
    },
    erratum="false",
    objection=(
        "The proof's text names free, diagonal and identity skips alike; behind a convolution a "
        "diagonal skip keeps the diagonal of the matrix only, and an identity skip nothing."
    ),
)

free_dense = Claim(
    "invariances.theorem1.7",
    title="Free block and dense map",
    where=_WHERE,
    says=[
        Assertion(
            r"Along the flow $V_{\mathrm{out}}V_{\mathrm{out}}^\top-W_2^\top W_2$ (free "
            r"block, then dense map) and $W_1W_1^\top-V_{\mathrm{in}}^\top "
            r"V_{\mathrm{in}}$ (dense map, then free block) are constant "
            f"{_ENTRIES}",
            shown_by=["stacks", "neurons"],
            source="prose",
        ),
        _CONFIRMED,
    ],
    formula={"stacks": any_size.stacks, "neurons": any_size.twin_balance},
    domain=any_size.families | any_size.stacks_domain,
)
