"""Gradually updated layers and neurons that collapse (Qiao et al. 2018, arXiv 1711.09280, Appendix A).

Conventions, for every module here: units 1..n, a pair p < q; omega the weights, a row a unit; h^(i) = (y_1,
..., y_(i-1), x_i, ..., x_n) what unit i reads and A_i = |h^(i)|^2; L and U the parts of omega below the
diagonal and on and above it, M = (I - L)^(-1), T = M (I + U); g the gradient of the loss by the outputs,
each held independent of the others, and delta = M^T g the total gradient. A step is omega - eps
dloss/domega (the paper writes it with the opposite sign). Collapsed means y_p = y_q for every input;
collapsed at x, for that input.
"""
