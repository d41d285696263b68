"""A bill of materials (CycloneDX) of all that requirements.lock pins: versions, hashes, licences.

The lock tells names, versions and hashes; licences are those that the packages of the environment
that runs this say of themselves. `.venv/bin/python .ci/bill.py LISTED.json BILL.json`
"""

import json
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path


def with_licences(bill: dict) -> dict:
    """The bill with the licence of every component that is installed here and names one."""
    components = [
        # What a line of the lock says stands in the other fields already.
        {key: value for key, value in component.items() if key != "description"}
        | licence_of(component["name"])
        for component in bill["components"]
    ]
    return bill | {"components": components}


def licence_of(package: str) -> dict:
    """`licenses` as CycloneDX has them; nothing for a package that is not here or says nothing."""
    try:
        told = metadata(package)
    except PackageNotFoundError:  # for another Python or another system than this one
        return {}
    if expression := told.get("License-Expression"):
        return {"licenses": [{"expression": expression}]}
    kinds = [
        kind.rpartition(" :: ")[2]
        for kind in told.get_all("Classifier", [])
        if kind.startswith("License :: ")
    ]
    # Some packages put the whole text of the licence where its name should stand.
    named = kinds or [name for name in [told.get("License", "")] if 0 < len(name) < 80]
    return {"licenses": [{"license": {"name": name}} for name in named]} if named else {}


if __name__ == "__main__":
    listed, to = map(Path, sys.argv[1:])
    bill = with_licences(json.loads(listed.read_text(encoding="utf-8")))
    to.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    without = sorted(each["name"] for each in bill["components"] if "licenses" not in each)
    print(
        f"{to}: {len(bill['components'])} components; no licence known of {len(without)}:",
        ", ".join(without) or "none",
    )
