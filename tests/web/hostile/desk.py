"""Where what moderators wrote is looked at: lists, forms, logs, and every page of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from django.contrib import admin
from django.db.models import CharField, Model, TextField

from tests.web.hostile.attacks import Turn, every_attack
from tests.web.hostile.moderated import MODERATOR, NAME, VANDAL
from tests.web.hostile.plan import ATTACK
from tests.web.page_types import Looked
from wiki.models import EditFilter, FieldCheck, Revision, Suggestion

ROOT = "Root"


def moderated() -> Iterator[Looked]:
    """The pages of the site; titles, names and numbers as the wiki has them."""
    hidden = Revision.objects.filter(page__title="Hidden").earliest("pk").pk
    suggested = Suggestion.objects.filter(page__title__startswith="Suggested").values_list("pk", flat=True)
    fields = FieldCheck.objects.values_list("field_id", flat=True)[:2]
    mal, vandal = quote(MODERATOR), quote(VANDAL)
    gone, never = quote("Gone'onclick=\"alert(1)"), quote("Never\"onmouseover='alert(1)")
    moved, photo = quote("Moved'onclick=\"alert(1)"), quote("File:Photo'onerror=alert(1).jpg")
    each = {
        "": (
            *(f"/field/{pk}" for pk in fields), *(f"/suggestion/{pk}" for pk in suggested),
            "/history/Suggested_2", "/wiki/Special:BlockList", "/wiki/Special:Contributions/Shut",
            f"/wiki/{gone}", f"/edit/{never}", f"/wiki/{never}", f"/history/{moved}", f"/wiki/{moved}",
            f"/wiki/User:{mal}", f"/wiki/Special:Contributions/{vandal}", "/history/Renamed_parts",
            "/diff/prev/cur", "/wiki/Renamed_parts", f"/wiki/{photo}", "/wiki/Special:ProtectedTitles",
            "/wiki/Special:ProtectedPages", f"/wiki/Special:Log?user={mal}", f"/wiki/Special:Log?page={gone}",
            "/wiki/Special:ActiveUsers", "/wiki/Special:NewPages?limit=500", "/edit/Warned_page",
            "/wiki/Special:Log?limit=500", "/wiki/Special:CreateAccount", "/wiki/Rome?printable=yes",
            f"/wiki/Special:Report/{moved}", f"/wiki/Special:Report?user={vandal}",
        ),
        "Alice": (
            "/edit/Milan?section=1", "/wiki/Special:Drafts", "/wiki/Special:Notifications",
            "/wiki/Special:Watchlist/raw", "/wiki/User_talk:Alice", f"/edit/{moved}?part=infobox",
            "/edit/Renamed_parts?part=infobox", "/wiki/Special:AccountSecurity",
            "/wiki/Special:AccountSecurity/sessions",
        ),
        "Carol": (
            *(f"/suggestion/{pk}" for pk in suggested), "/history/Hidden", f"/undelete/{gone}",
            f"/visibility/Hidden?ids={hidden}", "/wiki/Special:Block/Shut", "/wiki/Special:Unblock/Shut",
            f"/wiki/Special:UserNotes/{quote(NAME)}", "/wiki/Special:UserNotes", "/wiki/Special:MassMessage",
            f"/wiki/Special:Contributions/{quote(NAME)}",
            f"/delete/{moved}", f"/protect/{never}", f"/wiki/Special:RevertUser/{vandal}?since=2000-01-01",
            "/wiki/Special:Suggestions?state=all", f"/move/{moved}", "/wiki/Special:RecentChanges?limit=500",
        ),
        "Shut": ("/edit/Rome", "/wiki/Special:Upload"),
        "Uma": ("/wiki/Special:CheckUserLog", f"/wiki/Special:CheckUser/{mal}"),
        "Bea": ("/wiki/Special:UserRights/Freed", f"/wiki/Special:RenameUser/{vandal}"),
        MODERATOR: (
            "/wiki/Special:Preferences", "/wiki/Special:AccountSecurity", "/wiki/Special:ExportMyData",
        ),
    }  # fmt: skip
    for name, addresses in each.items():
        yield from (Looked(f"{address} as {name}", address, name, status=0) for address in addresses)


def looked_at_by_moderators() -> Iterator[Looked]:
    """All of it."""
    yield from moderated()
    yield from desk(Turn(every_attack()[3::11]))


def searched(turn: Turn) -> Iterator[Looked]:
    """Every list of the desk, asked for an attack."""
    for model in admin.site._registry:
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?{urlencode({'q': turn.one(100)})}"
        yield Looked(place, place, ROOT, status=0)


def desk(turn: Turn) -> Iterator[Looked]:
    """Every list, and of each a row with an attack: its form, its versions."""
    yield Looked("the desk", "/admin/", ROOT, status=0)
    yield Looked("the queue", "/admin/queue/", ROOT, status=0)
    for name in (NAME, VANDAL, MODERATOR):
        place = f"/admin/deal/?{urlencode({'author': name})}"
        yield Looked(place, place, ROOT, status=0)
    for edit in Revision.objects.filter(author_text=NAME, unpatrolled=True).order_by("-pk")[:3]:
        yield Looked(f"the queue at {edit.pk}", f"/admin/queue/?at={edit.pk}", ROOT, status=0)
    for model in admin.site._registry:
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield Looked(place, place, ROOT, status=0)
        if (row := attacked(model)) is not None:
            yield Looked(f"{place} form", f"{place}{row}/change/", ROOT, status=0)
            yield Looked(f"{place} versions", f"{place}{row}/history/", ROOT, status=0)
            for version in versions(model, row):
                yield Looked(f"{place} version", f"{place}{row}/history/{version}/", ROOT, status=0)
    one = EditFilter.objects.latest("pk").pk
    yield Looked("filter to try", f"/admin/wiki/editfilter/{one}/try/", ROOT, status=0)
    texts = urlencode({"kind": "title", "texts": turn.many(800)})
    yield Looked("pattern to try", f"/admin/wiki/pattern/try/?{texts}", ROOT, status=0)


def attacked(model: type[Model]) -> int | None:
    """The newest row with an attack in it, else the newest."""
    columns = [one.name for one in model._meta.concrete_fields if isinstance(one, CharField | TextField)]
    rows = list(model._default_manager.order_by("-pk").values_list("pk", *columns)[:200])
    found = [row for row in rows if any(ATTACK.search(value or "") for value in row[1:])]
    return next((row[0] for row in (*found, *rows)), None)


def versions(model: type[Model], row: int) -> list[int]:
    """The newest version of a row, if any are kept."""
    kept = getattr(model, "history", None)
    rows = kept.model._default_manager.filter(id=row).order_by("-pk") if kept else ()
    return [one.pk for one in rows[:1]]
