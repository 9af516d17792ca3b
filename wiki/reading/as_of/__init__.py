"""The wiki as it was at a moment."""
