"""Whole datasets as they are taken away: CSV, JSON, a workbook; pure, from tables to bytes."""

from .forms import FORMS, csv_bytes, json_bytes
from .workbook import workbook

__all__ = ["FORMS", "csv_bytes", "json_bytes", "workbook"]
