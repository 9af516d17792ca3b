"""A stage of logging in: where EMAIL_VERIFICATION is mandatory, an account's address has to be proved."""

from __future__ import annotations

from allauth.account.stages import LoginStage
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wiki.web.watching.preferences import send_confirmation


class AddressStage(LoginStage):
    key = "verify_email"
    urlname = "account_email_verification_sent"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        proved = user.is_superuser or bool(user.mail_address)
        if settings.EMAIL_VERIFICATION != "mandatory" or proved:
            return None, True
        if user.email:
            send_confirmation(user)
        return HttpResponseRedirect(reverse(self.urlname), status=303), True
