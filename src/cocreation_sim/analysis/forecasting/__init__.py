"""One's own campaign: its history, what it says of the campaign, and what is to come of it."""
