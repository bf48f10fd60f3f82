"""Handing paintings out: in the format, with the metadata and under the names one wants; never over another file."""

from __future__ import annotations

from server.library.export.exporter import Exporter, Report
from server.library.export.jobs import Work, Works
from server.pictures.export_options import Form, Options

__all__ = ["Exporter", "Form", "Options", "Report", "Work", "Works"]
