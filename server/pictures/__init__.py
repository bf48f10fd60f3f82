"""Pictures as bytes: their kinds, and the metadata in them. No database, no network."""
