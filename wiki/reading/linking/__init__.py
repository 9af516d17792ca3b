"""Who links to whom."""
