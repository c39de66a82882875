"""The five papers: who wrote them, where they stand, and how to cite them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """One paper of the companion.

    Parameters
    ----------
    key
        The name that the paper has in every room and in every claim id.
    authors, title, venue, year, arxiv
        Bibliographic data; ``arxiv`` is the identifier without version.
    """

    key: str
    authors: tuple[str, ...]
    title: str
    venue: str
    year: int
    arxiv: str

    @property
    def short(self) -> str:
        """Short reference, such as ``Arnekvist et al. 2020``."""
        names = [author.rsplit(" ", 1)[-1] for author in self.authors]
        who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
        return f"{who} {self.year}"

    @property
    def url(self) -> str:
        """Address of the preprint."""
        return f"https://arxiv.org/abs/{self.arxiv}"

    @property
    def bibtex(self) -> str:
        """BibTeX entry."""
        fields = {
            "author": " and ".join(self.authors),
            "title": f"{{{self.title}}}",
            "note": self.venue,
            "year": str(self.year),
            "eprint": self.arxiv,
            "archivePrefix": "arXiv",
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{self.key},\n{body}}}\n"


PAPERS: dict[str, Paper] = {
    paper.key: paper
    for paper in (
        Paper(
            "dying_relu",
            ("Isac Arnekvist", "J. Frederico Carvalho", "Danica Kragic", "Johannes A. Stork"),
            "The effect of Target Normalization and Momentum on Dying ReLU",
            "arXiv preprint",
            2020,
            "2005.06195",
        ),
        Paper(
            "shortcut",
            ("Tianyi Liu", "Minshuo Chen", "Mo Zhou", "Simon S. Du", "Enlu Zhou", "Tuo Zhao"),
            "Towards Understanding the Importance of Shortcut Connections in Residual Networks",
            "NeurIPS 2019",
            2019,
            "1909.04653",
        ),
        Paper(
            "invariances",
            ("Thien Le", "Stefanie Jegelka"),
            "Training invariances and the low-rank phenomenon: beyond linear networks",
            "ICLR 2022",
            2022,
            "2201.11968",
        ),
        Paper(
            "gunn",
            ("Siyuan Qiao", "Zhishuai Zhang", "Wei Shen", "Bo Wang", "Alan Yuille"),
            "Gradually Updated Neural Networks for Large-Scale Image Recognition",
            "ICML 2018",
            2018,
            "1711.09280",
        ),
        Paper(
            "nonlinearity_generator",
            ("Yang Jiang", "Zeyang Dou", "Jie Cao", "Kun Gao", "Xi Chen"),
            "An Effective Training Method For Deep Convolutional Neural Network",
            "arXiv preprint",
            2017,
            "1708.01666",
        ),
    )
}
