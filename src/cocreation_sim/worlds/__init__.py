"""Worlds: what is unknown of a campaign, as answers, ranges and plans that become scenarios."""
