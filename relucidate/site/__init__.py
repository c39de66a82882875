"""The site: pages for people, made from a ledger, its figures and the code, and from nothing else.

| module | subject |
|---|---|
| `build` | write all pages |
| `content` | what the pages say of claims, papers and figures |
| `graph`, `sources`, `stories` | what relies on what, proofs as text, papers told |
| `search` | the index of everything, as a script |
| `mathematics`, `breaking`, `safe_mathml` | formulas: set, broken into lines, and nothing but formulas |
| `words` | what outcomes, strengths and scopes mean |
"""

from relucidate.site.build import write_site

__all__ = ["write_site"]
