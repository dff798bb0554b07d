"""Distances in a graph, by a library."""
