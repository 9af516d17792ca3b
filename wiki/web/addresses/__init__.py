"""Reading what an address names."""
