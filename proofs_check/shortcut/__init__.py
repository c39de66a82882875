"""Proofs of the shortcut paper."""
