"""Numbers in stories and lessons are those that `numerics` computes."""

from importlib.resources import files
from math import pi

import numpy as np
import pytest
from scipy.stats import norm

from numerics import nonlinearity_generator as ng
from numerics import shortcut
from numerics.dying_relu import relu_unit


def growth(slope: float, threshold: float) -> float:
    """Mean square of the slope over the variance of the output, for a standard normal input."""
    mean, square = (float(moment) for moment in ng.moments(0.0, 1.0, threshold))
    mean, square = (1 - slope) * mean, square + slope**2 * (1 - square)
    return float(norm.sf(threshold) + slope**2 * norm.cdf(threshold)) / (square - mean**2)


#: What 55 layers leave of the gradient's energy, with weights of variance 1/n and energy 1 at the first.
LEFT = float(np.prod(ng.gradient_factor(ng.energies(1.0, depth=55)[:-1])))
GROWTH = {"relu": growth(0.0, 0.0), "prelu": growth(0.25, 0.0), "generator": growth(0.0, -1.0)}


@pytest.mark.parametrize(
    ("place", "words", "least", "most", "number"),
    [
        (
            "dying_relu",
            "one unit in a thousand dies",
            1 / 1100,
            1 / 900,
            relu_unit.death_probability(1.0, 10),
        ),
        (
            "dying_relu",
            r"$\gamma = 0.01$ one in four dies",
            0.23,
            0.28,
            relu_unit.death_probability(0.01, 10),
        ),
        ("dying_relu", r"$\Phi(c) = 0.001$ gives $c = -3.09$", -3.095, -3.085, norm.ppf(0.001)),
        ("dying_relu", "some 250 million units of time", 2.4e8, 2.6e8, 3 * 5**3 / norm.pdf(5)),
        ("shortcut", r"r_c = (4 + \pi - 1)/\pi = 1.955$", 1.9545, 1.9555, shortcut.threshold(4)),
        ("shortcut", r"$q^2 \ge 0.489$", 0.4885, 0.4895, (4 + pi - 1) / pi / 4),
        ("nonlinearity_generator", "less than $10^{-16}$ arrives", 0, 1e-16, 0.5**55),
        ("nonlinearity_generator", "almost a third arrives", 0.29, 1 / 3, LEFT),
        ("nonlinearity_generator", "= 0.3989$", 0.39885, 0.39895, norm.pdf(0)),
        ("nonlinearity_generator", "1.12 a layer", 1.115, 1.125, GROWTH["generator"]),
        ("nonlinearity_generator", "1.20 for PReLU", 1.195, 1.205, GROWTH["prelu"]),
        ("nonlinearity_generator", "1.47 for ReLU", 1.465, 1.475, GROWTH["relu"]),
    ],
)
def test_of_lessons(place, words, least, most, number):
    assert words in " ".join((files("lessons") / place / "lesson.md").read_text(encoding="utf-8").split())
    assert least <= float(number) <= most


@pytest.mark.parametrize(
    ("place", "words", "least", "most", "number"),
    [
        ("dying_relu", "at $c = -3$ one input in 740", 739, 741, 1 / norm.cdf(-3)),
        ("nonlinearity_generator", "almost a third of it", 0.29, 1 / 3, LEFT),
        ("nonlinearity_generator", "1.47 for ReLU", 1.465, 1.475, GROWTH["relu"]),
        ("nonlinearity_generator", "1.20 for PReLU", 1.195, 1.205, GROWTH["prelu"]),
        ("nonlinearity_generator", "1.12 for the generator", 1.115, 1.125, GROWTH["generator"]),
        ("nonlinearity_generator", "a factor of more than a billion", 1e9, 2e9, GROWTH["relu"] ** 55),
        ("nonlinearity_generator", "one of some five hundred", 450, 550, GROWTH["generator"] ** 55),
    ],
)
def test_of_stories(place, words, least, most, number):
    story = files("relucidate") / "site" / "stories" / f"{place}.md"
    assert words in " ".join(story.read_text(encoding="utf-8").split())
    assert least <= float(number) <= most
