"""Boundaries: built once from the official polygons, read many times as ready-made paths."""
