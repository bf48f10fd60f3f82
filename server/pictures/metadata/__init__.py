"""Each picture's own story, inside its file: what was asked, of which model, and how it went.

`embed` puts it there without touching a pixel, `read_story` finds it again, `strip` takes everything of the kind away.
Everything here is about bytes: no database, no network, and no file but the one `read_story_file` is told to look at.
"""

from __future__ import annotations

from server.pictures.metadata.embedding import embed, read_story, read_story_file, strip
from server.pictures.metadata.metadata import Story

__all__ = ["Story", "embed", "read_story", "read_story_file", "strip"]
