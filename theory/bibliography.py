"""Papers: who wrote them, where they stand, how to cite them, and which modules are theirs.

The five of the companion are listed here. A paper of an author's own is one more `Paper`, in a package of its
own; `relucidate.papers` finds it and puts it into the same register, `PAPERS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Paper:
    """One paper.

    Parameters
    ----------
    key
        The name with which every claim id of the paper begins.
    authors, title, venue, year, arxiv
        Bibliographic data; ``arxiv`` is the identifier without version. All but the title may be left out.
    link
        Address of the paper where it is not on arXiv.
    order
        Names of claims, with or without the key, in the order in which they are listed; those that are not
        named follow in the order of their numbers.
    story
        Markdown file beside the package, told on the paper's page of the site.
    modules
        Packages and modules that hold its claims, simulations, proofs and figures. A paper of the companion
        has none: its folders are in the five rooms. For a paper of an author's own they are found when it is.

    Raises
    ------
    ValueError
        If the key is no lower-case name, or the title is empty.
    TypeError
        If ``authors`` or ``order`` is a bare string.

    Examples
    --------
    >>> Paper("my_paper", ("Ann Author", "Bob Writer"), "On sums", "a venue", 2024, "2401.00000").short
    'Author & Writer 2024'
    """

    key: str
    authors: tuple[str, ...] = ()
    title: str = ""
    venue: str = ""
    year: int | None = None
    arxiv: str = ""
    link: str = ""
    order: tuple[str, ...] = ()
    story: str = "story.md"
    modules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"key={self.key!r} of a paper: must be lower-case letters, digits, underscores")
        if not self.title.strip():
            raise ValueError(f"title={self.title!r} of the paper {self.key}: must not be empty")
        for name in ("authors", "order", "modules"):
            value = getattr(self, name)
            if isinstance(value, str):
                raise TypeError(f"{name}={value!r} of the paper {self.key}: must be a tuple of strings")
            object.__setattr__(self, name, tuple(value))

    @property
    def short(self) -> str:
        """Short reference, such as ``Arnekvist et al. 2020``; the title where no author is named."""
        names = [author.rsplit(" ", 1)[-1] for author in self.authors]
        who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
        return " ".join(filter(None, (who or self.title, str(self.year or ""))))

    @property
    def url(self) -> str:
        """Address of the preprint, or the link; empty where there is neither."""
        return f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else self.link

    @property
    def bibtex(self) -> str:
        """BibTeX entry."""
        fields = {
            "author": " and ".join(self.authors),
            "title": f"{{{self.title}}}",
            "note": self.venue,
            "year": str(self.year or ""),
            "eprint": self.arxiv,
            "archivePrefix": "arXiv" if self.arxiv else "",
            "url": self.link,
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{body}}}\n"

    def roots(self, room: str) -> tuple[str, ...]:
        """Names of the modules and packages in which to look for what a room holds.

        Parameters
        ----------
        room
            ``theory``, ``proofs_check`` or ``figures``.
        """
        return self.modules or (f"{room}.{self.key}",)


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
