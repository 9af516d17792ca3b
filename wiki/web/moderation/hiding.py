"""What the pages that hide revisions, versions of files and entries of the log have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wiki.models import LogEntry
from wiki.moderation.hide import CannotHide
from wiki.permissions import Editor
from wiki.web.addresses.addresses import is_id
from wiki.web.frame.notices import leave_notice
from wiki.web.lists.paging import LIMITS
from wiki.web.moderation.moderation_forms import HidingForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST = LIMITS[-1]  # as many as a screen of the list holds that they were ticked in


class Ticked(NamedTuple):
    """What the address names as `name`; and what is said (status 400) where that cannot be."""

    name: str
    nothing: StrPromise
    too_many: StrPromise  # with %(most)s
    no_number: StrPromise  # with %(id)s

    def ids(self, request: HttpRequest) -> set[int]:
        """Their numbers."""
        named = set(request.GET.getlist(self.name))
        if not named:
            raise BadRequest(str(self.nothing))
        if len(named) > MOST:
            raise BadRequest(self.too_many % {"most": MOST})
        if wrong := next((text for text in named if not is_id(text)), None):
            raise BadRequest(self.no_number % {"id": wrong[:30]})
        return {int(text) for text in named}


def changed(
    form: HidingForm, hide: Callable[..., LogEntry | None], viewer: Editor, *, back: str, notice: str
) -> HttpResponse | None:
    """The way back after `hide` did what the form asks; None where the form is not complete or it cannot be
    done, which the form tells then.
    """
    if not form.is_valid():
        return None
    try:
        entry = hide(editor=viewer, reason=form.reason, **form.wanted)
    except CannotHide as error:
        form.add_error(None, str(error))
        return None
    return leave_notice(HttpResponseRedirect(back, status=303), notice if entry else "nochange")
