"""The program as people get it: what `make package` has built, driven from outside. Run by `make test-package`."""
