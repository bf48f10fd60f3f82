"""The library's folder and its place. `gate` keeps everybody who writes off it while it changes."""
