"""What is simulated: declarations, validated and frozen, without behaviour."""
