"""What was read from a file that somebody handed in."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from kzdata.schema import Table
from kzdata.schema.problems import Problem


@dataclass(frozen=True)
class Candidate:
    """The rows of a file that may become a table, and what was found while they were read.

    `frame` has the declared columns and types, or is None where no table could be read; a cell that
    was refused is empty in it, so it is fit for publication only if nothing among `findings` is a
    problem. `rows` holds for each row of the frame its number as the person sees it in the file.
    """

    table: Table
    path: Path
    frame: pd.DataFrame | None
    findings: tuple[Problem, ...]
    rows: np.ndarray
