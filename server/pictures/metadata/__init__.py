"""Each picture's own metadata, inside its file: what was asked, of which model, and how it went.

`embed` puts it there without touching a pixel, `read_metadata` finds it again, `strip` takes everything of the kind
away. All of it is about bytes: no database, no network, and no file but the one `read_metadata_file` is to look at.
"""

from __future__ import annotations

from server.pictures.metadata.embedding import embed, read_metadata, read_metadata_file, strip
from server.pictures.metadata.metadata import Metadata

__all__ = ["Metadata", "embed", "read_metadata", "read_metadata_file", "strip"]
