"""The rotation U that turns the weights onto the last axis (Eqs. 13-14; Lemmas C1-C3)."""

from __future__ import annotations

from sympy import And, Eq, FiniteSet, Implies, Matrix

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.dying_relu import any_dimension
from theory.dying_relu.geometry import axis, mirror, norm, reflect
from theory.dying_relu.setting import r, real, weights

_normal = Matrix(real("u_1 u_2 u_3"))
_input = Matrix(real("x_1 x_2 x_3"))

turning = Claim(
    "dying_relu.eq13",
    title="Turning the weights onto the last axis",
    where="Eqs. 13-14, Section 3",
    says=[
        Assertion(
            r"In any dimension let $U$ be the reflection that exchanges $w$ and $re_L$, $r=\lVert w\rVert$. "
            r"It keeps every inner product, so that $w\cdot x=(Uw)\cdot(Ux)=r(Ux)_L$.",
            shown_by=["inner_products", "exchanged"],
            source="reconstructed",
        ),
        Assertion(
            "In coordinates, in three dimensions: for weights other than a nonnegative multiple of "
            r"$e_L$ it is orthogonal with $Uw=re_L$.",
            shown_by=["orthogonal", "image", "product"],
        ),
        Assertion(
            "$U$ is not unique: reflecting another coordinate afterwards gives a second one.",
            shown_by=["another"],
        ),
        Remark(
            r"Where $w=re_L$ already, $U$ may be the identity. The part on the exchange is multiplied "
            r"by $\lVert u\rVert^2$, $u=w-re$: its last term vanishes where $\lVert w\rVert=r$ and "
            "$e$ has length 1. $U$ is not unique from three dimensions on."
        ),
    ],
    formula={
        "inner_products": any_dimension.inner_products,
        "exchanged": any_dimension.exchanged,
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
    domain={
        **dict.fromkeys((*weights, *_input, *_normal), Reals),
        **any_dimension.columns(any_dimension.w, any_dimension.e, any_dimension.x, any_dimension.q),
        r: positive,
    },
    assuming=(weights[0] ** 2 + weights[1] ** 2 > 0, norm(_normal) > 0),
)

# An orthogonal matrix of any size: an entry of its last row or column, the corner, the remaining squares.
lamda, entry, below, corner, rest, t = real("lambda u_i u'_i u_{LL} R t")
_matrix = {lamda: FiniteSet(-1, 1), entry: Reals, corner: Reals, rest: nonnegative}
_unit_length = Eq(entry**2 + rest + corner**2, 1)
_image = Eq(corner * lamda * r, r)

row = Claim(
    "dying_relu.lemma_c1",
    title="Weights on the target's axis: the transpose maps e to lambda e",
    where="Lemma C1, Appendix C",
    says=[
        Assertion(
            r"If $w=\lambda re_L$, then $U^\top e_L=\lambda e_L$, in every dimension: the "
            r"last component of $Uw=re_L$ makes the corner of $U$ equal to $\lambda$, and "
            "its last row has length 1, so every other entry $u_i$ of the row is 0.",
            shown_by=["formula"],
            source="reconstructed",
        ),
        Remark("In the formula $R$ is the sum of the squares of the remaining entries."),
    ],
    formula=Implies(And(_image, _unit_length), And(Eq(entry, 0), Eq(corner, lamda))),
    domain={**_matrix, r: positive},
)

column = Claim(
    "dying_relu.lemma_c2",
    title="Last row and column of the rotation",
    where="Lemma C2, Appendix C",
    says=[
        Assertion(
            r"If $w=\lambda re_L$, the last row and the last column of $U$ are $\lambda "
            "e_L$: the row by Lemma C1, the column because its entries are those of "
            r"$Uw=re_L$ divided by $\lambda r$.",
            shown_by=["row", "column"],
            source="reconstructed",
        ),
    ],
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
    says=[
        Assertion(
            r"If $w=\lambda re_L$ and $v=te_L$, then both $Uv$ and $U^\top v$ are $\lambda v$, in every "
            "dimension: off the corner the last row and the last column of $U$ vanish, and the corner is "
            r"$\lambda$.",
            shown_by=["formula"],
            source="reconstructed",
        ),
        Remark("In the formula $u_i$ and $u'_i$ are entries of the last row and column off the corner."),
    ],
    formula=Implies(
        And(_image, _unit_length, Eq(below * lamda * r, 0)),
        And(Eq(t * entry, 0), Eq(t * below, 0), Eq(t * corner, lamda * t)),
    ),
    domain={**_matrix, r: positive, below: Reals, t: Reals},
)
