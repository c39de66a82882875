"""Bad steps, friction and labels are named in an error."""

import numpy as np
import pytest

from numerics.invariances import architecture, gradient_flow
from numerics.invariances.architecture import Layered, Plain

NET = Layered([Plain(architecture.dense(1, 2))])
AT = {"net": NET, "theta": np.ones(2), "x": np.ones((3, 2)), "y": np.ones(3)}


@pytest.mark.parametrize("bad", ["0.1", None, 0, -1.0, float("nan"), [0.1, 0.2], True])
def test_a_bad_step_or_friction_is_named(bad):
    with pytest.raises((TypeError, ValueError), match=r"\bstep\b"):
        gradient_flow.log_risk_flow(**AT, step=bad, steps=1)
    with pytest.raises((TypeError, ValueError), match=r"\bstep\b"):
        gradient_flow.implicit_midpoint(**AT, loss="squared", step=bad, steps=1)
    if bad is not None:
        with pytest.raises((TypeError, ValueError), match=r"\bfriction\b"):
            gradient_flow.flow(**AT, loss="squared", times=[0.0, 0.1], friction=bad)


def test_the_midpoint_rule_looks_at_loss_and_labels():
    with pytest.raises((TypeError, ValueError), match=r"\bloss\b"):
        gradient_flow.implicit_midpoint(**AT, loss="other", step=0.1, steps=1)
    with pytest.raises((TypeError, ValueError), match=r"\by\b"):
        gradient_flow.implicit_midpoint(**{**AT, "y": np.ones(4)}, loss="squared", step=0.1, steps=1)
