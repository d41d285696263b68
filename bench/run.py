"""Measure the dashboard beside its peers: `make bench`.

Prints its progress and the report; a complete run writes the report to docs/performance.md.
"""

import argparse
import os
import platform
import statistics
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import report
import visits
from browser import CHROMIUM, FLAGS
from measures import PARTS, Plan
from subjects import ROOT, make_beforehand

from kzdata import clock

REPORT = ROOT / "docs" / "performance.md"


def medians(parts: Iterable[str], plan: Plan) -> dict[str, float]:
    """The median of each figure's measurements; every one is printed as it comes."""
    found: dict[str, list[float]] = {}
    for part in parts:
        for name, value in PARTS[part](plan):
            print(f"{name}: {value:.4g}", file=sys.stderr, flush=True)
            found.setdefault(name, []).append(value)
    return {name: statistics.median(values) for name, values in found.items()}


def about(runs: int) -> dict[str, str]:
    """The day, how it was measured, and the machine; to be asked before anything is measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with visits.chromium(CHROMIUM, FLAGS) as browser:
        chromium = browser.version
    return {
        "Day": clock.today().isoformat(),
        "Medians of": f"{runs} measurements",
        "Machine": f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.machine()}",
        "Other work on it": f"load of {os.getloadavg()[0]:.1f} before the first measurement",
        "Software": f"Python {platform.python_version()}, Streamlit {version('streamlit')}, "
        f"Chromium {chromium}",
    }


def main() -> None:
    """Measure all parts, or those asked for; print the report; write it if all were measured."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--only", choices=PARTS, action="append", help="a part; may be repeated")
    asks.add_argument("--runs", type=int, default=5, help="medians of so many")
    asks.add_argument("--quick", action="store_true", help="once and short, to try the benchmark")
    asked = asks.parse_args()
    make_beforehand()
    plan = Plan(asked.runs, window=6, long_window=40, rest=3)
    if asked.quick:
        plan = Plan(1, window=2, long_window=12, rest=0.1, idle=20)
    circumstances = about(plan.runs)
    figures = medians(asked.only or PARTS, plan)
    lines = {name: f"{line.name} of latency" for name, line in visits.LINES.items()}
    text = report.document(figures, circumstances, lines)
    print(text)
    if not asked.only and not asked.quick:
        before = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
        REPORT.write_text(report.kept(text, before), encoding="utf-8")


if __name__ == "__main__":
    main()
