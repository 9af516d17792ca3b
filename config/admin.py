from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with our index, header and style."""

    default_site = "wiki.admin.site.Desk"

    def ready(self) -> None:
        super().ready()
        # Not from the package's __init__: making the site imports that, too early to register anything.
        for module in (
            "accounts",
            "edit_filters",
            "files",
            "infobox_templates",
            "log",
            "pages",
            "parts",
            "patterns",
            "reports",
            "revisions",
            "sign_up",
        ):
            import_module(f"wiki.admin.{module}")
