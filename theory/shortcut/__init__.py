"""Shortcut connections and the spurious optimum (Liu et al. 2019, arXiv 1909.04653).

Conventions, for every module here: k patches; v* the teacher's filter, of length 1, a* its output weights,
N = |a*|^2, r = (1'a*)^2/N = k q^2; phi the angle between the filters, g and h as in `setting`; sigma =
1'a/1'a*, chi = a'a*_perp/|a*_perp|^2 and x = a'a*/N = q^2 sigma + (1-q^2) chi. Where balls need a compact
range, the angle is pi u with u in [0, 1]. Condition H: eta_a <= 2 pi/(k+pi-1), eta_w <= 1.656/N.
"""
