"""A row of everything that the desk has a list of, and the numbers by which its addresses name them."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models import Model

from tests.factories import make_page
from wiki.models import (
    EditFilter,
    File,
    FilterHit,
    InfoboxField,
    InfoboxTemplate,
    LogEntry,
    Page,
    Pattern,
    Section,
    SeeAlsoLink,
    SignUpQuestion,
    User,
)
from wiki.moderation.report import Subject, report_page
from wiki.moderation.rights import make_groups
from wiki.permissions import Editor

STAFF = ("Reviewer", "Sysop", "Bureaucrat", "Suppress", "Checkuser", "Root")  # who come to the desk
CAUGHT = "quadriga"  # what the one filter catches


def seat() -> None:
    """Let those of the cast come to the desk who do; Root is a superuser."""
    User.objects.filter(username__in=STAFF).update(is_staff=True)
    User.objects.filter(username="Root").update(is_superuser=True)


def desk_things(page: Page, *, editor: Editor) -> dict[str, object]:
    """Numbers by name. The page has a section, a field and a See also link."""
    make_groups()
    caught = EditFilter(
        name="Catches", conditions=f"summary contains {CAUGHT}", action="tag", tag="caught", enabled=True
    )
    caught.tried = caught.conditions
    template = InfoboxTemplate(name="City", keys="Mayor")
    pattern = Pattern(kind="title", pattern="Casino.*")
    question = SignUpQuestion(question="What flows through Rome?", answers="Tiber")
    for row in (caught, template, pattern, question):
        row.save()
    cache.clear()
    make_page("Arch", "A gate.", editor=editor, summary=CAUGHT)
    parts = {
        "section": Section.objects.filter(page=page).latest("pk"),
        "field": InfoboxField.objects.filter(page=page).latest("pk"),
        "link": SeeAlsoLink.objects.filter(page=page).latest("pk"),
    }
    kept = {"page": page, **parts, "filter": caught, "template": template, "pattern": pattern}
    others = {
        "question": question,
        "file": File.objects.get(page__title="Box.png"),
        "hit": FilterHit.objects.latest("pk"),
        "entry": LogEntry.objects.latest("pk"),
        "report": report_page(Subject(page), reason="spam", editor=Editor(None, "198.51.100.7")),
        "user": User.objects.get(username="Alice"),
        "group": Group.objects.get(name="sysop"),
    }
    return {
        **{f"a_{name}": row.pk for name, row in (kept | others).items()},
        **{f"a_{name}_version": version_of(row) for name, row in kept.items()},
        "a_revision": page.latest_id,
    }


def version_of(row: Model) -> int:
    """The newest version of a row."""
    return int(row.history.latest("history_id").history_id)  # type: ignore[attr-defined]
