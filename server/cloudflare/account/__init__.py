"""Whose account paints: what people paste, the keyring it is kept in, and how the connection stands."""
