"""Figures of the shortcut paper."""
