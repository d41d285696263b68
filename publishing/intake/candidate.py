"""What was read from a file that somebody handed in."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from kzdata.schema import Table
from kzdata.schema.problems import Problem


@dataclass
class Origin:
    """Where the rows of a table stand in a file: its sheet, the row of the header, the columns.

    `places` are the columns of the header from 0 on, by declared name.
    """

    sheet: str = ""
    header_row: int = 0
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """The rows of a file that may become a table, and what was found while they were read.

    `frame` has the declared columns and types, or is None where no table could be read; a cell that
    was refused is empty in it, so it is fit for publication only if nothing among `findings` is a
    problem. `rows` holds for each row of the frame its number as the person sees it in the file.
    `sheet` is the one that it is read from, where a workbook has sheets for several tables;
    `origin` says where its rows stand. One that `adds` holds some rows, and all others stay.
    """

    table: Table
    path: Path
    frame: pd.DataFrame | None
    findings: tuple[Problem, ...]
    rows: np.ndarray
    sheet: str = ""
    origin: Origin = field(default_factory=Origin)
    adds: bool = False

    @property
    def file(self) -> str:
        """What a finding calls the file: its name, and the sheet where it has several."""
        return file_said(self.path, self.sheet)


def file_said(path: Path, sheet: str) -> str:
    """The name of a file as a finding says it, with the sheet where it has several."""
    return f"{path.name} [{sheet}]" if sheet else path.name
