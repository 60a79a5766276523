"""The files a run leaves for people: what happened to each record, and why some were refused.

They hold keys, decisions, member names and rules; never a value.
"""

import pandas as pd

from benefits_sync.models.plans import Action
from benefits_sync.pipeline.outcomes import Outcomes
from benefits_sync.pipeline.workbench import Workbench


def write_result_files(bench: Workbench, folder: str, found: Outcomes) -> dict[str, str | None]:
    """Write the output file and, when a record was refused, the error file; return the summary's members."""
    items = found.items
    output = pd.DataFrame(
        {
            "employee": items["record_key"],
            "source_id": items["source_id"],
            "outcome": items["outcome"],
            "reason": items["reason"],
            "members": items["members"],
        }
    )
    output = output[output["outcome"].ne(Action.UNCHANGED)]
    return {
        "source_file": bench.artifacts.uri(folder, "source"),
        "output_file": bench.artifacts.write_csv(folder, "output", output),
        "error_file": bench.artifacts.write_csv(folder, "errors", found.rejections)
        if len(found.rejections)
        else None,
    }
