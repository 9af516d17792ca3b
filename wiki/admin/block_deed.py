"""Blocking accounts at the desk, by what the site calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.deeds import Deed, ReasonForm, action_of
from wiki.models import User
from wiki.moderation.block import Terms, block
from wiki.moderation.reasons import BLOCK_SPANS
from wiki.permissions import Editor, may_block
from wiki.text.expiry import read_expiry


class BlockForm(ReasonForm):
    span = forms.ChoiceField(label=gettext_lazy("For how long"), choices=list(BLOCK_SPANS.items()))
    field_order = ("span", "reason")


def block_account(user: User, editor: Editor, said: dict[str, Any]) -> str:
    span = said["span"]
    terms = Terms(read_expiry(span, now=timezone.now()), said["reason"], duration=span)
    block(user, terms, editor=editor)
    return _("“%(name)s” is blocked") % {"name": user.username}


BLOCK = Deed(
    "block_accounts", gettext_lazy("Block accounts"), gettext_lazy("Block accounts"), may_block,
    block_account, BlockForm, grave=True, of_pages=False,
)  # fmt: skip
block_accounts = action_of(BLOCK)
