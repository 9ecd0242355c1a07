"""One page from a web server: a real one on this computer, and each thing that goes wrong."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from annotator.files import limits
from annotator.files.importing import fetching
from annotator.files.importing.fetching import PrivateAddress, checked_address, fetch_page
from annotator.model.errors import BadInput
from annotator.services.lessons.importing import found_at
from tests.files.importing.pages import PAGE

Answer = Callable[[BaseHTTPRequestHandler], None]


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes = b"",
    *,
    status: int = 200,
    kind: str = "text/html",
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def moved(target: str) -> Answer:
    return lambda handler: send(handler, status=302, Location=target)


def endless(handler: BaseHTTPRequestHandler) -> None:
    send(handler)
    try:
        while True:
            handler.wfile.write(b"<p>more and more</p>" * 5_000)
    except OSError:
        pass


class Site:
    """A web server; ``answers`` are its pages, ``asked`` what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["User-Agent"]))
                site.answers.get(self.path, lambda h: send(h, status=404))(self)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Site()
    yield made
    made.close()


def get(site: Site, path: str) -> fetching.FetchedPage:
    return fetch_page(site.address + path, allow_private=True)


def test_a_page_is_fetched_with_an_honest_name(site: Site) -> None:
    site.answers["/a"] = lambda h: send(h, PAGE.encode(), kind="text/html; charset=utf-8")
    page = get(site, "/a")
    assert page.data == PAGE.encode()
    assert (page.kind, page.charset) == ("text/html", "utf-8")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]
    assert all(agent.startswith("Annotator/") for _, agent in site.asked)


def test_an_article_is_found_at_an_address(site: Site) -> None:
    site.answers["/a"] = lambda h: send(h, gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    found = found_at(f"{site.address}/a", allow_private=True)
    assert found.metadata.title == "Bridge Closes in May"
    assert found.source == f"{site.address}/a"


def test_the_own_network_is_asked_about_first(site: Site) -> None:
    with pytest.raises(PrivateAddress) as caught:
        fetch_page(f"{site.address}/a")
    assert caught.value.host == "127.0.0.1"
    assert site.asked == []


def test_one_private_address_among_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def two(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [
            (socket.AF_INET, 1, 6, "", (place, port)) for place in ("93.184.216.34", "10.0.0.7")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with pytest.raises(PrivateAddress, match=r"two\.example"):
        fetch_page("http://two.example/")


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "100.64.0.1",
    ],
)
def test_addresses_that_are_not_of_the_web(place: str) -> None:
    assert not fetching._is_public(place)


def test_a_redirect_into_the_own_network_is_asked_about(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/a"] = moved("http://192.168.7.7/secret")
    monkeypatch.setattr(fetching, "_is_public", lambda place: place == "127.0.0.1")
    with pytest.raises(PrivateAddress, match=r"192\.168\.7\.7"):
        fetch_page(f"{site.address}/a")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x.example/", "javascript:1"])
def test_a_redirect_to_something_else_is_refused(site: Site, target: str) -> None:
    site.answers["/a"] = moved(target)
    with pytest.raises(BadInput, match="not the address of a web page"):
        get(site, "/a")


def test_redirects_have_an_end(site: Site) -> None:
    site.answers["/a"] = moved("/a")
    with pytest.raises(BadInput, match="without end"):
        get(site, "/a")


def test_a_site_that_asks_to_be_left_alone_is_left_alone(site: Site) -> None:
    site.answers["/robots.txt"] = lambda h: send(
        h, b"User-agent: *\nDisallow: /private/\n", kind="text/plain"
    )
    site.answers["/private/a"] = lambda h: send(h, PAGE.encode())
    site.answers["/a"] = lambda h: send(h, PAGE.encode())
    with pytest.raises(BadInput, match="asks programs not to read"):
        get(site, "/private/a")
    assert get(site, "/a").data


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda h: send(h, status=403), "signed in or paid"),
        (lambda h: send(h, status=404), "no such page"),
        (lambda h: send(h, status=500), "answer 500"),
        (endless, "more than 10 MB"),
        (
            lambda h: send(h, gzip.compress(PAGE.encode())[:200], Content_Encoding="gzip"),
            "broke off",
        ),
        (lambda h: send(h, PAGE.encode()[:50], Content_Length="5000"), "broke off"),
        (
            lambda h: send(h, gzip.compress(bytes(limits.PAGE_BYTES + 1)), Content_Encoding="gzip"),
            "more than 10 MB",
        ),
    ],
)
def test_what_goes_wrong_is_said(site: Site, answer: Answer, sentence: str) -> None:
    site.answers["/a"] = answer
    with pytest.raises(BadInput, match=sentence) as caught:
        get(site, "/a")
    assert "paste" in caught.value.todo


def test_a_server_that_hangs_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = threading.Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        waiting.wait(5)

    site.answers["/a"] = hang
    monkeypatch.setattr(fetching, "_PIECE", 0.2)
    try:
        with pytest.raises(BadInput, match="does not answer in time"):
            get(site, "/a")
    finally:
        waiting.set()


def test_reading_can_be_stopped(site: Site) -> None:
    site.answers["/a"] = endless
    asked = iter([False, False, False, True])
    with pytest.raises(BadInput, match="was stopped"):
        fetch_page(f"{site.address}/a", allow_private=True, cancelled=lambda: next(asked))


@pytest.mark.parametrize(
    "address",
    ["", "no address", "file:///etc/passwd", "http://", "http://a:b@c.example/", "http://x:99999/"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="not the address of a web page"):
        checked_address(address)


def test_an_address_is_completed() -> None:
    assert checked_address("Bücher.example/a b").netloc == "xn--bcher-kva.example"
    assert checked_address("post.example").scheme == "https"


def test_pictures_are_no_page(site: Site) -> None:
    site.answers["/a"] = lambda h: send(h, b"GIF89a", kind="image/gif")
    with pytest.raises(BadInput, match="no page of text"):
        found_at(f"{site.address}/a", allow_private=True)
