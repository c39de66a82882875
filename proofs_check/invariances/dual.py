"""Dual numbers over the rationals: derivatives that know nothing of a way back."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numerics.invariances.network import LINEAR, Network


@dataclass(frozen=True)
class Dual:
    """value + slope e with e^2 = 0."""

    value: Fraction
    slope: Fraction

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other: Dual) -> Dual:
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def activated(self, slopes: tuple[Any, Any]) -> Dual:
        """The activation's value and slope."""
        factor = slopes[0] if self.value >= 0 else slopes[1]
        return Dual(factor * self.value, factor * self.slope)

    @staticmethod
    def derivative(net: Network, x: Any, edge: int) -> Fraction:
        """Derivative of the output by one weight."""
        weights = [Dual(w, Fraction(int(e == edge))) for e, w in enumerate(net.weights)]
        return _run(net, [Dual(value, Fraction(0)) for value in x], weights)

    @staticmethod
    def derivative_by_input(net: Network, x: Any, index: int) -> Fraction:
        """Derivative of the output by one input."""
        weights = [Dual(w, Fraction(0)) for w in net.weights]
        return _run(net, [Dual(value, Fraction(int(i == index))) for i, value in enumerate(x)], weights)


def _run(net: Network, inputs: list[Dual], weights: list[Dual]) -> Fraction:
    """Forward pass of its own, vertex by vertex in the order in which they become known."""
    known: dict[int, Dual] = {}
    waiting = list(range(net.n_inputs + len(net.hidden) + 1))
    while net.output not in known:
        for v in list(waiting):
            arriving = [(e, start) for e, (start, end) in enumerate(net.edges) if end == v]
            if any(start not in known for _, start in arriving):
                continue
            total = inputs[v] if v < net.n_inputs else Dual(Fraction(0), Fraction(0))
            for e, start in arriving:
                total = total + weights[e] * known[start]
            known[v] = total.activated(net.slopes.get(v, LINEAR))
            waiting.remove(v)
    return known[net.output].slope
