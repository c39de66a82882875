"""Why to believe it."""
