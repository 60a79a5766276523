"""Column-at-a-time tools for frames of text or None, which pandas itself would fill with NaN."""

from itertools import repeat

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
Cells = npt.NDArray[np.object_]
Places = npt.NDArray[np.intp]


def cells_of(frame: pd.DataFrame, name: str) -> Cells:
    """Return one column's values, all None when the frame lacks the column."""
    if name not in frame.columns:
        return np.full(len(frame), None, dtype=object)
    return frame[name].to_numpy(dtype=object)


def present(cells: Cells) -> Mask:
    """Tell which cells hold a value."""
    filled: Mask = pd.notna(cells)
    return filled


def among(cells: Cells, values: set[str]) -> Mask:
    """Tell which cells hold one of the values."""
    return np.fromiter(map(values.__contains__, cells), dtype=np.bool_, count=len(cells))


def repeated(cells: Cells) -> Mask:
    """Tell which cells hold a value that another cell holds too."""
    mask: Mask = pd.Series(cells, dtype=object).duplicated(keep=False).to_numpy(dtype=np.bool_)
    return mask & present(cells)


def places(wanted: Cells, held: Cells) -> Places:
    """Return where each wanted value is held, -1 where nowhere or None; the last of several holders wins."""
    where = dict(zip(held, range(len(held)), strict=True))
    where.pop(None, None)
    return np.fromiter(map(where.get, wanted, repeat(-1)), dtype=np.intp, count=len(wanted))


def taken(cells: Cells, where: Places) -> Cells:
    """Return the cells at these places, None for place -1."""
    with_nothing: Cells = np.append(cells, np.array([None], dtype=object))
    return with_nothing[where]


def kept(rows: Mask, cells: Cells) -> Cells:
    """Return the cells of the rows, None in all others."""
    result = np.full(len(cells), None, dtype=object)
    result[rows] = cells[rows]
    return result


def later(cells: Cells, than: Cells | str) -> Mask:
    """Tell which ISO dates lie after another; never where one of the two is missing."""
    after = present(cells) if isinstance(than, str) else present(cells) & present(than)
    after[after] = cells[after] > (than if isinstance(than, str) else than[after])
    return after
