"""The program without its window: `atelier paint`, `atelier models` and what else is a word and no option."""
