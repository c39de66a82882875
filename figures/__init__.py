"""What it looks like: the papers' figures, redrawn from theory and simulation."""
