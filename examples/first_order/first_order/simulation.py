"""What happens: the methods themselves, on fractions or floats."""

import numpy as np


def piecewise_gradient(x):
    """Gradient with curvature 25, then 1 between 1 and 2, then 25 again."""
    if x < 1:
        return 25 * x
    return x + 24 if x < 2 else 25 * x - 24


def heavy_ball(gradient, x, before, step, momentum, steps):
    """Iterates of heavy ball, the first two of which are given."""
    path = [before, x]
    for _ in range(steps):
        path.append(path[-1] - step * gradient(path[-1]) + momentum * (path[-1] - path[-2]))
    return path


def growth(matrix):
    """Largest modulus of the eigenvalues of a step."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def gradient_descent_rate(curvatures, step):
    """Factor by which the slowest coordinate shrinks in a step."""
    return max(growth(np.array([[1 - step * h]])) for h in curvatures)


def heavy_ball_rate(curvatures, step, momentum):
    """Rate of heavy ball on a diagonal quadratic."""
    return max(growth(np.array([[1 + momentum - step * h, -momentum], [1.0, 0.0]])) for h in curvatures)


def nesterov_rate(curvatures, step, momentum):
    """Rate of Nesterov's method on a diagonal quadratic."""
    return max(
        growth(
            (1 - step * h) * np.array([[1 + momentum, -momentum], [0.0, 0.0]]) + np.array([[0, 0], [1, 0]])
        )
        for h in curvatures
    )
