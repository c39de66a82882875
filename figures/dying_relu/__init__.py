"""Figures of the study of momentum, target scaling and dying ReLU units (arXiv 2005.06195)."""
