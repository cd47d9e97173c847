"""Fetching over http(s), with care: a feed's address comes from a person and its answers from a stranger.

Limits on size (after unpacking), time and redirects; only http and https. Unless `allow_private` is given, the address
is checked when the connection is made, so a name that points into our own network is refused at every redirect too.
"""

import ipaddress
import socket
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any
from urllib.parse import urlsplit

import httpcore
import httpx
from django.conf import settings

LARGEST = 300_000_000
"""Bytes of one answer, unpacked."""
MOST_UNPACKED = 100
"""How many times what was sent an answer may unpack to; JSON packs some twenty to one."""
WORTH_A_LOOK = 10_000_000
SECONDS = httpx.Timeout(30.0, connect=10.0)
LONGEST = 600.0
"""Seconds for one whole answer."""
MOST_REDIRECTS = 5
TRIES = 3


class CannotFetch(Exception):
    """The address gave nothing we can use: one sentence for a person. `status` is HTTP's, 0 without an answer."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class _Guarded(httpcore.SyncBackend):
    """Connects only to public addresses, and to the very address that was checked."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check and connect."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as problem:
            raise httpcore.ConnectError(f"The name {host} is not known.") from problem
        addresses = [str(entry[4][0]) for entry in found]
        inside = host in settings.FEEDS_INSIDE  # the operator says so: a council's own network
        if not addresses or not (inside or all(is_public(address) for address in addresses)):
            raise CannotFetch(f"{host} is an address inside a private network.")
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is reachable by everybody; IPv4 carried inside IPv6 is judged by what is inside."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    return all(one.is_global and not one.is_multicast for one in _inside(ip))


def _inside(
    ip: "ipaddress.IPv4Address | ipaddress.IPv6Address",
) -> "Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]":
    """The address, or the IPv4 addresses that mapping, NAT64, 6to4 and Teredo lead to."""
    if isinstance(ip, ipaddress.IPv4Address):
        yield ip
    elif ip.ipv4_mapped:
        yield ip.ipv4_mapped
    elif ip in _NAT64:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    elif ip.sixtofour:
        yield ip.sixtofour
    elif ip.teredo:
        yield from ip.teredo
    else:
        yield ip


class Fetcher:
    """One conversation with a feed's server: connections are reused. Close it, or use it as a context."""

    def __init__(self, *, allow_private: bool, sleep: Callable[[float], None] = time.sleep) -> None:
        transport = httpx.HTTPTransport(retries=0)
        if not allow_private:
            transport._pool = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(), network_backend=_Guarded()
            )
        self._client = httpx.Client(
            transport=transport,
            timeout=SECONDS,
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "User-Agent": "Alongside (Open Referral UK reader)"},
        )
        self._sleep = sleep

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, params: dict[str, str] | None = None, *, tries: int = TRIES) -> IO[bytes]:
        """Fetch into a file that is in memory while small. Busy servers are asked again, up to `tries` times."""
        for attempt in range(1, tries + 1):
            try:
                return self._follow(url, params)
            except CannotFetch as problem:
                busy = problem.status in {0, 429} or problem.status >= 500
                if not busy or attempt == tries or "private" in str(problem):
                    raise
                self._sleep(float(attempt**2))
        raise AssertionError("unreachable")

    def _follow(self, url: str, params: dict[str, str] | None) -> IO[bytes]:
        request = self._request(httpx.URL(url).copy_merge_params(params or {}))
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._send(request)
            if answer.next_request is None:
                return self._body(answer)
            answer.close()
            onward = answer.next_request.url
            if request.url.scheme == "https" and onward.scheme != "https":
                raise CannotFetch(f"{request.url.host} leads to an address that is not safe (http).", 400)
            request = self._request(onward)
        raise CannotFetch(f"{url} sends us in circles.", 310)

    def _request(self, url: httpx.URL) -> httpx.Request:
        if url.scheme not in {"http", "https"} or not url.host:
            raise CannotFetch(f"Only http and https addresses can be read, not {str(url)[:80]}.", 400)
        return self._client.build_request("GET", url)

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._client.send(request, stream=True)
        except httpx.TimeoutException as problem:
            raise CannotFetch(f"{request.url.host} did not answer in time.") from problem
        except httpx.HTTPError as problem:
            raise CannotFetch(f"{request.url.host} could not be reached: {problem}.") from problem

    def _body(self, answer: httpx.Response) -> IO[bytes]:
        if answer.status_code != 200:
            answer.close()
            raise CannotFetch(f"{_short(answer)} answered {answer.status_code}.", answer.status_code)
        body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=4_000_000)  # noqa: SIM115 – the caller closes it
        size, until = 0, time.monotonic() + LONGEST
        try:
            for chunk in answer.iter_bytes(65_536):
                size += len(chunk)
                if size > WORTH_A_LOOK and size > MOST_UNPACKED * max(answer.num_bytes_downloaded, 1):
                    raise CannotFetch(f"{_short(answer)} unpacks to far more than it sends.", 413)
                if size > LARGEST:
                    raise CannotFetch(f"{_short(answer)} is larger than {LARGEST // 1_000_000} MB.", 413)
                if time.monotonic() > until:
                    raise CannotFetch(f"{_short(answer)} takes longer than ten minutes.", 408)
                body.write(chunk)
        except httpx.HTTPError as problem:
            body.close()
            raise CannotFetch(f"{_short(answer)} broke off.") from problem
        except CannotFetch:
            body.close()
            raise
        finally:
            answer.close()
        body.seek(0)
        return body


def _short(answer: httpx.Response) -> str:
    parts = urlsplit(str(answer.url))
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
