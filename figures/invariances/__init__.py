"""Figures of Le & Jegelka 2022, arXiv 2201.11968."""
