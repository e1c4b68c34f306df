"""Who could walk with whom: pairing as exact, explained, checkable computation.

Plain arrays in, frozen values out; no Django, no database, no clock. Begin with `Market`,
`Policy` and `solve`; check any result with `audit`.
"""

from amanah.engines.pairing.certificate import Certificate, audit
from amanah.engines.pairing.errors import (
    BrokenCertificate,
    Cancelled,
    InvalidMarket,
    PairingError,
    TooLarge,
)
from amanah.engines.pairing.flow import Step
from amanah.engines.pairing.market import Market, Policy, Roles
from amanah.engines.pairing.outcome import Outcome
from amanah.engines.pairing.solving import outcome_pairs, solve

__all__ = [
    "BrokenCertificate",
    "Cancelled",
    "Certificate",
    "InvalidMarket",
    "Market",
    "Outcome",
    "PairingError",
    "Policy",
    "Roles",
    "Step",
    "TooLarge",
    "audit",
    "outcome_pairs",
    "solve",
]
