"""Shells, components, headers and formats of our own pages."""
