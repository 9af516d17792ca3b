"""One sentence for the next page, carried by a cookie that is taken off when the page has shown it.

A cookie and no session: whoever edits without an account stays without one, and the page stays cacheable.
"""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext, gettext_noop

COOKIE = "notice"
NOTICES = {
    "saved": gettext_noop("Your edit was published."),
    "created": gettext_noop("The page was created."),
    "nochange": gettext_noop("No change was made."),
    "replied": gettext_noop("Your reply was published."),
    "repliedbelow": gettext_noop(
        "Your reply was published at the end of the topic: the comment that you answered is no longer there."
    ),
    "converted": gettext_noop("The page is written in Markdown now. Its history has the way to undo that."),
    "undone": gettext_noop("The edit was undone."),
    "restored": gettext_noop("The revision was restored."),
    "rolledback": gettext_noop("The edits were rolled back."),
    "deleted": gettext_noop("The page was deleted."),
    "undeleted": gettext_noop("The page was brought back."),
    "textmoved": gettext_noop("The text was moved here."),
    "moved": gettext_noop("The page was moved."),
    "rights": gettext_noop("The groups were changed."),
    "patrolled": gettext_noop("The edit is marked as patrolled."),
    "patrolledbefore": gettext_noop("This edit was patrolled already."),
    "protected": gettext_noop("The protection was set."),
    "unprotected": gettext_noop("The protection was removed."),
    "blocked": gettext_noop("The block was set."),
    "unblocked": gettext_noop("The block was lifted."),
    "visibility": gettext_noop("The visibility of the revisions was changed."),
    "logvisibility": gettext_noop("The visibility of the log entries was changed."),
    "filevisibility": gettext_noop("The visibility of the versions was changed."),
    "filereverted": gettext_noop("The file was reverted to the older version."),
    "waits": gettext_noop("Your edit waits for review: readers see it when somebody has accepted it."),
    "partlywaits": gettext_noop(
        "Your edit was published, but for what stands in a protected part: that waits for review."
    ),
    "suggested": gettext_noop("Thank you. Your suggestion waits for somebody to look at it."),
    "amended": gettext_noop("Your suggestion was changed."),
    "accepted": gettext_noop("The suggestion was accepted and published."),
    "acceptedpartly": gettext_noop("What you chose was accepted and published, the rest is refused."),
    "acceptednochange": gettext_noop("Accepted. The page says all of it already, so nothing was changed."),
    "noted": gettext_noop("The notes were changed."),
    "reported": gettext_noop("Thank you. Your report was sent to those who look after the wiki."),
    "refused": gettext_noop("The suggestion was refused."),
    "withdrawn": gettext_noop("The suggestion was withdrawn."),
    "commented": gettext_noop("Your comment was added."),
    "discarded": gettext_noop("The draft was discarded."),
    "welcome": gettext_noop("Welcome! Your account was created and you are logged in."),
    "loggedin": gettext_noop("You are now logged in."),
    "loggedout": gettext_noop("You are now logged out."),
    "movednotwatched": gettext_noop("The page was moved, but your watchlist is full."),
    "notwatched": gettext_noop("Your edit was published, but your watchlist is full."),
    "watched": gettext_noop("On your watchlist."),
    "unwatched": gettext_noop("No longer on your watchlist."),
    "allseen": gettext_noop("Everything on your watchlist is marked as seen."),
    "watchlist": gettext_noop("Your watchlist was updated."),
    "cleared": gettext_noop("Your watchlist is empty now."),
    "nothingchanged": gettext_noop("Nothing was changed."),
    "checked": gettext_noop("The fact is marked as checked today."),
    "thanked": gettext_noop("The author was told of your thanks."),
    "preferences": gettext_noop("Your preferences were saved."),
    "preferencesreset": gettext_noop("Your preferences are as they were at first."),
    "confirmation": gettext_noop("A link was sent to your address: open it to confirm the address."),
    "mailfailed": gettext_noop("The mail to your address could not be sent. Try again later."),
    "confirmed": gettext_noop("Your e-mail address is confirmed."),
    "feedkey": gettext_noop("The feed of your watchlist has a new address."),
    "password": gettext_noop("Your password was changed."),
    "vanished": gettext_noop("Your account was given up. What you wrote stays, under another name."),
    "renamed": gettext_noop("The account was renamed."),
    "sessionended": gettext_noop("The session was ended."),
    "address": gettext_noop("Your e-mail address was taken off."),
    "elsewherefailed": gettext_noop("The other place did not log you in. Try again, or use your password."),
    "nopasskey": gettext_noop("The passkey was not accepted. Try again, or use your password."),
}
Response = TypeVar("Response", bound=HttpResponseBase)


def leave_notice(response: Response, code: str) -> Response:
    """The response, telling the next page to say this."""
    response.set_cookie(COOKIE, code, max_age=60, httponly=True, samesite="Lax")
    return response


def read_notice(request: HttpRequest) -> str:
    """What this page has to say, translated; empty for none and for anything that is not ours."""
    code = request.COOKIES.get(COOKIE, "")
    return gettext(NOTICES[code]) if code in NOTICES else ""


def notice_code(request: HttpRequest) -> str:
    """The code of what this page has to say, for scripts."""
    code = request.COOKIES.get(COOKIE, "")
    return code if code in NOTICES else ""


def take_notice(request: HttpRequest, response: Response) -> Response:
    """The response, with the notice that it shows taken off."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
