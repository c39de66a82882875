"""Proofs of the claims of Jiang et al. 2017, arXiv 1708.01666."""
