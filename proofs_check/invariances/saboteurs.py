"""Wrong networks that the proofs about paths and invariances must reject."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flint import fmpq

from numerics.invariances import network
from numerics.invariances.architecture import Layered
from numerics.invariances.network import Network, graph, path_sums, trees
from proofs_check.proof import saboteur
from theory.claim import Claim


def a_forgotten_path(patch: pytest.MonkeyPatch) -> None:
    """The first path is left out."""
    _everywhere(patch, "paths", lambda right: lambda net: iter(list(right(net))[1:]))


def a_lost_sign(patch: pytest.MonkeyPatch) -> None:
    """Every weight passes for positive."""
    _everywhere(patch, "sign", lambda _: lambda *_: 1)


def a_gradient_without_slopes(patch: pytest.MonkeyPatch) -> None:
    """The way back goes through inactive units."""
    right = Network.gradient

    def wrong(self: Network, x: Any) -> Any:
        linear = Network(self.n_inputs, self.edges, self.weights, {}, self.output)
        return right(linear, x)

    patch.setattr(Network, "gradient", wrong)


def an_edge_missing_on_the_way_back(patch: pytest.MonkeyPatch) -> None:
    """The derivative by the last edge is forgotten."""
    right = Network.gradient

    def wrong(self: Network, x: Any) -> Any:
        slopes = right(self, x)
        slopes[..., -1] = slopes[..., -1] * 0
        return slopes

    patch.setattr(Network, "gradient", wrong)


def a_map_that_climbs(patch: pytest.MonkeyPatch) -> None:
    """The gradient by the first map of a layered network has the wrong sign."""
    _layered(patch, lambda slopes: [-slopes[0], *slopes[1:]])


def a_map_whose_columns_change_places(patch: pytest.MonkeyPatch) -> None:
    """The derivatives by the first map's weights are each its neighbour's."""
    _layered(patch, lambda slopes: [np.roll(slopes[0], 1, axis=-1), *slopes[1:]])


def a_forgotten_skip(patch: pytest.MonkeyPatch) -> None:
    """The gradient by every map but the first is forgotten."""
    _layered(patch, lambda slopes: [slopes[0], *[g * 0 for g in slopes[1:]]])


def _layered(patch: pytest.MonkeyPatch, spoil: Any) -> None:
    right = Layered.gradient
    patch.setattr(Layered, "gradient", lambda self, *args: spoil(right(self, *args)))


def a_gradient_right_to_twelve_digits(patch: pytest.MonkeyPatch) -> None:
    """The derivative by the last edge is off by a part in 10^12: only equality notices."""
    right = Network.gradient

    def wrong(self: Network, x: Any) -> Any:
        slopes = right(self, x)
        slopes[..., -1] = slopes[..., -1] * (10**12 + 1) / 10**12
        return slopes

    patch.setattr(Network, "gradient", wrong)


def a_map_right_to_twelve_digits(patch: pytest.MonkeyPatch) -> None:
    """The gradient by the first map of a layered network is off by a part in 10^12."""
    _layered(patch, lambda slopes: [slopes[0] * (1 + fmpq(1, 10**12)), *slopes[1:]])


OF_ANY_PAIR = (
    a_map_that_climbs,
    a_map_whose_columns_change_places,
    a_forgotten_skip,
    a_map_right_to_twelve_digits,
)
"""What every conserved pair of maps must notice."""


def spoil_slope(patch: pytest.MonkeyPatch, place: int, spoil: Any) -> None:
    """Replace the gradient of a layered network by one parameter."""
    _layered(patch, lambda slopes: [spoil(g) if at == place else g for at, g in enumerate(slopes)])


def against(claim: Claim, *wrongs: Any) -> None:
    """Register saboteurs of a claim."""
    for wrong in wrongs:
        saboteur(claim)(wrong)


def _everywhere(patch: pytest.MonkeyPatch, name: str, spoil: Any) -> None:
    """Replace a function of the network package in every module that holds it."""
    right = getattr(network, name)
    for module in (network, graph, path_sums, trees):
        if hasattr(module, name):
            patch.setattr(module, name, spoil(right))
