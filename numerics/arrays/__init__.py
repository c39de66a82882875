"""Arrays of any library, and checks on what callers pass in."""
