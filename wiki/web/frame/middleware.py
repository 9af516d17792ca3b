"""Headers that every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wiki.permissions import Refused
from wiki.web.frame.errors import refused

# No inline script or style anywhere, so nothing is excepted. A view that must differ sets its own header.
DIRECTIVES = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(DIRECTIVES)
# Nothing of a page asks for what a device has; passkeys, the one exception, are the page's own.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "serial",
        "usb", "xr-spatial-tracking",
    )
)  # fmt: skip

Answer = Callable[[HttpRequest], HttpResponse]


def policy_with_styles(nonce: str) -> str:
    """For one answer whose script makes style elements: those that bear the nonce are let in."""
    return "; ".join((*DIRECTIVES, f"style-src 'self' 'nonce-{nonce}'"))


def security_headers(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def refusals(get_response: Answer) -> Answer:
    """What a view lets pass: the reader is told why not, and when to come again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refused) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # where Django looks
    return middleware
