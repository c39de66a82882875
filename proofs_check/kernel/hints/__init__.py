"""What Python knows about how a statement may be proved. Nothing here is trusted."""
