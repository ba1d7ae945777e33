"""Pictures and texts; they read tables and change nothing."""
