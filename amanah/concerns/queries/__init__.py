"""What is asked about concerns: to whom they may go, and who may know of one."""

from amanah.concerns.queries.concerns import (
    concerns_due,
    concerns_of,
    concerns_sent_to,
    disclosed_in,
    is_of_concern,
    mentorships_to_show_from,
    open_concerns_of,
    recipients_of,
    rooms_by_role,
    rooms_withheld,
)
from amanah.concerns.queries.leads import LEAD, Lead, known_leads, leads_for

__all__ = [
    "LEAD",
    "Lead",
    "concerns_due",
    "concerns_of",
    "concerns_sent_to",
    "disclosed_in",
    "is_of_concern",
    "known_leads",
    "leads_for",
    "mentorships_to_show_from",
    "open_concerns_of",
    "recipients_of",
    "rooms_by_role",
    "rooms_withheld",
]
