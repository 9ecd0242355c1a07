"""What makes a start of the window quick before any of it is built.

Two habits of the ground below cost a third of the start and serve nothing here:

* PySide6 looks through the source file of every module that is imported after it for its own
  name, to know where ``from __feature__ import …`` may count. This program uses no ``__feature__``.
* Python's cycle collector walks again and again over thousands of fresh classes, none of which
  are garbage.
"""

from __future__ import annotations

import builtins
import gc


def prepare() -> None:
    """Load Qt and keep both habits off; before anything else of the window is imported.

    :func:`settle` must follow once the window is there.
    """
    gc.disable()
    import PySide6.QtCore  # noqa: F401 -- puts its own import function in place, which goes now

    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


def settle() -> None:
    """The window is there: garbage is collected again."""
    gc.enable()
