"""Whole tables as they are taken away: CSV, JSON, a workbook; pure, from tables to bytes."""

from .by_hand import csv_by_hand, quoted, text_of_csv
from .forms import FORMS, csv_bytes, json_bytes
from .workbook import MOST_ROWS, workbook

__all__ = [
    "FORMS",
    "MOST_ROWS",
    "csv_by_hand",
    "csv_bytes",
    "json_bytes",
    "quoted",
    "text_of_csv",
    "workbook",
]
