"""What a table of runs says: risks and their intervals."""
