"""The nonlinearity generator max(x, t) with trainable t (Jiang et al. 2017, arXiv 1708.01666).

Conventions, for every module here: s or x is a pre-activation, G the gradient of the loss by the generator's
output, d that by the pre-activation, z the input of a layer. E and Var of a vector are over its entries.
"""
