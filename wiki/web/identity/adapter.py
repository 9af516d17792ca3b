"""Where django-allauth asks the wiki: who logs in, where one goes then, what is kept of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, suspend_request
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wiki.editing.errors import BadEdit
from wiki.editing.patterns import refuse_title
from wiki.models import User
from wiki.moderation.accounts import NameLikeAnother, NameTaken, check_name_free
from wiki.text.names import InvalidName, check_user_name
from wiki.text.titles import Title
from wiki.web.frame.context import MAIN_PAGE
from wiki.web.frame.languages import keep_language
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import address_of, forget_visitor, visitor
from wiki.web.identity.frame import is_ours, way_back

KEPT_SECONDS = 365 * 24 * 3600  # for who asks to stay logged in
BACKEND = "wiki.web.frame.authentication.Accounts"  # reads the account with its session, whoever proved it
AGENT_MAX = 200  # characters of what a browser calls itself


class AccountAdapter(DefaultAccountAdapter):
    """Logging in as the wiki has it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many attempts failed. Wait a few minutes, then try again."),
        "incorrect_password": _("The password is wrong."),
        "rate_limited": _("Too many attempts. Wait a moment, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and is_ours(self.request, str(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("read", args=[MAIN_PAGE])

    def get_login_stages(self) -> list[str]:
        """After the password: the second factor, then (where that is asked for) a proved address."""
        return ["allauth.mfa.stages.AuthenticateStage", "wiki.web.identity.stages.AddressStage"]

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """A name for an account that comes from elsewhere, by the rules of all accounts."""
        try:
            name = check_user_name(username)
            if not shallow:
                check_name_free(name)
                refuse_title(Title(2, name), visitor(self.request))
        except (InvalidName, BadEdit) as error:
            raise ValidationError(error.message) from None
        except NameLikeAnother as error:
            looks = gettext("This name looks like that of the account “%(name)s”. Choose one that does not.")
            raise ValidationError(looks % {"name": error.other}) from None
        except NameTaken:
            raise ValidationError(gettext("This user name is taken.")) from None
        return name

    def add_message(self, *args: Any, **options: Any) -> None:
        """Pages say themselves what was done."""

    def first_proof(self, request: HttpRequest) -> HttpResponse | None:
        """The way to prove who is there, before a deed that could do harm; it leads back, and what was posted
        is done then. None for who has proved it lately, and for who has nothing to prove it with: he comes
        from another place, which vouches for him.
        """
        ways = self.get_reauthentication_methods(request.user)
        if not ways or did_recently_reauthenticate(request):
            return None
        # What is posted goes on where the path alone is what was asked for; the query is kept beside it.
        suspend_request(request, "")
        return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({'next': request.path})}")

    def login(self, request: HttpRequest, user: User) -> None:
        user.backend = BACKEND  # type: ignore[attr-defined]
        login(request, user)
        agent = request.headers.get("User-Agent", "")[:AGENT_MAX]
        request.session["opened"] = [timezone.now().isoformat(), address_of(request), agent]
        _prove(request, user)
        forget_visitor(request)

    def post_login(
        self,
        request: HttpRequest,
        user: User,
        *,
        signal_kwargs: dict[str, Any] | None,
        redirect_url: str | None,
        signup: bool,
        **more: Any,
    ) -> HttpResponse:
        super().post_login(
            request,
            user,
            signal_kwargs=signal_kwargs,
            redirect_url=redirect_url,
            signup=signup,
            **more,
        )
        keep = (signal_kwargs or {}).get("keep")
        request.session.set_expiry(KEPT_SECONDS if keep else 0)
        target = redirect_url if redirect_url and is_ours(request, redirect_url) else way_back(request)
        answer = HttpResponseRedirect(target, status=303)
        leave_notice(answer, "welcome" if signup else "loggedin")
        language = user.chosen.language
        return keep_language(answer, language) if language else answer


def _prove(request: HttpRequest, user: User) -> None:
    """Who has just logged in has just proved who he is."""
    records = get_authentication_records(request, user)
    if records:
        last = {**records[-1], "reauthenticated": True}
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records[:-1], last]


class FactorAdapter(DefaultMFAAdapter):
    """Second factors under the wiki's name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or has been used already."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return settings.SITE_NAME
