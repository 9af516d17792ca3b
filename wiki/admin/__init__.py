"""The Django admin: a desk for moderators. Content is read-only here; its buttons call what the site calls.

Django imports this package once the models are ready, and with it what registers them.
"""

from wiki.admin import accounts, log, pages, parts, revisions

__all__ = ["accounts", "log", "pages", "parts", "revisions"]
