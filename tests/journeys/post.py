"""A mail server that keeps what it is given."""

import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy


@dataclass
class Post:
    """Letters that arrived, oldest first."""

    host: str = "127.0.0.1"
    port: int = 0
    letters: list = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 Kept"

    def to(self, address):
        """Letters to an address."""
        return [
            message_from_bytes(content, policy=policy.default)
            for recipients, content in self.letters
            if address in recipients
        ]

    def wait_for(self, address, *, subject="", patience=60):
        """The newest letter to an address, waiting for it to arrive."""
        give_up = time.monotonic() + patience
        while time.monotonic() < give_up:
            found = [one for one in self.to(address) if subject in one["Subject"]]
            if found:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no letter to {address} arrived within {patience} s")
