"""Attacks in what moderators and accounts write: rules and their messages, reasons, suggestions, drafts."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.factories import edit_page, make_page, make_user, reload
from tests.made_pictures import jpeg, store
from tests.web.hostile.attacks import Turn, as_key
from tests.web.hostile.told import poison_what_is_told
from wiki.editing.check import check_field
from wiki.editing.drafts import save_draft
from wiki.editing.edits import whole_page
from wiki.editing.presence import note_presence
from wiki.editing.suggest.decide import accept, refuse
from wiki.editing.suggest.propose import comment, propose
from wiki.editing.watching.notices import thank
from wiki.editing.watching.preferences import change_email, change_preference
from wiki.editing.watching.watch import watch
from wiki.models import (
    EditFilter,
    InfoboxField,
    InfoboxTemplate,
    Page,
    Pattern,
    Revision,
    SignUpQuestion,
    Suggestion,
    User,
)
from wiki.models.revision import TAG_MAX
from wiki.moderation.addresses import look_up_addresses
from wiki.moderation.block import Terms, block, block_target, present_block, unblock
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.moderation.protect import protect_part, protect_title
from wiki.moderation.rename import rename_account
from wiki.moderation.revert_user import revert_user
from wiki.moderation.rights import change_groups
from wiki.permissions import Editor
from wiki.reading.drafts import Place
from wiki.reading.source import open_page
from wiki.reading.watching.watching import page_target
from wiki.text.fields.facts import fingerprint
from wiki.text.fields.field_rules import InvalidRules, read_rules
from wiki.text.titles import Title

MODERATOR = "Mal' onclick\"alert(1)"
NAME = "Eve\" onfocus'alert(1)"
VANDAL = "Van\"onfocus='alert(1)"
MAIL = '"<img/src=x/onerror=alert(1)>"@example.org'
# Pages whose edits the filters and patterns catch: see answers.py.
WARNED, REFUSED, LINKED = "Warned page", "Refused page", "https://spam.example/x"


def rules(turn: Turn) -> None:
    """What is refused, asked and offered, in words of the desk."""
    for name, action in ((WARNED, "warn"), (REFUSED, "refuse"), ("Tagged page", "tag")):
        conditions = f"title begins with {name}\ntext does not contain {turn.one(300)}"
        one = EditFilter(
            name=turn.many(240) + action, conditions=conditions, tried=conditions, action=action,
            message=turn.many(1000), tag=turn.one(TAG_MAX), enabled=True,
        )  # fmt: skip
        one.full_clean()
        one.save()
    Pattern.objects.create(kind="link", pattern=r"spam\.example", reason=turn.many(255))
    Pattern.objects.create(kind="title", pattern="Listed.*", reason=turn.many(255))
    for _n in range(5):
        pattern = "".join(f"\\{sign}" if sign in "\\.*+?()[]{}|^$" else sign for sign in turn.one(200))
        Pattern.objects.create(kind="title", pattern=pattern, reason=turn.many(255))
        SignUpQuestion.objects.create(question=turn.many(255), answers=turn.many(1000))
    keys = [line for n in range(40) if (line := key_rule(turn, n))]
    InfoboxTemplate.objects.create(
        name=turn.many(255), category="", keys="\n".join([f"Mayor||||{turn.one()}", *keys])
    )
    InfoboxTemplate.objects.create(name=turn.many(255), category='"onmouseover="alert(1)', keys="Area")


def key_rule(turn: Turn, n: int) -> str:
    """A line of a template whose key and help are attacks; "" where no key may be so."""
    line = f"{n} {as_key(turn.one())}||||{turn.one()}"
    try:
        read_rules(line)
    except InvalidRules:
        return ""
    return line


def reasons(turn: Turn, rome: Page, eve: Editor) -> Editor:
    """Deeds with their reasons, and the moderator who did them."""
    mal = Editor(make_user(MODERATOR, "sysop", "bureaucrat", "checkuser"), "192.0.2.66")
    vandal = Editor(make_user(VANDAL), "192.0.2.67")
    shut, freed, old = make_user("Shut"), make_user("Freed"), make_user("Old name")
    block(block_target("203.0.113.0/24"), Terms(None, turn.many()), editor=mal)
    for user in (shut, freed):
        block(user, Terms(None, turn.many()), editor=mal)
    found = present_block(freed)
    assert found is not None
    unblock(found.pk, editor=mal, reason=turn.many())
    protect_title(Title(0, "Never\"onmouseover='alert(1)"), "sysop", editor=mal, reason=turn.many())
    mayor = InfoboxField.objects.get(page=rome, key="Mayor", deleted=False)
    protect_part(reload(rome), f"f{mayor.pk}", "sysop", editor=mal, reason=turn.many())
    hidden = edit_page(make_page("Hidden", turn.one()), turn.one(), editor=vandal, summary=turn.many())
    hide_revisions(hidden.page, [hidden.page.latest.parent_id], editor=mal, text=True, reason=turn.many())
    delete_page(make_page("Gone'onclick=\"alert(1)"), editor=mal, reason=turn.many())
    moved = make_page("Moved'onclick=\"alert(1)", turn.one(), editor=eve)
    move_page(moved, Title(0, "Moved\"onfocus='alert(2)"), editor=vandal, reason=turn.many())
    revert_user(VANDAL, datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC), editor=mal,
                reason=turn.many())  # fmt: skip
    rename_account(old, "New\"onclick'alert(1)", editor=mal, reason=turn.many())
    change_groups(freed, editor=mal, add={"reviewer": None}, reason=turn.many())
    look_up_addresses(eve.user, editor=mal, reason=turn.many())  # type: ignore[arg-type]
    return mal


def suggestions(turn: Turn, eve: Editor, mal: Editor) -> dict[str, int]:
    """One that waits, one refused, one accepted, each talked about."""
    made = []
    for place in ("", "part=infobox&x=\"><img src=x onerror='alert(1)'>", ""):
        page = make_page(f"Suggested {len(made)}", f"Old.\n\n## {turn.one()}\n\n{turn.one()}", editor=eve)
        wanted = f"{turn.many(2000)}\n\n## {turn.one()}\n\n{turn.one()}"
        edit = whole_page(page, wanted, open_page(page).base)
        made.append(propose(page, edit, editor=eve, summary=turn.many(), place=place))
        comment(made[-1], turn.many(2000), editor=mal)
    waiting, refused, accepted = (Suggestion.objects.get(pk=one.pk) for one in made)
    refuse(refused, editor=mal, version=refused.version, answer=turn.many())
    accept(accepted, editor=mal, version=accepted.version, summary=turn.many(), answer=turn.many())
    return {"waiting": waiting.pk, "refused": refused.pk, "accepted": accepted.pk}


def own(turn: Turn, eve: Editor) -> dict[str, int]:
    """What Alice keeps for herself, and what she is told."""
    alice = Editor(User.objects.get(username="Alice"), "192.0.2.1")
    milan = Page.objects.get(title="Milan")
    watch(page_target(Title(0, '"onmouseover="alert(1)')), editor=alice)
    change_preference(alice, notify_pages=True, mail="each")
    change_preference(eve, signature=f"<img src=x onerror=alert(1)> [[User:Alice|{turn.one(60)}]]"[:255])
    change_email(MAIL, editor=eve)
    User.objects.filter(pk=alice.user.pk).update(  # type: ignore[union-attr]
        email="alice@example.org", confirmed_email="alice@example.org"
    )
    place = Place(milan.name, milan, "section", 1, name=turn.many(255))
    words = [("text", turn.many(3000)), ("summary", turn.many())]
    draft = save_draft(alice.user, place, words, base=open_page(milan).base, tab="a2")  # type: ignore[arg-type]
    save_draft(
        alice.user,
        Place(Title(0, "New'onclick=\"alert(1)")),
        words,
        base="",
        tab="a3",  # type: ignore[arg-type]
    )
    for title in (milan.name, Title(0, '"onmouseover="alert(1)')):
        note_presence(Place(title, None, name=turn.one(255)), tab=f"p{title.name}"[:32], account=eve.user)
    edit_page(Page.objects.get(namespace=3, title="Alice"), turn.many(2000), editor=eve, summary=turn.many())
    thank(Revision.objects.filter(author=alice.user).latest("pk"), editor=eve)
    return {"private": draft.pk}


def poison_the_rest(turn: Turn, rome: Page, eve: Editor) -> dict[str, int]:
    """All of it; the numbers that addresses name."""
    mal = reasons(turn, rome, eve)
    poison_what_is_told(turn, Page.objects.get(title='"onmouseover="alert(1)', namespace=0), eve, mal)
    numbers = {**suggestions(turn, eve, mal), **own(turn, eve)}
    text = "```infobox X\nMayor: {}\n```\n![[File:Photo'onerror=alert(1).jpg]]\n\n## {}\n\nB."
    page = make_page("Renamed parts", text.format(turn.one(), turn.one(80)), editor=eve)
    edit_page(page, text.format(turn.one(), turn.one(80)), editor=eve)
    for field in InfoboxField.objects.filter(kind="field", deleted=False).exclude(key="Mayor")[:3]:
        check_field(field, fingerprint(field.value), editor=eve)
    store("Photo'onerror=alert(1).jpg", jpeg(60, 40, comment=turn.one(200)), editor=eve, comment=turn.many())
    rules(turn)
    make_page("Tagged page'onclick=\"alert(1)", turn.many(2000), editor=eve, summary=turn.many())
    return numbers
