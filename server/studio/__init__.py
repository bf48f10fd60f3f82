"""Orders and what becomes of them: the queue, keeping what was painted, comparisons."""
