"""The library's index: what lies in the pictures' folder, kept at hand for looking and finding.

A cache beside the paintings' rows: `walk` lists the folder, `index_writer` writes down what is new, moved or gone,
`catalogue` finds things again, `librarian` keeps all of it going in the background.
"""
