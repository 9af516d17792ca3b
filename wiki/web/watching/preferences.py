"""Special:Preferences, and the links that mails of the wiki carry."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from wiki.editing.watching.mailing import (
    confirm_email,
    confirmation_token,
    new_feed_key,
    subscriber,
    to_confirm,
    unsubscribe,
)
from wiki.editing.watching.preferences import (
    change_preference,
    reset_preferences,
    save_preferences,
)
from wiki.models import User
from wiki.permissions import Editor
from wiki.web.frame.context import site
from wiki.web.frame.errors import refuse
from wiki.web.frame.languages import keep_language
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.times import zones
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.watching.preferences_form import LOOKS, PreferencesForm

MOST_LINKS = 5  # mails that prove an address, for one account in an hour: the address may be another's


@never_cache
def preferences_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    user = visitor(request).user
    if user is None:
        return redirect_to_login(request.get_full_path())
    deeds = {"": choose, "appearance": appearance, "reset": reset, "feed": other_feed, "confirm": send_again}
    if rest.casefold() not in deeds:
        return refuse(
            request, 404, _("Not found"), _("There are no preferences “%(name)s”.") % {"name": rest[:40]}
        )
    if rest and request.method != "POST":
        return HttpResponseRedirect(reverse("special", args=["Preferences"]))
    return deeds[rest.casefold()](request, user)


def back(notice: str) -> HttpResponse:
    return leave_notice(HttpResponseRedirect(reverse("special", args=["Preferences"]), status=303), notice)


def choose(request: HttpRequest, user: User) -> HttpResponse:
    if request.method != "POST":
        return screen(request, PreferencesForm(user=user))
    form = PreferencesForm(request.POST, user=user)
    if not form.is_valid():
        return screen(request, form)
    save_preferences(form.chosen, editor=visitor(request))
    return keep_language(back("preferences"), form.chosen.language)


def screen(request: HttpRequest, form: PreferencesForm) -> HttpResponse:
    """The form, with what is wrong with it."""
    user = form.user
    context = {
        "heading": _("Preferences"), "action": "special", "form": form, "zones": zones(),
        "confirmed": bool(user.mail_address), "has_address": bool(user.email), "feed": feed_of(user),
    }  # fmt: skip
    return render(request, "accounts/preferences.html", context, status=400 if form.errors else 200)


def feed_of(user: User) -> str:
    """The address of the watchlist's feed; empty until a key was made."""
    return (
        f"{reverse('feeds:watchlist', args=['atom', user.pk])}?key={user.feed_key}" if user.feed_key else ""
    )


def appearance(request: HttpRequest, user: User) -> HttpResponse:
    """One choice of how pages look, as the script of the frame posts it."""
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    if value not in dict(LOOKS.get(name, [])):
        return HttpResponse(status=400)
    change_preference(visitor(request), **{name: value})
    return HttpResponse(status=204)


def reset(request: HttpRequest, user: User) -> HttpResponse:
    reset_preferences(editor=visitor(request))
    return keep_language(back("preferencesreset"), "")


def other_feed(request: HttpRequest, user: User) -> HttpResponse:
    new_feed_key(editor=visitor(request))
    return back("feedkey")


# ---- The address ------------------------------------------------------------------------------------------


def send_again(request: HttpRequest, user: User) -> HttpResponse:
    if not user.email:
        return back("nothingchanged")
    return back("confirmation" if send_confirmation(user) else "mailfailed")


def send_confirmation(user: User) -> bool:
    """Mail the link that proves the address; says whether the mail went out. Not more than a few an hour."""
    count = f"confirmations:{user.pk}"
    sent = cache.get(count, 0)
    if sent >= MOST_LINKS:
        return False
    cache.set(count, sent + 1, 3600)
    link = settings.SITE_URL + reverse("confirm_email", args=[confirmation_token(user)])
    words = {"name": user.username, "site": site().name, "link": link}
    text = _(
        "Somebody, probably you, gave this address for the account “%(name)s” on %(site)s.\n\n"
        "If it was you, open this link within a week, logged in as %(name)s:\n\n%(link)s\n\n"
        "If it was not, do nothing: no more mail will come."
    )
    subject = settings.EMAIL_SUBJECT_PREFIX + _("Confirm your e-mail address")
    try:
        return bool(EmailMessage(subject, text % words, to=[user.email]).send())
    except OSError:  # what the mail server says, SMTPException among it
        return False


@never_cache
def confirm_view(request: HttpRequest, token: str) -> HttpResponse:
    viewer = visitor(request)
    if viewer.user is None:
        # Nobody can log in before the address is confirmed where that is mandatory: the link has to do.
        owner = to_confirm(token) if settings.EMAIL_VERIFICATION == "mandatory" else None
        if owner is None:
            return redirect_to_login(request.get_full_path())
        viewer = Editor(owner)
    account = viewer.user
    if request.method != "POST":
        email = account.email if account else ""
        return show(request, "accounts/confirm_email.html", _("Confirm your e-mail address"), email=email)
    if not confirm_email(token, editor=viewer):
        message = _("This link is too old, or is not for this account and its present address.")
        advice = _("Your preferences can send another.")
        return refuse(request, 400, _("Not confirmed"), message, advice=advice)
    if visitor(request).is_anonymous:
        return leave_notice(HttpResponseRedirect(settings.LOGIN_URL, status=303), "confirmed")
    return back("confirmed")


@never_cache
@csrf_exempt
def unsubscribe_view(request: HttpRequest, token: str) -> HttpResponse:
    """The link in every mail. A mail program posts to it by itself, so no form of ours stands before that."""
    user = subscriber(token)
    if user is None:
        return refuse(request, 404, _("Not found"), _("This link ends no mail of this wiki."))
    done = request.method == "POST" and unsubscribe(token) is not None
    return show(request, "accounts/unsubscribe.html", _("No more mail"), done=done, name=user.username)
