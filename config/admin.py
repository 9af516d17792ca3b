from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with our index, header and style."""

    default_site = "wiki.admin.site.Desk"
