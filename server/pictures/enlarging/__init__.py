"""Pictures made larger on this computer: what can be wished for (`wish.py`), and how it is done.

`worker.py` runs in a process of its own (`process.py`), where `network.py` enlarges one tile after the other
(`tiles.py`).
"""
