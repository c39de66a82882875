"""Closed forms under a normal law that papers on deep learning keep using, from several of them."""

from relucidate import Paper

paper = Paper(
    "closed_forms",
    title="Closed forms under a normal law that everyone uses",
    venue="Cho & Saul 2009; He et al. 2015; Glorot & Bengio 2010; Hendrycks & Gimpel 2016; Tian 2017",
    order=("xavier", "he", "leaky", "gelu", "arccos0", "arccos1", "student_teacher"),
)
