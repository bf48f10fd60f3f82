"""The queue: paints what was ordered, several at a time, and waits by itself for what stands in the way."""

from server.studio.queue.holds import SETTING, Holds
from server.studio.queue.notifications import News, Notifications
from server.studio.queue.painting_request import PaintingRequest
from server.studio.queue.policy import REASONS, Hold
from server.studio.queue.reordering import QueueMove
from server.studio.queue.running import Queue
from server.studio.queue.status import QueueStatus

__all__ = [
    "REASONS",
    "SETTING",
    "Hold",
    "Holds",
    "News",
    "Notifications",
    "PaintingRequest",
    "Queue",
    "QueueMove",
    "QueueStatus",
]
