"""Figures for the nonlinearity generator (Jiang et al. 2017, arXiv 1708.01666)."""
