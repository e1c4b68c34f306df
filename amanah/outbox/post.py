"""Handing a letter to the mail server."""

import smtplib

from django.core.mail import EmailMessage

from amanah.base.later import NoUseRetrying
from amanah.outbox.models import Letter

FIRST_FINAL_CODE = 500


class RefusedForGood(NoUseRetrying):
    """The mail server will not take this letter, now or later."""


def send(letter: Letter) -> None:
    """Send a letter. It has one Message-ID for ever, so that a second copy is known as one.

    A refusal of this address or text is final. Everything else may pass: a server that is down,
    busy, or does not accept our password or sender until the operator has mended the settings.
    """
    headers = {
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": letter.language,
    }
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMessage(letter.subject, letter.body, to=[letter.address], headers=headers)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        if min(code for code, _words in refusal.recipients.values()) >= FIRST_FINAL_CODE:
            raise RefusedForGood from refusal
        raise
    except smtplib.SMTPDataError as refusal:
        if refusal.smtp_code >= FIRST_FINAL_CODE:
            raise RefusedForGood from refusal
        raise
