"""Measure the product: data sets, small scorers, and the same functions that the pages use."""
