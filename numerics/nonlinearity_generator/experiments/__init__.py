"""Experiments with the nonlinearity generator on real images: what is trained, how, and what came out.

Source: Jiang et al. 2017, arXiv 1708.01666, Section 3. Settings are smaller than the paper's where its own
would take days.
"""

from numerics.nonlinearity_generator.experiments.image_sets import images, places
from numerics.nonlinearity_generator.experiments.profiles import EXPERIMENTS, PROFILES, settings
from numerics.nonlinearity_generator.experiments.results import Result, gather
from numerics.nonlinearity_generator.experiments.running import experiments, run, work
from numerics.nonlinearity_generator.experiments.setting import Setting, network

__all__ = [
    "EXPERIMENTS",
    "PROFILES",
    "Result",
    "Setting",
    "experiments",
    "gather",
    "images",
    "network",
    "places",
    "run",
    "settings",
    "work",
]
