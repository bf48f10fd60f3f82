"""The queue: paints what was ordered, several at a time, and waits by itself for what stands in the way."""

from server.queue.asking import Asking
from server.queue.glance import Glance
from server.queue.holds import SETTING, Holds
from server.queue.policy import REASONS, Hold, Reason
from server.queue.running import Queue

__all__ = ["REASONS", "SETTING", "Asking", "Glance", "Hold", "Holds", "Queue", "Reason"]
