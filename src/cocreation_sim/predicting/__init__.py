"""Predicting: what a campaign will get and whether it fails, before launch and with a history."""
