"""Which columns hold what people write: a wiki full of attacks has one in each of them; and why the others
need none. A new column stands in one of the two lists or fails the test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField

ATTACK = re.compile(r"alert|script|\bon[a-z]+ ?=|<[a-z!/]|javas|onerror|onclick", re.IGNORECASE)

FILLED = """
    Page title folded_title description picture
    HistoricalPage title
    StoredHtml content
    Revision author_text accepter summary tags changes
    RevisionTag tag author_text
    RevisionSlot role content_model text
    AddressLook viewer_text target reason
    Section title heading body anchor former_anchors
    HistoricalSection title heading body anchor former_anchors
    SeeAlsoLink source target
    HistoricalSeeAlsoLink source target
    InfoboxField key value source
    HistoricalInfoboxField key value source
    Block by_text reason
    Category title
    ChangeTag name
    User username skeleton email preferences
    Draft title name typed place
    Presence page_key name
    EditFilter name conditions message tag tried
    HistoricalEditFilter name conditions message tag tried
    FilterHit user_text title
    Link title extra
    Fact key value
    StatedValue folded_key folded
    FieldCheck user_text
    FileVersion author_text comment metadata
    InfoboxTemplate name category keys
    HistoricalInfoboxTemplate name category keys
    LogEntry title user_text comment params
    DeedStep old new
    Suggestion wanted changes place author_text summary decider_text answer
    SuggestionComment author_text text
    Pattern pattern reason
    HistoricalPattern pattern reason
    ProtectedTitle title user_text reason
    Report anchor title about_text note reporter_text decided_by_text answer
    UserNote about_text text by_text struck_by_text struck_reason
    MassMessage subject text recipients
    SignUpQuestion question answers
    Watch title
"""

WORD = "one of a few words that the wiki itself chooses"
DIGEST = "a digest or a secret that the wiki makes"
NUMBERS = "numbers, times and words of the wiki's own"
UNUSED = "nothing writes it"
ELSEWHERE = "what a place that the operator set up says of an account"
NOT_WRITTEN = {
    "Page.protection HistoricalPage.protection": NUMBERS,
    "Page.withheld_anchors": "anchors of sections, kept back; shown nowhere",
    "HistoricalPage.history_type HistoricalSection.history_type HistoricalSeeAlsoLink.history_type "
    "HistoricalInfoboxField.history_type HistoricalEditFilter.history_type HistoricalPattern.history_type "
    "HistoricalInfoboxTemplate.history_type": WORD,
    "HistoricalPage.history_change_reason HistoricalSection.history_change_reason "
    "HistoricalSeeAlsoLink.history_change_reason HistoricalInfoboxField.history_change_reason "
    "HistoricalEditFilter.history_change_reason HistoricalPattern.history_change_reason "
    "HistoricalInfoboxTemplate.history_change_reason": UNUSED,
    "Revision.author_ip Report.ip Address.ip Block.address Block.first Block.last": "an address, in one form",
    "Revision.content_model Address.deed AddressLook.kind Draft.part Presence.part EditFilter.action "
    "HistoricalEditFilter.action FilterHit.action Link.kind LogEntry.type LogEntry.action DeedStep.kind "
    "Suggestion.kind Suggestion.state Notice.kind Pattern.kind HistoricalPattern.kind ProtectedTitle.level "
    "Report.reason Report.state Watch.kind InfoboxField.kind HistoricalInfoboxField.kind "
    "FileVersion.mime": WORD,
    "Revision.sha1 Revision.chain FieldCheck.said FilterHit.digest FileVersion.sha1 FileVersion.path "
    "MassMessage.key Report.key User.password User.feed_key Session.session_key "
    "account.EmailConfirmation.key": DIGEST,
    "Block.parts User.group_ends Suggestion.base Suggestion.parts Suggestion.taken Draft.base": NUMBERS,
    "Draft.tab Presence.tab": "names a form of the editor; compared, never shown",
    "RateCount.key": "counted under; never shown",
    "SiteName.name": "what a dump calls a namespace; titles are read by it, and it is shown nowhere",
    "User.first_name User.last_name": "no form asks for it",
    "User.confirmed_email account.EmailAddress.email": "the same address as User.email, once it was proved",
    "Session.session_data sessions.Session.session_key sessions.Session.session_data": "signed; what it says "
    "of the browser is an attack in test_hostile.py",
    "admin.LogEntry.object_id admin.LogEntry.object_repr admin.LogEntry.change_message": "no page shows it",
    "auth.Permission.name auth.Permission.codename auth.Group.name contenttypes.ContentType.app_label "
    "contenttypes.ContentType.model": WORD,
    "socialaccount.SocialApp.provider socialaccount.SocialApp.provider_id socialaccount.SocialApp.name "
    "socialaccount.SocialApp.client_id socialaccount.SocialApp.secret socialaccount.SocialApp.key "
    "socialaccount.SocialApp.settings": "stands in the settings; the table is empty",
    "socialaccount.SocialAccount.provider socialaccount.SocialAccount.uid "
    "socialaccount.SocialAccount.extra_data socialaccount.SocialToken.token "
    "socialaccount.SocialToken.token_secret": ELSEWHERE,
    "mfa.Authenticator.type": WORD,
    "mfa.Authenticator.data": "secrets, and the name of a passkey, which its owner alone sees",
}  # fmt: skip


def filled() -> set[str]:
    """The columns of the first list, as `Page.title`."""
    lines = (line.split() for line in FILLED.strip().splitlines())
    return {f"{model}.{column}" for model, *columns in lines for column in columns}


def not_written() -> set[str]:
    """The columns of the second."""
    return {column for columns in NOT_WRITTEN for column in columns.split()}


def columns() -> Iterator[tuple[str, type[Model], str]]:
    """Every column that holds text: its name in the plan, model and column."""
    for model in apps.get_models():
        label = model.__name__ if model._meta.app_label == "wiki" else model._meta.label
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField):
                yield f"{label}.{field.name}", model, field.name


def not_attacked() -> Iterator[str]:
    """The columns of the first list in which no attack stands."""
    known = filled()
    for name, model, column in columns():
        values = model._default_manager.values_list(column, flat=True).iterator() if name in known else ()
        told = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in values if one)
        if name in known and not any(map(ATTACK.search, told)):
            yield name
