"""The lesson on this paper."""
