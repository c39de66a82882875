"""Every network, every seed, once, in chunks that more seeds keep."""

import pytest

from numerics.dying_relu.regression.tasks import EXPERIMENTS, OPTIMISERS, tasks


def test_every_network_gets_every_seed_once():
    for name, networks in EXPERIMENTS.items():
        todo = tasks(name, seeds=9)
        assert len(todo) == 3 * len(networks)
        seeds = {}
        for task in todo:
            key = tuple(task[what] for what in ("kind", "depth", "width", "optimiser"))
            assert key in networks
            assert key[-1] in OPTIMISERS
            seeds.setdefault(key, []).extend(task["seeds"])
        assert all(found == list(range(9)) for found in seeds.values())


def test_more_seeds_keep_the_chunks_of_fewer():
    fewer, more = tasks("fig6", seeds=8), tasks("fig6", seeds=12)
    assert more[: len(fewer)] == fewer


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("experiment", "fig7"),
        ("experiment", None),
        ("table", "boston"),
        ("seeds", 0),
        ("steps", 0),
        ("steps", 1.5),
        ("batch", 1),
    ],
)
def test_bad_arguments_are_named(name, bad):
    with pytest.raises((ValueError, TypeError), match=rf"^{name} must be"):
        tasks(**{"experiment": "fig1", name: bad})
