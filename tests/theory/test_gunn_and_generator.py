"""The encoded statements of the two papers."""

import pytest

from theory import catalog

GUNN = [*(f"eq{i}" for i in range(1, 9)), "theorem", "simultaneous", "lu", "kernel", "limit", "relu", "decay"]
GENERATOR = [
    *("eq1", "property1", "property2", "linear_start", "eq2", "momentum", "theorem1", "theorem1_proof"),
    *("mean_shift", "fisher", "eq5", "eq7", "dead_gradient", "xavier", "msra", "bn_scale", "prelu1"),
    *("beyond.minibatch", "beyond.gaussian", "beyond.depth", "beyond.bn_growth", "beyond.start_growth"),
    *("e1", "e2", "e3", "others_diverge", "larger_rate", "small_start", "fig4", "fig5", "fig6", "variants"),
    *("table1", "tables3to6", "bn_improves", "shift_shares"),
]


@pytest.mark.parametrize(("paper", "names"), [("gunn", GUNN), ("nonlinearity_generator", GENERATOR)])
def test_every_statement_is_encoded(paper, names):
    assert {f"{paper}.{name}" for name in names} <= {claim.id for claim in catalog.load(paper)}
