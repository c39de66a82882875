"""Adam's scale law in its figure."""

import numpy as np

from figures.dying_relu import adam_scale


def test_scales_share_their_runs_and_twins_their_course():
    data = adam_scale.scale_law.data()
    for shares in (data["dead"], data["optimum"]):
        np.testing.assert_array_equal(shares, shares[:1].repeat(3, axis=0))
    assert data["dead"].min() < 0.1 < 0.6 < data["dead"].max()
    np.testing.assert_array_equal(data["small"], data["twin"])
    assert np.all(data["small"][1:] > 10 * data["usual"][1:])
