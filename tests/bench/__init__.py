"""How fast and how small the program is, each figure beside a floor or baseline of the same run: `make bench`."""
