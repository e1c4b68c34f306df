"""What can be wrong with a pairing, as types."""


class PairingError(ValueError):
    """Something about a market, a policy or a result cannot be used; the message says why."""


class InvalidMarket(PairingError):
    """The inputs contradict themselves: a lock on an ineligible pair, a place below zero."""


class TooLarge(PairingError):
    """The market is larger than was allowed for; nothing was solved."""


class BrokenCertificate(PairingError):
    """A result is not what its policy says it is. The message names the first breach found."""


class Cancelled(Exception):
    """Whoever asked for the pairing has called it off."""
