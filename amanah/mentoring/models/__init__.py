from amanah.mentoring.models.agreement import Agreement, OwnChoices, Signature
from amanah.mentoring.models.mentorship import Invitation, Membership, Mentorship

__all__ = ["Agreement", "Invitation", "Membership", "Mentorship", "OwnChoices", "Signature"]
