"""What goes out of the program and comes in: folders, archives, hand-ins, returns, drafts."""

from __future__ import annotations
