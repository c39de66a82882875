"""Proofs of the claims of Qiao et al. 2018, arXiv 1711.09280, Appendix A."""
