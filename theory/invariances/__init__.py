"""Invariances of training and the low-rank tail (Le & Jegelka 2022, arXiv 2201.11968).

Conventions, for every module here: a network is a finite acyclic graph without biases, one weight an edge;
every activation multiplies z by one slope where z >= 0 and by another where z < 0 (linear, ReLU, leaky ReLU);
the output is a number. Matrices act as y = W x; R is the mean of the losses l_i, c_i = l_i'/n at the output,
and parameters follow w' = -grad R.
"""
