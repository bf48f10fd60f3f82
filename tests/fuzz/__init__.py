"""Requests nobody meant, over every route of the real program: `make fuzz`.

What must hold: no answer says 500, none takes over two seconds, the program lives and does not grow.
"""
