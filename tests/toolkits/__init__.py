"""Stand-ins for what pywebview calls on macOS and Windows: its own code for them runs on top, and ours on that.

Each answers with the types the real one has, as PyObjC and pythonnet hand them to Python.
"""
