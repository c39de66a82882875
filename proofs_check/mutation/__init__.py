"""Formula mutation: whether every check can fail."""
