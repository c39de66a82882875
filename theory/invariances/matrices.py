"""What the flow conserves between two maps: Gram matrices of neurons and channels (Theorem 1, Lemma 9)."""

from __future__ import annotations

from sympy import Eq

from theory.claim import Claim, Reals
from theory.invariances import any_size
from theory.invariances.setting import real

_WHERE = "Theorem 1, Eq. 6, Section 3"
_SAYS = """Along the flow {left} - {right} is constant on the neurons, or channels, that are linear or
    agree in activation at all examples, their arguments being different from 0. {more}"""


def _says(left: str, right: str, more: str) -> str:
    return _SAYS.format(left=left, right=right, more=more)


channels = Claim(
    "invariances.lemma9",
    title="Two channels of a linear convolution",
    where="Lemma 9, Eqs. 54-57, Appendix B",
    says="""For channels i, j of a linear convolution, sum T[a,s,i] T[a,s,j] over the weights in changes at
    the rate of the same sum over the weights out: sum T'[i,s,e] T'[j,s,e] for a next convolution, sum over
    rows r and positions p of W[r,im+p] W[r,jm+p] for a next dense map.""",
)

dense_dense = Claim(
    "invariances.theorem1.1",
    title="Dense map, then dense map",
    where=_WHERE,
    says=_says(
        "W_1 W_1^T",
        "W_2^T W_2",
        """Neurons may be ReLU. Where R depends on the two maps only through their product W_2 W_1, in which
        its gradient is G, its gradients are W_2^T G (first: the derivative in a direction H) and G W_1^T
        (second), and both Gram matrices move at the same rate (balance); so do the entries of two neurons
        that have the same slope at every example (neurons). All of this holds for any numbers of inputs,
        neurons, outputs and examples.""",
    ),
    formula={**any_size.product_law, "neurons": any_size.twin_balance},
    domain=any_size.product_domain | any_size.families,
)

conv_conv = Claim(
    "invariances.theorem1.2",
    title="Convolution, then convolution",
    where=_WHERE,
    says=_says(
        "Out(T_1) Out(T_1)^T",
        "In(T_2) In(T_2)^T",
        """Nothing but a fixed linear map, such as average pooling, may stand between; with ReLU, and with
        ReLU and max pooling, only the diagonal is conserved.""",
    ),
)

inside_block = Claim(
    "invariances.theorem1.3",
    title="Inside a residual block",
    where=_WHERE,
    says=_says("Y Y^T", "U^T U", "Whatever the skip."),
)

free_free = Claim(
    "invariances.theorem1.4",
    title="Free block, then free block",
    where=_WHERE,
    says=_says("V_out V_out^T of the first", "V_in^T V_in of the second", "V_out = [U Z], V_in = [Y; Z]."),
)

conv_dense = Claim(
    "invariances.theorem1.5",
    title="Convolution, then dense map",
    where=_WHERE,
    says=_says("Out(T) Out(T)^T", "Ch(W) Ch(W)^T", "Ch(W)[c, (p, r)] = W[r, c m + p]."),
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
    says=_says(
        "Out(T) Out(T)^T",
        "Ch(V_in) Ch(V_in)^T",
        """The proof's text names identity and diagonal skips too, for which it is false: a diagonal skip
        keeps the diagonal entries only, an identity skip nothing. The formulas are minus the rates of the
        entry of two channels, at one position and one example, for one hidden unit.""",
    ),
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
)

free_dense = Claim(
    "invariances.theorem1.7",
    title="Free block and dense map",
    where=_WHERE,
    says=_says(
        "V_out V_out^T",
        "W_2^T W_2 (block, then dense map), and W_1 W_1^T - V_in^T V_in (dense map, then block)",
        "",
    ),
)

stream = Claim(
    "invariances.beyond.stream",
    title="The residual stream",
    where="Beyond Theorem 1",
    kind="beyond",
    says="""With an input map W_0, blocks x + U_i sigma(Y_i x) and a read-out W, the whole matrix W_0 W_0^T
    + sum U_i U_i^T - sum Y_i^T Y_i - W^T W is constant, even with ReLU inside the blocks; with ReLU behind
    every addition its diagonal only. With Theorem 1.3 these are all laws of a linear network of width 2
    with one hidden unit: 4, of which Lemma 2 knows 1.""",
)
