"""Where allauth asks the house how it does things here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from amanah.people import browsers
from amanah.people.models import Person


class Account(DefaultAccountAdapter):
    """People come by invitation, read our words, and get mail from our outbox alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # shell.requests.know_the_client has put there whom our own proxies vouch for.
        return str(request.META["REMOTE_ADDR"])

    def get_login_stages(self) -> list[str]:
        return ["amanah.people.stages.SecondStep"]

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        request.session.begin(browsers.coarse(request.headers.get("User-Agent", "")))  # type: ignore[attr-defined]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our views say what happened themselves."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise LookupError(f"{template_prefix}: mail goes through the outbox (people/notices.py)")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our services write the letters, in the transaction of what they tell."""
