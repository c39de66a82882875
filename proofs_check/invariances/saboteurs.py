"""Wrong networks that the proofs about paths and invariances must reject."""

from __future__ import annotations

from typing import Any

import pytest

from numerics import network
from numerics.network import Network, graph, path_sums, trees
from proofs_check.proof import saboteur
from theory.claim import Claim


def a_forgotten_path(patch: pytest.MonkeyPatch) -> None:
    """The first path is left out."""
    _everywhere(patch, "paths", lambda right: lambda net: iter(list(right(net))[1:]))


def a_lost_sign(patch: pytest.MonkeyPatch) -> None:
    """Every weight passes for positive."""
    _everywhere(patch, "sign", lambda _: lambda weight, zero=1: 1)


def the_other_slope_at_negative_arguments(patch: pytest.MonkeyPatch) -> None:
    """All activations are linear."""
    patch.setattr(graph, "_slope_at", lambda _, slopes: slopes[0])


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
