"""Fitting: one psychology, fitted to the patterns of many worlds at once."""
