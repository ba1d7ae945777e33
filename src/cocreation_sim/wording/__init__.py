"""Numbers and tables as text: the one place where a value becomes what a person reads."""
