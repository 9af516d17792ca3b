"""Every address of the desk, and what it answers to whom when it is opened and when it is posted to.

A row is an address behind /admin/, one letter for each of ROLES where it is opened, one for each where `sent`
is posted to it. Letters as in write_addresses.py, and R: led elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NEW = "an entirely new pass phrase"


@dataclass(frozen=True, slots=True)
class Desk:
    place: str
    opened: str
    posted: str
    sent: dict[str, object] = field(default_factory=lambda: {"post": "yes"})

    @property
    def address(self) -> str:
        return f"/admin/{self.place}"


FILTER = {"name": "Casino", "conditions": "added contains casino", "action": "refuse", "minutes": "60"}
TEMPLATE = {"name": "Lake", "keys": "Depth"}
PATTERN = {"kind": "link", "pattern": "spam", "active": "on"}
QUESTION = {"question": "Why?", "answers": "So"}
PASSWORDS = {"password1": NEW, "password2": NEW, "usable_password": "true"}


def chosen(deed: str, row: str, **said: str) -> dict[str, object]:
    """What a list sends that asks no more."""
    return {"action": deed, "_selected_action": row, "confirmed": "1", **said}


DEAL = {"author": "Alice", "since": "2000-01-01T00:00", "block": "on", "span": "1 day", "deed": "deal"}
DESK = (
    Desk("", "LLLL......", "LLLL......"),
    Desk("login/", "LFFFFFFFFF", "LFFFFFFFFF"),
    Desk("logout/", "RRRRMMMMMM", "RRRR......"),
    Desk("password_change/", "LLLL......", "LLLL......"),
    Desk("password_change/done/", "LLLL......", "LLLLMMMMMM"),
    Desk("autocomplete/", "LLLLFFFFFF", "LLLLMMMMMM"),
    Desk("jsi18n/", "LLLL......", "LLLLMMMMMM"),
    Desk("r/1/1/", "LLLLNNNNNN", "LLLLNNNNNN"),
    Desk("wiki/", "LLLL......", "LLLL......"),
    Desk("nothing", "LLLLNNNNNN", "LLLLNNNNNN"),
    # What is done one after another
    Desk("queue/", "LLLL......", "LLLLBBBBBB"),
    Desk("queue/", "", "LLLLSSRRRS", {"deed": "patrol", "at": "{latest}"}),
    Desk("queue/", "", "LLLLRSRRRS", {"deed": "rollback", "at": "{latest}"}),
    Desk("queue/", "", "LLLLRSRSRS", {"deed": "hide", "at": "{first}"}),
    Desk("queue/", "", "LLLLRSRRRS", {"deed": "block", "at": "{latest}", "span": "1 day"}),
    Desk("queue/", "", "LLLLSSRRRS", chosen("patrol_revisions", "{latest}")),
    Desk("queue/", "", "LLLLRSRRRS", chosen("roll_back_authors", "{latest}")),
    Desk("queue/", "", "LLLLRSRSRS", chosen("hide_texts", "{first}")),
    Desk("deal/", "LLLLR.R.R.", "LLLLRBR.RB", {"author": "Alice", "since": "2000-01-01"}),
    Desk("deal/", "", "LLLLRSR.RS", DEAL),
    # group
    Desk("auth/group/", "LLLL......", "LLLL......"),
    Desk("auth/group/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("auth/group/{a_group}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("auth/group/{a_group}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("auth/group/{a_group}/history/", "LLLL......", "LLLL......"),
    Desk("auth/group/{a_group}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    # file
    Desk("wiki/file/", "LLLL......", "LLLLRSRRRS", chosen("delete_files", "{a_file}", reason="no")),
    Desk("wiki/file/", "", "LLLLRSRSRS", chosen("hide_files", "{a_file}", reason="no")),
    Desk("wiki/file/", "", "LLLLRRRRRR", chosen("undelete_files", "{a_file}", reason="no")),
    Desk("wiki/file/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/file/{a_file}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/file/{a_file}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("wiki/file/{a_file}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/file/{a_file}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    # filter
    Desk("wiki/editfilter/", "LLLL......", "LLLL.F...F", chosen("delete_selected", "{a_filter}", post="yes")),
    Desk("wiki/editfilter/add/", "LLLLF.FFF.", "LLLLFSFFFS", FILTER),
    Desk("wiki/editfilter/{a_filter}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/editfilter/{a_filter}/change/", "LLLL......", "LLLLFSFFFS", FILTER),
    Desk("wiki/editfilter/{a_filter}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/editfilter/{a_filter}/delete/", "LLLLF.FFF.", "LLLLFFFFFF"),
    Desk("wiki/editfilter/{a_filter}/history/{a_filter_version}/", "LLLL......", "LLLLFSFFFS", FILTER),
    # hit
    Desk("wiki/filterhit/", "LLLLF.FFF.", "LLLLF.FFF."),
    Desk("wiki/filterhit/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/filterhit/{a_hit}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/filterhit/{a_hit}/change/", "LLLLF.FFF.", "LLLLFFFFFF"),
    Desk("wiki/filterhit/{a_hit}/history/", "LLLLF.FFF.", "LLLLF.FFF."),
    Desk("wiki/filterhit/{a_hit}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    # field
    Desk("wiki/infoboxfield/", "LLLL......", "LLLL......"),
    Desk("wiki/infoboxfield/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/infoboxfield/{a_field}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/infoboxfield/{a_field}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("wiki/infoboxfield/{a_field}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/infoboxfield/{a_field}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/infoboxfield/{a_field}/history/{a_field_version}/", "LLLL......", "LLLLFFFFFF"),
    # template
    Desk(
        "wiki/infoboxtemplate/",
        "LLLL......",
        "LLLL.S...S",
        chosen("delete_selected", "{a_template}", post="yes"),
    ),
    Desk("wiki/infoboxtemplate/add/", "LLLLF.FFF.", "LLLLFSFFFS", TEMPLATE),
    Desk("wiki/infoboxtemplate/{a_template}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/infoboxtemplate/{a_template}/change/", "LLLL......", "LLLLFSFFFS", TEMPLATE),
    Desk("wiki/infoboxtemplate/{a_template}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/infoboxtemplate/{a_template}/delete/", "LLLLF.FFF.", "LLLLFSFFFS"),
    Desk(
        "wiki/infoboxtemplate/{a_template}/history/{a_template_version}/",
        "LLLL......",
        "LLLLFSFFFS",
        TEMPLATE,
    ),
    # entry
    Desk("wiki/logentry/", "LLLL......", "LLLL......"),
    Desk("wiki/logentry/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/logentry/{a_entry}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/logentry/{a_entry}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("wiki/logentry/{a_entry}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/logentry/{a_entry}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    # page
    Desk("wiki/page/", "LLLL......", "LLLLRSRRRS", chosen("delete_pages", "{a_page}", reason="no")),
    Desk("wiki/page/", "", "LLLLRSRRRS", chosen("protect_pages", "{a_page}", edit="sysop", span="1 day")),
    Desk("wiki/page/", "", "LLLLRSRRRS", chosen("undelete_pages", "{gone}", reason="no")),
    Desk("wiki/page/", "", "LLLLRSRRRS", chosen("roll_back_pages", "{a_page}", reason="no")),
    Desk("wiki/page/", "", "LLLLRRRRRR", chosen("delete_selected", "{a_page}", post="yes")),
    Desk("wiki/page/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/page/{a_page}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/page/{a_page}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("wiki/page/{a_page}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/page/{a_page}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/page/{a_page}/history/{a_page_version}/", "LLLL......", "LLLLFFFFFF"),
    # pattern
    Desk("wiki/pattern/", "LLLL......", "LLLL.S...S", chosen("delete_selected", "{a_pattern}", post="yes")),
    Desk("wiki/pattern/add/", "LLLLF.FFF.", "LLLLFSFFFS", PATTERN),
    Desk("wiki/pattern/{a_pattern}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/pattern/{a_pattern}/change/", "LLLL......", "LLLLFSFFFS", PATTERN),
    Desk("wiki/pattern/{a_pattern}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/pattern/{a_pattern}/delete/", "LLLLF.FFF.", "LLLLFSFFFS"),
    Desk("wiki/pattern/{a_pattern}/history/{a_pattern_version}/", "LLLL......", "LLLLFSFFFS", PATTERN),
    # report
    Desk("wiki/report/", "LLLLF.FFF.", "LLLLFSFFFS", chosen("done_reports", "{a_report}", answer="So")),
    Desk("wiki/report/", "", "LLLLFSFFFS", chosen("dismiss_reports", "{a_report}", answer="No")),
    Desk("wiki/report/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/report/{a_report}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/report/{a_report}/change/", "LLLLF.FFF.", "LLLLFSFFFS", {"done": "1", "answer": "So"}),
    Desk("wiki/report/{a_report}/change/", "", "LLLLF.FFFS", {"look": "1", "why": "spam"}),
    Desk("wiki/report/{a_report}/history/", "LLLLF.FFF.", "LLLLF.FFF."),
    Desk("wiki/report/{a_report}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    # revision
    Desk(
        "wiki/revision/",
        "LLLL......",
        "LLLLRSRRRS",
        chosen("roll_back_revisions", "{a_revision}", reason="no"),
    ),
    Desk("wiki/revision/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/revision/{a_revision}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/revision/{a_revision}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("wiki/revision/{a_revision}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/revision/{a_revision}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    # section
    Desk("wiki/section/", "LLLL......", "LLLL......"),
    Desk("wiki/section/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/section/{a_section}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/section/{a_section}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("wiki/section/{a_section}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/section/{a_section}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/section/{a_section}/history/{a_section_version}/", "LLLL......", "LLLLFFFFFF"),
    # link
    Desk("wiki/seealsolink/", "LLLL......", "LLLL......"),
    Desk("wiki/seealsolink/add/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/seealsolink/{a_link}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/seealsolink/{a_link}/change/", "LLLL......", "LLLLFFFFFF"),
    Desk("wiki/seealsolink/{a_link}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/seealsolink/{a_link}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/seealsolink/{a_link}/history/{a_link_version}/", "LLLL......", "LLLLFFFFFF"),
    # question
    Desk(
        "wiki/signupquestion/",
        "LLLLF.FFF.",
        "LLLLFSFFFS",
        chosen("delete_selected", "{a_question}", post="yes"),
    ),
    Desk("wiki/signupquestion/add/", "LLLLF.FFF.", "LLLLFSFFFS", QUESTION),
    Desk("wiki/signupquestion/{a_question}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/signupquestion/{a_question}/change/", "LLLLF.FFF.", "LLLLFSFFFS", QUESTION),
    Desk("wiki/signupquestion/{a_question}/history/", "LLLLF.FFF.", "LLLLF.FFF."),
    Desk("wiki/signupquestion/{a_question}/delete/", "LLLLF.FFF.", "LLLLFSFFFS"),
    # user
    Desk("wiki/user/", "LLLL......", "LLLLRSRRRS", chosen("block_accounts", "{a_user}", span="1 day")),
    Desk("wiki/user/add/", "LLLLFF.FF.", "LLLLFFSFFS", {"username": "Fritz", **PASSWORDS}),
    Desk("wiki/user/{a_user}/", "LLLLRRRRRR", "LLLLRRRRRR"),
    Desk("wiki/user/{a_user}/change/", "LLLL......", "LLLLFFSFFS", {"is_active": "on"}),
    Desk("wiki/user/{a_user}/history/", "LLLL......", "LLLL......"),
    Desk("wiki/user/{a_user}/delete/", "LLLLFFFFFF", "LLLLFFFFFF"),
    Desk("wiki/editfilter/{a_filter}/try/", "LLLLF.FFF.", "LLLLFSFFFS", {"deed": "try"}),
    Desk("wiki/editfilter/{a_filter}/try/", "", "LLLLFSFFFS", {"deed": "off"}),
    Desk("wiki/pattern/try/", "LLLL......", "LLLL......"),
    Desk("wiki/user/{a_user}/password/", "LLLLFFFFF.", "LLLLFFFFFS", PASSWORDS),
)
