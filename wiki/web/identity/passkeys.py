"""What a browser sends of a passkey, read with care: it may be anything."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, struct.error, RecursionError)


class Credential(forms.JSONField):
    """A credential that `read` understands; anything else is a wrong one."""

    def __init__(self, read: Callable[[Any], object]) -> None:
        super().__init__(widget=forms.HiddenInput)
        self.read = read

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        try:
            self.read(found)
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None
        return found


class AddForm(AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=80)
    credential = Credential(RegistrationResponse.from_dict)


class SecondFactorForm(AuthenticateWebAuthnForm):
    credential = Credential(AuthenticationResponse.from_dict)


class LogInForm(LoginWebAuthnForm):
    credential = Credential(AuthenticationResponse.from_dict)


class ProveForm(ReauthenticateWebAuthnForm):
    credential = Credential(AuthenticationResponse.from_dict)
