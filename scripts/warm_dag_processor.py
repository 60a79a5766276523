"""Airflow's own DAG processor, with our modules loaded before it forks.

Each DAG file has a fork of its own each time it is read, and so has each callback of a run.
"""

import runpy
import sys

from scripts.warming import load_modules

if __name__ == "__main__":
    load_modules()
    sys.argv = ["airflow", "dag-processor"]
    runpy.run_module("airflow", run_name="__main__")
