"""What happens: the same quantities by independent simulation on arrays."""
