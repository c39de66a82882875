"""Gradient flow of layered networks: to high accuracy, across kinks, and at any scale of the weights.

Source: Le & Jegelka 2022, arXiv 2201.11968. The flow is w' = -grad R.
"""

from numerics.invariances.gradient_flow.kinks import Course, flow
from numerics.invariances.gradient_flow.log_risk import log_risk_flow
from numerics.invariances.gradient_flow.midpoint import implicit_midpoint
from numerics.invariances.gradient_flow.motion import SlidingError

__all__ = ["Course", "SlidingError", "flow", "implicit_midpoint", "log_risk_flow"]
