"""The Django admin: a desk for moderators. Content is read-only here; its buttons call what the site calls.

The modules that register something are named in config/admin.py.
"""
