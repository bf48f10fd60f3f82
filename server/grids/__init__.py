"""Comparisons: one prompt over several models, steps, guidances or seeds, as a table.

`plan.py` makes orders of what was chosen, `book.py` keeps which painting stands in which cell.
"""
