import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after set-up, so that a wrong value is reported by settings.py

from wiki.web.frame.page_cache import cached  # noqa: E402 - as above

application = cached(django)
if settings.TRUSTED_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=settings.TRUSTED_PROXIES)
