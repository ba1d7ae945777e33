"""``python -m cocreation_sim.cli``, where the command is not on the path."""

from cocreation_sim.cli import main

if __name__ == "__main__":
    main()
