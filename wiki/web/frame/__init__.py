"""What every page has, and what stands around every request."""
