"""The one fault of an address that a person can answer: it leads into the own network.

Apart from what fetches pages, because windows ask about it and load nothing of that before.
"""

from __future__ import annotations

from annotator.model.errors import BadInput


class PrivateAddress(BadInput):
    """The address leads into the school's own network; ``host`` is its name there."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"“{host}” is a computer in your own network, not a page of the public web.",
            kept="Nothing was taken in.",
            todo="Read it only if you know it.",
        )
        self.host = host
