"""The pictures on the user's disk: their folder, its index, moving it, backup, export and the trash."""
