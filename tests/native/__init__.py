"""The real window on a real display, with a real keyring, driven from outside."""
