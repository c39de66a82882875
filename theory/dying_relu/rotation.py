"""The rotation U that turns the weights onto the last axis (Eqs. 13-14; Lemmas C1-C3)."""

from __future__ import annotations

from sympy import And, Eq, FiniteSet, Implies, Matrix

from theory.claim import Claim, Reals, nonnegative, positive
from theory.dying_relu.geometry import axis, mirror, norm, reflect
from theory.dying_relu.setting import r, real, weights

_normal = Matrix(real("u_1 u_2 u_3"))
_input = Matrix(real("x_1 x_2 x_3"))

turning = Claim(
    "dying_relu.eq13",
    title="Turning the weights onto the last axis",
    where="Eqs. 13-14, Section 3",
    says="""For weights w other than a nonnegative multiple of e_L there is an orthogonal U with U w = |w|
    e_L, and then w.x = |w| (Ux)_L. From three dimensions on U is not unique: reflecting another
    coordinate afterwards gives a second one. Shown for the Householder reflection in three
    dimensions.""",
    formula={
        "orthogonal": Eq(norm(reflect(_input, _normal)) ** 2, norm(_input) ** 2),
        "image": Eq(reflect(weights, mirror(weights)), norm(weights) * axis(3), evaluate=False),
        "product": Eq(
            (weights.T * _input)[0], norm(weights) * reflect(_input, mirror(weights))[2], evaluate=False
        ),
        "another": Eq(
            reflect(reflect(weights, mirror(weights)), Matrix([1, 0, 0])),
            norm(weights) * axis(3),
            evaluate=False,
        ),
    },
    domain=dict.fromkeys((*weights, *_input, *_normal), Reals),
    assuming=(weights[0] ** 2 + weights[1] ** 2 > 0, norm(_normal) > 0),
)

# An orthogonal matrix of any size: an entry of its last row or column, the corner, the remaining squares.
lamda, entry, corner, rest, t = real("lambda u_i u_{LL} R t")
_matrix = {lamda: FiniteSet(-1, 1), entry: Reals, corner: Reals, rest: nonnegative}
_unit_length = Eq(entry**2 + rest + corner**2, 1)
_image = Eq(corner * lamda * r, r)

row = Claim(
    "dying_relu.lemma_c1",
    title="Weights on the target's axis: the transpose maps e to lambda e",
    where="Lemma C1, Appendix C",
    says="""If w = lambda r e_L, then U^T e_L = lambda e_L, in every dimension: the last component of U w =
    r e_L makes the corner of U equal to lambda, and its last row has length 1, so every other
    entry u_i of the row is 0; R is the sum of the squares of the remaining ones.""",
    formula=Implies(And(_image, _unit_length), And(Eq(entry, 0), Eq(corner, lamda))),
    domain={**_matrix, r: positive},
)

column = Claim(
    "dying_relu.lemma_c2",
    title="Last row and column of the rotation",
    where="Lemma C2, Appendix C",
    says="""Then the last row and the last column of U are lambda e_L: the row by Lemma C1, the column
    because its entries are those of U w = r e_L divided by lambda r.""",
    formula={
        "row": Implies(And(_image, _unit_length), And(Eq(entry, 0), Eq(corner, lamda))),
        "column": Implies(And(Eq(entry * lamda * r, 0), _image), And(Eq(entry, 0), Eq(corner, lamda))),
    },
    domain={**_matrix, r: positive},
)

span = Claim(
    "dying_relu.lemma_c3",
    title="The rotation is plus or minus the identity on the target's axis",
    where="Lemma C3, Appendix C",
    says="""For v = t e_L both U v and U^T v are lambda v, since the last column and the last row of U are
    lambda e_L (u_i stands for an entry of either off the corner).""",
    formula=Implies(And(Eq(entry, 0), Eq(corner, lamda)), And(Eq(t * entry, 0), Eq(t * corner, lamda * t))),
    domain={lamda: FiniteSet(-1, 1), entry: Reals, corner: Reals, t: Reals},
)
