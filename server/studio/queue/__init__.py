"""The queue: paints what was ordered, several at a time, and waits by itself for what stands in the way."""

from server.studio.queue.holds import SETTING, Holds
from server.studio.queue.notifications import Herald, News
from server.studio.queue.painting_request import Asking
from server.studio.queue.policy import REASONS, Hold
from server.studio.queue.reordering import Move
from server.studio.queue.running import Queue
from server.studio.queue.status import Glance

__all__ = ["REASONS", "SETTING", "Asking", "Glance", "Herald", "Hold", "Holds", "Move", "News", "Queue"]
