"""Every feed, in Atom and in RSS, at a glance."""

from __future__ import annotations

from django.urls import path, re_path

from wiki.feeds import feeds

app_name = "feeds"

urlpatterns = [
    path("feed/<str:form>/changes", feeds.changes, name="changes"),
    path("feed/<str:form>/section/<int:section_id>", feeds.section, name="section"),
    path("feed/<str:form>/field/<int:field_id>", feeds.field, name="field"),
    path("feed/<str:form>/watchlist/<int:user_id>", feeds.watched, name="watchlist"),
    # A title may hold slashes, and a bad one is answered in words.
    re_path(r"^feed/(?P<form>[a-z]+)/page/(?P<title>[\s\S]+)$", feeds.page, name="page"),
    re_path(r"^feed/(?P<form>[a-z]+)/user/(?P<name>[\s\S]+)$", feeds.user, name="user"),
]
