import re

import pytest

from theory.bibliography import PAPERS, Paper


def test_the_five_papers():
    assert set(PAPERS) == {"dying_relu", "invariances", "shortcut", "gunn", "nonlinearity_generator"}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_each_can_be_cited(paper):
    assert PAPERS[paper.key] is paper
    assert re.fullmatch(r"\d{4}\.\d{5}", paper.arxiv)
    assert paper.url.endswith(paper.arxiv)
    assert str(paper.year) in paper.short
    assert paper.bibtex.startswith(f"@misc{{{paper.key},\n")
    assert paper.bibtex.count("{") == paper.bibtex.count("}")
    assert all(author in paper.bibtex for author in paper.authors)


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        (("Ann Bee",), "Bee 2020"),
        (("Ann Bee", "Cy Dee"), "Bee & Dee 2020"),
        (("A B", "C D", "E F"), "B et al. 2020"),
    ],
)
def test_short_references(authors, short):
    assert Paper("key", authors, "Title", "venue", 2020, "2001.00001").short == short
