"""What a day's painting costs: each call written down, summed up against the free allowance and one's own cap."""
