"""Figures for gradually updated layers (Qiao et al. 2018, arXiv 1711.09280)."""
