"""Target scaling, momentum and the dying ReLU (Arnekvist et al. 2020, arXiv 2005.06195).

Conventions, for every module here: inputs are x ~ N(0, I_L), the target is y = gamma x_L (or its positive
part), the unit is relu(w.x + b) with r = |w|, k = w_L / r and c = b / r; the last coordinate is the target's.
"""
