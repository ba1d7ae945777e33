"""Many runs: designs, their execution, and the tables that come of them."""
