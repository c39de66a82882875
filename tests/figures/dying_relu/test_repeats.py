"""Figures whose numbers take seconds: computed twice, on a coarser profile, they hash alike and are drawn."""

import numpy as np
import pytest

from figures.dying_relu import cells, curvature, dormancy, fate, fig4, fig5, mirror, outcome_panels
from figures.output import data_hash, render

SHORT = np.geomspace(1e-3, 0.1, 2)


@pytest.fixture
def coarse(monkeypatch):
    monkeypatch.setattr(outcome_panels, "NODES", 8)
    for module in (fig4, fig5):
        monkeypatch.setattr(module, "STEPS", 400)
    monkeypatch.setattr(cells, "COARSE", 4)
    monkeypatch.setattr(cells, "STEPS", 100)
    monkeypatch.setattr(dormancy, "SCALES", SHORT)
    monkeypatch.setattr(dormancy, "RUNS", SHORT[1:])
    monkeypatch.setattr(dormancy, "COUNTS", (1, 10, 100))
    monkeypatch.setattr(fate, "SCALES", SHORT)
    monkeypatch.setattr(fate, "MARKED", slice(1, None))
    monkeypatch.setattr(fate, "UNITS", 20)
    monkeypatch.setattr(fate, "STARTS", 20)
    monkeypatch.setattr(mirror, "STARTS", 20)
    monkeypatch.setattr(mirror, "CLOUD", 20)
    cells.certificates.cache_clear()
    yield
    cells.certificates.cache_clear()


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize(
    "plate",
    [
        fig4.maps,
        fig5.maps,
        fig5.few_maps,
        cells.certified,
        curvature.around_the_optimum,
        dormancy.sleep,
        fate.fates,
        mirror.mirrored,
    ],
    ids=lambda plate: plate.id,
)
def test_numbers_hash_alike_and_pictures_are_drawn(plate, tmp_path):
    sidecar = render(plate, tmp_path)
    assert all((tmp_path / name).stat().st_size > 5000 for name in sidecar["files"].values())
    cells.certificates.cache_clear()
    assert data_hash(plate.data()) == sidecar["data_hash"]
