"""The queue: paints what was ordered, several at a time, in the order its user wants."""

from server.queue.running import Queue

__all__ = ["Queue"]
