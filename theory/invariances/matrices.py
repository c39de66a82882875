"""What the flow conserves between two maps: Gram matrices of neurons and channels (Theorem 1, Lemma 9)."""

from __future__ import annotations

from sympy import Eq

from theory.claim import Assertion, Claim, Reals, Remark
from theory.invariances import any_size
from theory.invariances.setting import real

_WHERE = "Theorem 1, Eq. 6, Section 3"
channels = Claim(
    "invariances.lemma9",
    title="Two channels of a linear convolution",
    where="Lemma 9, Eqs. 54-57, Appendix B",
    says=[
        Assertion(
            r"For channels $i,j$ of a linear convolution $\sum_{a,s}T[a,s,i]\,T[a,s,j]$ "
            "over the weights in changes at the rate of the same sum over the weights "
            r"out: $\sum_{s,e}T'[i,s,e]\,T'[j,s,e]$ for a next convolution, "
            r"$\sum_{r,p}W[r,im+p]\,W[r,jm+p]$ for a next dense map.",
            shown_by=["proof_of_two_channels_entry_by_entry"],
            source="prose",
        ),
    ],
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
            "is constant on the neurons, or channels, that are linear or agree in "
            "activation at all examples, their arguments being different from 0.",
            shown_by=["proof_for_convolutions", "proof_that_convolutions_are_what_they_are_called"],
            source="prose",
        ),
        Assertion(
            "A fixed spatial map, the same for every channel, such as average pooling, may stand between.",
            shown_by=["proof_across_average_pooling"],
        ),
        Assertion(
            "With ReLU, and with ReLU and max pooling, only the diagonal is conserved.",
            shown_by=["proof_that_relu_and_max_pooling_leave_the_diagonal"],
        ),
    ],
)

inside_block = Claim(
    "invariances.theorem1.3",
    title="Inside a residual block",
    where=_WHERE,
    says=[
        Assertion(
            r"Along the flow $YY^\top-U^\top U$ is constant on the neurons, or channels, "
            "that are linear or agree in activation at all examples, their arguments "
            "being different from 0, whatever the skip.",
            shown_by=["proof_inside_any_block"],
            source="prose",
        ),
    ],
)

free_free = Claim(
    "invariances.theorem1.4",
    title="Free block, then free block",
    where=_WHERE,
    says=[
        Assertion(
            r"Along the flow $V_{\mathrm{out}}V_{\mathrm{out}}^\top$ of the first free "
            r"block less $V_{\mathrm{in}}^\top V_{\mathrm{in}}$ of the second is constant "
            "on the neurons, or channels, that are linear or agree in activation at all "
            r"examples, their arguments being different from 0; $V_{\mathrm{out}}=[U\;Z]$, "
            r"$V_{\mathrm{in}}=[Y;Z]$.",
            shown_by=["proof_for_free_blocks"],
            source="prose",
        ),
    ],
)

conv_dense = Claim(
    "invariances.theorem1.5",
    title="Convolution, then dense map",
    where=_WHERE,
    says=[
        Assertion(
            "Along the flow "
            r"$\mathrm{Out}(T)\mathrm{Out}(T)^\top-\mathrm{Ch}(W)\mathrm{Ch}(W)^\top$ is "
            "constant on the neurons, or channels, that are linear or agree in activation "
            "at all examples, their arguments being different from 0; "
            r"$\mathrm{Ch}(W)[c,(p,r)]=W[r,cm+p]$.",
            shown_by=["proof_for_a_dense_map_behind_a_convolution"],
            source="prose",
        ),
    ],
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
            "of a convolution and a free block is constant on the neurons, or channels, "
            "that are linear or agree in activation at all examples, their arguments "
            "being different from 0.",
            shown_by=["free", "proof_for_a_free_block_behind_a_convolution"],
            source="prose",
        ),
        Assertion(
            "A diagonal skip keeps the diagonal entries only, an identity skip nothing, "
            "though the proof's text names them too.",
            shown_by=[
                "diagonal",
                "diagonal_entries",
                "identity_entries",
                "proof_that_diagonal_skips_leave_the_diagonal",
                "proof_that_other_skips_break_it",
            ],
        ),
        Remark(
            "The formulas are minus the rates of the entry of two channels, at one "
            "position and one example, for one hidden unit."
        ),
    ],
    printed_source="prose",
    formula={
        "free": Eq(_left, _of_y + _of_z),
        "diagonal": Eq(_left.subs(_only_diagonal) - _of_y, r_1 * z_11 * x_2 + r_2 * z_22 * x_1),
        "diagonal_entries": Eq(
            2 * x_1 * _slope_1.subs(_only_diagonal), 2 * _rho * x_1 * y_1 + 2 * r_1 * x_1 * z_11
        ),
        "identity_entries": Eq(2 * x_1 * _slope_1.subs(_one) - 2 * _rho * x_1 * y_1, 2 * r_1 * x_1),
    },
    domain=dict.fromkeys((x_1, x_2, r_1, r_2, y_1, y_2, u_1, u_2, z_11, z_12, z_21, z_22), Reals),
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
            r"V_{\mathrm{in}}$ (dense map, then free block) are constant on the neurons, "
            "or channels, that are linear or agree in activation at all examples, their "
            "arguments being different from 0.",
            shown_by=["proof_for_dense_maps_around_a_free_block"],
            source="prose",
        ),
    ],
)

stream = Claim(
    "invariances.beyond.stream",
    title="The residual stream",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"With an input map $W_0$, blocks $x+U_i\sigma(Y_ix)$ and a read-out $W$, the "
            r"whole matrix $W_0W_0^\top+\sum U_iU_i^\top-\sum Y_i^\top Y_i-W^\top W$ is "
            "constant, even with ReLU inside the blocks.",
            shown_by=["proof_at_exact_velocities"],
        ),
        Assertion(
            "With ReLU behind every addition its diagonal only is.",
            shown_by=["proof_that_relu_behind_the_addition_leaves_the_diagonal"],
        ),
        Assertion(
            "A linear network of width 2 with one hidden unit has 4 laws, of which Lemma "
            "2 knows 1: these and those of Theorem 1.3 are all.",
            shown_by=["proof_that_there_are_four_laws"],
        ),
    ],
)
