"""Lines that a payroll target holds more than once, by mishap or by somebody's hand."""

from collections import Counter

import numpy as np
import pandas as pd

from benefits_sync.models.deductions import COPIES


def once_each(lines: pd.DataFrame) -> pd.DataFrame:
    """Return each line once, as its first copy has it, and in ``COPIES`` how many there are of several."""
    keys = lines["record_key"]
    numbers = Counter(keys[keys.duplicated(keep=False)])
    kept = lines[~keys.duplicated()].reset_index(drop=True)
    copies = np.full(len(kept), None, dtype=object)
    if numbers:
        copies[:] = [str(numbers[key]) if key in numbers else None for key in kept["record_key"]]
    return kept.assign(**{COPIES: pd.Series(copies, dtype=object)})
