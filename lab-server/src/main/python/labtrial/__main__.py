"""Runs a trial: `python -I -S .../labtrial`."""

import os
import sys

# Isolated mode leaves out the folder of a script; the package is found from the folder above it.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# A library that starts threads of its own would compute beside the model that is measured.
for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR"):
    os.environ[name + "_NUM_THREADS"] = "1"

if __name__ == "__main__":
    from labtrial.trial import main

    main()
