"""The scenes: each paints a study, with no manner yet and no mark."""
