"""The steps of a save, in `save.py`'s order: plan, describe, store."""
