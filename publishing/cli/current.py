"""What verbs show of a table: what stands, not what somebody put into its file by hand."""

import sys
from pathlib import Path

from dashboard.i18n.versions import say_instead
from kzdata.current import Standing, standing
from kzdata.schema.problems import BadTable


def shown(name: str, folder: Path, language: str) -> Standing:
    """All that stands; tells on stderr where the table is shown otherwise than its file has it.

    Raises BadTable where nothing of the table stands.
    """
    stands = standing(folder)
    if name not in stands.frames:
        raise BadTable(name, [problem for problem in stands.problems if problem.table == name])
    if name in stands.instead:
        print(say_instead(stands, name, language), file=sys.stderr)
    return stands
