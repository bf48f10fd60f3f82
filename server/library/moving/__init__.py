"""The library's folder, taken to another place: copied, verified, then switched; or another folder taken up as it is.

`place` remembers which folder it is, `survey` says what speaks against a new one, `transfer` takes files across and
`journal` notes them, `mover` does it while the program goes on, `leftover` is about the folder it was before. `gate`
keeps everybody who writes off the folder for the moment it changes.
"""
