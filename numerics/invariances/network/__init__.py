"""Networks on acyclic graphs, their paths and their trees (Le & Jegelka 2022, arXiv 2201.11968)."""

from numerics.invariances.network.dense import dense_network
from numerics.invariances.network.graph import LINEAR, RELU, Network
from numerics.invariances.network.path_sums import (
    absolute_path_norm,
    count_paths,
    count_tree_vertices,
    edge_sums,
    gradient_by_paths,
    path_enumeration,
    path_kernel,
    path_slopes,
    path_values,
    paths,
    tangent_kernel,
)
from numerics.invariances.network.trees import Tree, absolute_tree, pull_back, sign, sign_tree, unroll

__all__ = [
    "LINEAR",
    "RELU",
    "Network",
    "Tree",
    "absolute_path_norm",
    "absolute_tree",
    "count_paths",
    "count_tree_vertices",
    "dense_network",
    "edge_sums",
    "gradient_by_paths",
    "path_enumeration",
    "path_kernel",
    "path_slopes",
    "path_values",
    "paths",
    "pull_back",
    "sign",
    "sign_tree",
    "tangent_kernel",
    "unroll",
]
