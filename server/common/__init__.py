"""What everybody may use: errors and what to do about them, events, languages, folders, background work."""
