"""The addresses of a wiki whose operator has set an OpenID Connect server."""

from django.urls import include, path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as ours

urlpatterns = [*ours, path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls"))]
