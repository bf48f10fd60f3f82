"""Builds what people download: `python -m package`, with `.ci` on the path."""
