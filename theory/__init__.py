"""What the papers claim, in SymPy."""
