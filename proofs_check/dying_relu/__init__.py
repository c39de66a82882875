"""Proofs of the claims of Arnekvist et al. 2020, arXiv 2005.06195."""
