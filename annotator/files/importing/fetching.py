"""One page from the web, when a teacher asks for it: checked, measured, and politely.

A name is resolved first, every address that it has is looked at, and the connection goes to the
address that was looked at: a name that answers otherwise the second time gains nothing. Each
redirect is treated like a new address. Nothing is kept between two pages.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import urllib.request
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from annotator import __version__
from annotator.files import limits
from annotator.files.importing.private_address import PrivateAddress as PrivateAddress
from annotator.model.errors import BadInput

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

AGENT: Final = "Annotator"
_USER_AGENT: Final = f"{AGENT}/{__version__} (reads one page when a teacher asks for it)"
_REDIRECTS: Final = 5
#: Seconds until a server answers, between two pieces of its answer, and in all.
_CONNECT, _PIECE, _IN_ALL = 10.0, 10.0, 30.0
_CHUNK: Final = 65_536
_ROBOTS_BYTES: Final = 500_000
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
#: Redirects are followed here, each checked; a body is read piece by piece.
_AS_IT_COMES: Final[dict[str, Any]] = {
    "redirect": False,
    "retries": False,
    "preload_content": False,
}
_BROKE_OFF: Final = "broke off in the middle of the page"
_HOST: Final = re.compile(r"[^\s/\\<>\"]+")
_TODO: Final = "Open the page in a browser, copy the article, and paste it."
_KEPT: Final = "Nothing was taken in."


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What came: where from (after redirects), its bytes, its kind ("text/html") and charset."""

    address: str
    data: bytes
    kind: str
    charset: str = ""


