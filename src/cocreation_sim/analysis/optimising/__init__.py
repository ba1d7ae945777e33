"""The best designs of rewards and treatment for chosen goals, within limits.

`optimise` searches, races the best designs under the same luck, and hands back an `Optimisation`.
"""
