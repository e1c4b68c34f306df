"""Mail: whether the server takes us."""

import smtplib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from amanah.operations.checks import Line, ok, problem, warning

HOST = "AMANAH_MAIL_HOST"


def lines(*, send_to: str = "") -> Iterator[Line]:
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        yield problem(
            "mail", "Both AMANAH_MAIL_STARTTLS and AMANAH_MAIL_TLS are set.", "Unset one of them."
        )
        return
    try:
        connection = get_connection(fail_silently=False)
        connection.open()
        if send_to:
            _message(send_to, connection).send()
        connection.close()
    except (OSError, smtplib.SMTPException) as cause:
        yield problem("mail", f"{where}: {_reason(cause)}", _remedy(cause))
        return
    yield ok("mail", f"{where} takes our mail{f', and took one to {send_to}' if send_to else ''}.")
    yield from _settings()


def _settings() -> Iterator[Line]:
    is_safe = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if settings.EMAIL_HOST not in {"localhost", "127.0.0.1", "::1"} and not is_safe:
        yield warning(
            "mail",
            "Mail, and the password of AMANAH_MAIL_USER, go to the server readable.",
            "Set AMANAH_MAIL_STARTTLS=yes (mostly port 587) or AMANAH_MAIL_TLS=yes (465).",
        )
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        yield warning(
            "mail",
            "Mail comes from an address at localhost, which most servers refuse.",
            "Set AMANAH_MAIL_FROM, such as: Mentoring <mentoring@example.org>",
        )
    if not settings.OPERATOR_EMAIL:
        yield warning(
            "mail",
            "Nobody is told when mail or jobs stop.",
            "Set AMANAH_OPERATOR_EMAIL to your address.",
        )


def _message(address: str, connection: Any) -> EmailMessage:
    return EmailMessage(
        "Amanah can send mail",
        "This is the test that somebody asked for with: amanah check --send-test\n",
        to=[address],
        connection=connection,
    )


def _reason(cause: Exception) -> str:
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        return "the server does not accept our user and password."
    if isinstance(cause, smtplib.SMTPResponseException):
        return f"the server refuses us with code {cause.smtp_code}."
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return "the server does not accept this reader."
    return f"it cannot be reached ({type(cause).__name__})."


def _remedy(cause: Exception) -> str:
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        return "Correct AMANAH_MAIL_USER and AMANAH_MAIL_PASSWORD."
    if isinstance(cause, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
        return "Correct AMANAH_MAIL_FROM, or let the mail server relay for this machine."
    return f"Correct {HOST}, AMANAH_MAIL_PORT, AMANAH_MAIL_STARTTLS or AMANAH_MAIL_TLS."
