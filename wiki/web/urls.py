"""Every HTML address, at a glance. The JSON ones are in wiki/api/urls.py."""

from __future__ import annotations

from django.urls import path

from wiki.web import (
    authorship,
    card,
    compare,
    convert,
    formats,
    history,
    machines,
    read,
    search,
    since,
    special,
    undo,
)
from wiki.web.accounts import accounts
from wiki.web.addresses import converters
from wiki.web.as_of import memento, page
from wiki.web.edit import edit
from wiki.web.editor import drafts, field_offers, live_preview, meanwhile, references
from wiki.web.files import file_revert, file_visibility, media, upload
from wiki.web.identity.urls import urlpatterns as identity
from wiki.web.lists import facts
from wiki.web.moderation import log_visibility, moderation, move, patrol, protect, visibility
from wiki.web.suggested import suggestion
from wiki.web.watching import notifications, preferences, watch

__all__ = ["converters", "urlpatterns"]  # importing the converters registers <title:…>

urlpatterns = [
    # Reading a page
    path("", read.main_page, name="main_page"),
    path("wiki/", read.main_page),
    path("wiki/Special:<title:name>", special.special, name="special"),
    path("wiki/<title:title>", read.read, name="read"),
    path("revision/<int:revision_id>", read.revision, name="revision"),
    path("asof", page.as_of_form, name="asof"),
    path("asof/<str:moment>/<title:title>", page.as_of, name="read_as_of"),
    path("timegate/<title:address>", memento.timegate, name="timegate"),
    path("timemap/link/<int:number>/<title:address>", memento.timemap, name="timemap_part"),
    path("timemap/link/<title:address>", memento.timemap, name="timemap"),
    path("authorship/<title:title>", authorship.authorship, name="authorship"),
    path("since/<title:title>", since.since, name="since"),
    path("raw/<title:title>", read.raw, name="raw"),
    path("preview/<title:title>", card.preview, name="preview"),
    path("p/<int:page_id>", read.short, name="short"),
    path("section/<int:section_id>", read.section, name="section"),
    path("field/<int:field_id>", facts.field, name="field"),
    path("field/<int:field_id>/check", facts.check, name="check_field"),
    path("download/<str:format>/<title:title>", formats.download, name="download"),
    # Machines that read
    path("robots.txt", machines.robots),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap/<int:number>.xml", machines.sitemap_part, name="sitemap_part"),
    path("oembed", machines.oembed, name="oembed"),
    # Files: their bytes; what is said of them stands on their File: page
    path("media/<sha1:sha1>/<title:name>", media.original, name="media"),
    path("thumb/<int:width>/<sha1:sha1>/<title:name>", media.thumb, name="thumb"),
    path("upload", upload.upload, name="upload"),
    # Finding
    path("search", search.search, name="search"),
    path("suggest", search.suggest, name="suggest"),
    path("suggest/links", search.complete, name="complete"),
    path("suggest/fields/<title:title>", field_offers.field_offers, name="field_offers"),
    path("reference", references.reference, name="reference"),
    path("notes/<title:title>", references.notes, name="notes"),
    path("opensearch.xml", search.description, name="opensearch"),
    # Editing
    path("edit/", edit.edit, name="edit_any"),
    path("edit/<title:title>", edit.edit, name="edit"),
    path("edit-preview/<title:title>", live_preview.live_preview, name="live_preview"),
    path("draft/<title:title>", drafts.save, name="draft"),
    path("meanwhile/<title:title>", meanwhile.meanwhile, name="meanwhile"),
    path("merged/<title:title>", meanwhile.merged, name="merged"),
    path("convert/<title:title>", convert.convert_view, name="convert"),
    path("suggestion/<int:suggestion_id>", suggestion.suggestion_view, name="suggestion"),
    # Watching
    path("watch", watch.watch_view, name="watch"),
    path("thank/<int:revision_id>", notifications.thank_view, name="thank"),
    # History
    path("history/<title:title>", history.history, name="history"),
    path("diff", compare.compare_form, name="compare"),
    path("diff/<str:old>/<str:new>", compare.diff, name="diff"),
    # Taking back
    path("undo/<int:revision_id>", undo.undo_view, name="undo"),
    path("rollback/<title:title>", undo.rollback_view, name="rollback"),
    path("restore/<int:revision_id>", undo.restore_view, name="restore"),
    # Moderation
    path("delete/<title:title>", moderation.delete_view, name="delete"),
    path("undelete/<title:title>", moderation.undelete_view, name="undelete"),
    path("move/<title:title>", move.move_view, name="move"),
    path("patrol/<int:revision_id>", patrol.patrol_view, name="patrol"),
    path("protect/<title:title>", protect.protect_view, name="protect"),
    path("visibility/<title:title>", visibility.visibility_view, name="visibility"),
    path("logvisibility", log_visibility.log_visibility, name="log_visibility"),
    path("filerevert/<title:title>", file_revert.file_revert_view, name="file_revert"),
    path("filevisibility/<title:title>", file_visibility.file_visibility_view, name="file_visibility"),
    # Accounts: log in, sign up and passwords are special pages; the link in the mail has its own address
    path("confirm-email/<str:token>", preferences.confirm_view, name="confirm_email"),
    path("unsubscribe/<str:token>", preferences.unsubscribe_view, name="unsubscribe"),
    path("reset/<str:uidb64>/<str:token>", accounts.choose_new_password, name="password_reset_confirm"),
    *identity,
]
