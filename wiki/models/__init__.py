"""Storage: tables, constraints and the queries that need to know how rows are kept."""

from wiki.models.addresses import Address, AddressLook
from wiki.models.append_only import AppendOnly
from wiki.models.authorship import Authorship
from wiki.models.block import Block
from wiki.models.counts import Category, ChangeTag
from wiki.models.draft import Draft, Presence
from wiki.models.edit_filter import EditFilter, FilterHit
from wiki.models.facts import StatedValue
from wiki.models.field_check import FieldCheck
from wiki.models.file import File, FileVersion
from wiki.models.infobox import InfoboxField
from wiki.models.infobox_template import InfoboxTemplate
from wiki.models.links import Fact, Link
from wiki.models.log import DeedStep, LogEntry
from wiki.models.mass_message import MassMessage
from wiki.models.notice import Digest, Notice
from wiki.models.page import Page, StoredHtml
from wiki.models.parts import Row, parts_as_of, parts_live, parts_then
from wiki.models.pattern import Pattern
from wiki.models.preferences import Preferences
from wiki.models.protected_title import ProtectedTitle
from wiki.models.rate import RateCount
from wiki.models.report import Report
from wiki.models.revision import TAG_MAX, Revision, RevisionTag, chain_hash, tag_rows
from wiki.models.section import Section, SeeAlsoLink
from wiki.models.sessions import Session
from wiki.models.sign_up import SignUpQuestion
from wiki.models.site_name import SiteName
from wiki.models.slot import RevisionSlot
from wiki.models.suggestion import Suggestion, SuggestionComment
from wiki.models.temporary import TemporaryCount, living_temporary
from wiki.models.user_note import UserNote
from wiki.models.users import User
from wiki.models.watch import Watch

__all__ = [
    "TAG_MAX",
    "Address",
    "AddressLook",
    "AppendOnly",
    "Authorship",
    "Block",
    "Category",
    "ChangeTag",
    "DeedStep",
    "Digest",
    "Draft",
    "EditFilter",
    "Fact",
    "FieldCheck",
    "File",
    "FileVersion",
    "FilterHit",
    "InfoboxField",
    "InfoboxTemplate",
    "Link",
    "LogEntry",
    "MassMessage",
    "Notice",
    "Page",
    "Pattern",
    "Preferences",
    "Presence",
    "ProtectedTitle",
    "RateCount",
    "Report",
    "Revision",
    "RevisionSlot",
    "RevisionTag",
    "Row",
    "Section",
    "SeeAlsoLink",
    "Session",
    "SignUpQuestion",
    "SiteName",
    "StatedValue",
    "StoredHtml",
    "Suggestion",
    "SuggestionComment",
    "TemporaryCount",
    "User",
    "UserNote",
    "Watch",
    "chain_hash",
    "living_temporary",
    "parts_as_of",
    "parts_live",
    "parts_then",
    "tag_rows",
]
