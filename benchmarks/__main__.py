"""Run all benchmarks: ``python -m benchmarks``."""

from benchmarks import carriers, deductions, export

if __name__ == "__main__":
    export.main()
    deductions.main()
    carriers.main()
