"""The whole library as one file, and back again: what is there already is never written over.

`layout` is what such a file consists of, `writing` makes one, `reading` looks at one and distrusts it, `merging` takes
its pictures in, `backups` does both while the program goes on.
"""
