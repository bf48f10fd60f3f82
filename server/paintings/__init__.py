"""The data: what a painting is, where it is stored, the models there are, and what the user has set."""
