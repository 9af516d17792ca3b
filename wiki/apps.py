from django.apps import AppConfig
from django.conf import settings

from wiki.text.titles import name_project


class WikiConfig(AppConfig):
    name = "wiki"
    verbose_name = "Wiki"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        name_project(settings.SITE_NAME)
        from wiki.web.accounts.sign_ins import listen  # models can be imported only now

        listen()
