"""The model held against reality: published figures, communities, responses to a change."""
