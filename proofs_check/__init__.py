"""Why to believe it: the engines, the proofs, the pytest plugin and the ledger."""
