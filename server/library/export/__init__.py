"""Handing paintings out: in the format, with the metadata and under the names one wants; never over another file."""

from __future__ import annotations

from server.library.export.exporter import Exporter, ExportReport
from server.library.export.jobs import ExportJob, ExportJobs
from server.pictures.export_options import ExportFormat, ExportOptions

__all__ = ["ExportFormat", "ExportJob", "ExportJobs", "ExportOptions", "ExportReport", "Exporter"]
