"""Designs: what an experiment varies, in which ranges, and the points it plays."""
