"""Handing paintings out: in the format, with the metadata and under the names one wants; never over another file."""

from __future__ import annotations

from server.giving.exporter import Exporter, Report
from server.giving.options import Form, Options
from server.giving.work import Work, Works

__all__ = ["Exporter", "Form", "Options", "Report", "Work", "Works"]
