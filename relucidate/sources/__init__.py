"""What the source files say, read without running them: claims, proofs, figures, and where they stand.

Importing a paper takes seconds, since SymPy builds every formula; reading its files takes a fraction of one.

| module | subject |
|---|---|
| `code` | modules as syntax trees, and what a name in them stands for |
| `statements` | claims |
| `arguments` | proofs, refutations and saboteurs |
| `plates` | figures |
| `simulations` | the modules of `numerics` that a proof calls |
| `tested` | tests that name a claim or a simulation |
| `places` | all of these for one id |
"""
