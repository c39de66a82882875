"""How fast first-order methods converge, and where a printed claim of convergence fails."""

from relucidate import Paper

paper = Paper(
    "first_order",
    title="Rates of first-order methods",
    venue="Polyak 1964; Nesterov 1983; Lessard, Recht & Packard 2016",
    order=("gradient_descent", "descent", "sublinear", "heavy_ball", "cycle", "nesterov"),
)
