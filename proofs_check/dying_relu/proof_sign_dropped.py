"""The prose on the outcome maps fits a field without the sign of the weight (Section 5)."""

import pytest

from numerics.dying_relu.relu_unit import plane
from proofs_check.dying_relu import maps
from proofs_check.engines import agrees
from proofs_check.proof import proof, saboteur
from theory.dying_relu.regions import SHARE_TOLERANCE, STOPPED, sign_dropped

FIELDS = ("exact", "sign dropped")
SIDE_TOLERANCE = 0.03


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("scale", STOPPED, ids=str)
@proof(sign_dropped)
def proof_by_following_both_fields(scale, field):
    share, left = STOPPED[scale][FIELDS.index(field)]
    labels = maps.labels(gamma=float(scale), steps=20_000, field=field)
    measured = float((labels == "optimum").mean())
    agrees(float(share), measured, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE, share=True)
    agrees(
        float(left), maps.at_the_left(labels, "dead"), atol=SIDE_TOLERANCE, because=maps.BECAUSE, share=True
    )


for wrong in maps.WRONG_FIELDS:
    saboteur(sign_dropped)(wrong)


@saboteur(sign_dropped)
def sign_kept_in_both_fields(patch):
    right = plane.Field.__init__
    patch.setattr(plane.Field, "__init__", lambda self, size, target, _: right(self, size, target))
