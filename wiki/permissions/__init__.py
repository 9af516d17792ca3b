"""Who may do what: one function a right, asked where the write happens."""

from wiki.permissions.deeds import (
    marks_minor,
    may_delete,
    may_hide,
    may_protect,
    may_rename,
    may_rollback,
    may_undelete,
    sees_hidden,
)
from wiki.permissions.editor import Editor, editor_of, need
from wiki.permissions.groups import CONFIRMED_AGE, CONFIRMED_EDITS, INTERFACE, LEVELS, RIGHTS
from wiki.permissions.pages import (
    checks_facts,
    edits_templates,
    level_name,
    may_check,
    may_edit,
    may_move,
    may_move_subpages,
    may_suppress_redirect,
    may_upload,
    protection_level,
    saves_unsourced,
)
from wiki.permissions.refused import AnonymousEditingOff, PageProtected, Refused, UserBlocked

__all__ = [
    "CONFIRMED_AGE",
    "CONFIRMED_EDITS",
    "INTERFACE",
    "LEVELS",
    "RIGHTS",
    "AnonymousEditingOff",
    "Editor",
    "PageProtected",
    "Refused",
    "UserBlocked",
    "checks_facts",
    "editor_of",
    "edits_templates",
    "level_name",
    "marks_minor",
    "may_check",
    "may_delete",
    "may_edit",
    "may_hide",
    "may_move",
    "may_move_subpages",
    "may_protect",
    "may_rename",
    "may_rollback",
    "may_suppress_redirect",
    "may_undelete",
    "may_upload",
    "need",
    "protection_level",
    "saves_unsourced",
    "sees_hidden",
]
