"""Run all benchmarks: ``python -m benchmarks``."""

from benchmarks.export import main

if __name__ == "__main__":
    main()