def fetch_page(
    address: str,
    *,
    allow_private: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> FetchedPage:
    """The page at ``address``; BadInput with a sentence for everything else.

    PrivateAddress where the name leads into the own network, unless ``allow_private``.
    ``cancelled`` is asked between two pieces.
    """
    parts = checked_address(address)
    with ExitStack() as connections:
        return _fetched(_Fetcher(allow_private, cancelled, connections), parts)


def _fetched(fetcher: _Fetcher, parts: SplitResult) -> FetchedPage:
    for _ in range(_REDIRECTS + 1):
        fetcher.ask_robots(parts)
        response = fetcher.open(parts)
        if response.status not in _MOVED:
            return fetcher.page(parts, response)
        target = response.headers.get("location", "")
        if not target:
            break
        parts = checked_address(urljoin(urlunsplit(parts), target))
    raise _fault(parts, "sends from one address to the next without end")


def checked_address(address: str) -> SplitResult:
    """An address of the web; BadInput for another kind, and for names and passwords in it."""
    text = address.strip()
    if "://" not in text and ":" not in text.split(".")[0]:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        is_sound = bool(_HOST.fullmatch(parts.hostname or "")) and parts.port != 0
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        is_sound = False
    if not is_sound or parts.scheme not in ("http", "https") or parts.username:
        raise BadInput(
            f"“{address[:200]}” is not the address of a web page.",
            kept=_KEPT,
            todo="Copy the address from the browser’s address bar.",
        )
    port = f":{parts.port}" if parts.port else ""
    netloc = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    return SplitResult(parts.scheme, netloc, parts.path or "/", parts.query, "")


class _Fetcher:
    def __init__(
        self, allow_private: bool, cancelled: Callable[[], bool], connections: ExitStack
    ) -> None:
        self._connections = connections
        self._allow_private = allow_private
        self._cancelled = cancelled
        self._end = time.monotonic() + _IN_ALL
        self._robots: dict[str, RobotFileParser | None] = {}

    def ask_robots(self, parts: SplitResult) -> None:
        """BadInput where the site asks programs to leave this page alone."""
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(parts)
        rules = self._robots[site]
        if rules is not None and not rules.can_fetch(AGENT, urlunsplit(parts)):
            raise BadInput(
                f"“{parts.hostname}” asks programs not to read this page.", kept=_KEPT, todo=_TODO
            )

    def _read_robots(self, parts: SplitResult) -> RobotFileParser | None:
        response = self.open(parts._replace(path="/robots.txt", query=""))
        try:
            if response.status != 200:
                return None
            text = response.read(_ROBOTS_BYTES).decode("utf-8", "replace")
        except _errors():
            return None
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        return rules

    def open(self, parts: SplitResult) -> BaseHTTPResponse:
        """The answer to one request, its body not read yet."""
        self._go_on(parts)
        from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager, Timeout

        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        timeout = Timeout(connect=_CONNECT, read=_PIECE)
        target = urlunsplit(("", "", parts.path, parts.query, ""))
        headers = {
            "Host": parts.netloc,
            "User-Agent": _USER_AGENT,
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.8,text/plain;q=0.7",
            "Accept-Encoding": "gzip, deflate",
        }
        proxy = urllib.request.getproxies().get(parts.scheme)
        try:
            if proxy and not urllib.request.proxy_bypass(host):
                self._resolved(host, port, may_be_unknown=True)
                manager = ProxyManager(proxy, timeout=timeout)
                self._connections.callback(manager.clear)
                answer = manager.urlopen("GET", urlunsplit(parts), headers=headers, **_AS_IT_COMES)
                self._connections.callback(answer.close)
                return answer
            place = self._resolved(host, port)
            pool: HTTPConnectionPool
            if parts.scheme == "https":
                pool = HTTPSConnectionPool(
                    place, port, timeout=timeout, server_hostname=host, assert_hostname=host
                )
            else:
                pool = HTTPConnectionPool(place, port, timeout=timeout)
            self._connections.callback(pool.close)
            response = pool.urlopen("GET", target, headers=headers, **_AS_IT_COMES)
            self._connections.callback(response.close)
            return response
        except _errors() as error:
            raise _fault(parts, _reason(error)) from error

    def _resolved(self, host: str, port: int, *, may_be_unknown: bool = False) -> str:
        """An address of the host; PrivateAddress where one of them is not of the public web."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            if may_be_unknown:
                return ""  # behind a proxy names of the web may not be known here
            raise BadInput(
                f"There is no computer called “{host}”, or there is no connection to the web.",
                kept=_KEPT,
                todo="Check the address and the connection.",
            ) from error
        places = [str(entry[4][0]).split("%")[0] for entry in found]
        if not self._allow_private and not all(map(_is_public, places)):
            raise PrivateAddress(host)
        return places[0]

    def page(self, parts: SplitResult, response: BaseHTTPResponse) -> FetchedPage:
        """The body of an answer, read piece by piece; BadInput where it is no page."""
        if response.status in (401, 402, 403, 451):
            raise _fault(parts, "gives this page only to those who have signed in or paid")
        if response.status in (404, 410):
            raise _fault(parts, "has no such page")
        if response.status != 200:
            raise _fault(parts, f"did not give the page (answer {response.status})")
        given = response.headers.get("content-type", "")
        kind, _, rest = given.partition(";")
        body = _Body(response.headers.get("content-encoding", "").strip().lower())
        try:
            for piece in response.stream(_CHUNK, decode_content=False):
                self._go_on(parts)
                body.add(piece)
                if len(body.data) > limits.PAGE_BYTES:
                    raise _fault(parts, "sends more than 10 MB, which is no article")
        except _errors() as error:
            raise _fault(parts, _reason(error)) from error
        if not body.is_whole:
            raise _fault(parts, _BROKE_OFF)
        charset = rest.partition("charset=")[2].strip(" \"';")[:40]
        return FetchedPage(urlunsplit(parts), bytes(body.data), kind.strip().lower(), charset)

    def _go_on(self, parts: SplitResult) -> None:
        if self._cancelled():
            raise BadInput("Reading the page was stopped.", kept=_KEPT)
        if time.monotonic() > self._end:
            raise _fault(parts, f"took longer than {_IN_ALL:.0f} seconds")


class _Body:
    """The bytes of an answer, unpacked as they come and never far beyond what may come."""

    def __init__(self, encoding: str) -> None:
        self.data = bytearray()
        # 32 more than the largest window: whether gzip or zlib, the bytes say so themselves.
        is_packed = encoding in ("gzip", "x-gzip", "deflate")
        self._unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32) if is_packed else None

    def add(self, piece: bytes) -> None:
        """Take in the next bytes; zlib.error where they are not packed as they should be."""
        if self._unpacking is None:
            self.data += piece
        else:
            room = limits.PAGE_BYTES + 1 - len(self.data)
            self.data += self._unpacking.decompress(piece, max(1, room))

    @property
    def is_whole(self) -> bool:
        """Whether what was packed came to its end."""
        return self._unpacking is None or self._unpacking.eof


def _is_public(place: str) -> bool:
    address = ipaddress.ip_address(place)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def _errors() -> tuple[type[Exception], ...]:
    from urllib3.exceptions import HTTPError

    return (HTTPError, OSError, ValueError, zlib.error)


def _reason(error: Exception) -> str:
    from urllib3 import exceptions

    if isinstance(error, exceptions.SSLError):
        return "can’t show that it is who it says"
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return "does not answer in time"
    if isinstance(error, exceptions.ProtocolError | zlib.error):
        return _BROKE_OFF
    return "can’t be reached"


def _fault(parts: SplitResult, reason: str) -> BadInput:
    return BadInput(f"“{parts.hostname}” {reason}.", kept=_KEPT, todo=_TODO)
