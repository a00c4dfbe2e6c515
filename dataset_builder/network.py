"""Proxies and certificates that the environment names and that cannot be used: one line that names the variable.

Clients read these variables when they are made, and raise whatever their libraries raise.
"""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from dataset_builder.errors import BadInput
from dataset_builder.extras import missing

_PROXIES = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
# What httpx speaks; SOCKS with a package of its own.
_SCHEMES = ("http", "https", "socks5", "socks5h")
NO_PROXY = "unset it, or add the server to NO_PROXY"


def check_network(doing: str) -> None:
    """Raises BadInput where a proxy or a certificate file of the environment cannot be used. `doing` begins the line."""
    for variable in (name for upper in _PROXIES for name in (upper, upper.lower())):
        if not (value := os.environ.get(variable)):
            continue
        parts = urlsplit(value if "://" in value else f"http://{value}")
        shown = f"{variable}={parts.scheme}://{parts.hostname or ''}"  # a proxy's address may hold a password
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise BadInput(
                f"{doing}: {shown}… is no proxy that can be used; give one of {', '.join(_SCHEMES)}, or {NO_PROXY}"
            )
        if parts.scheme.startswith("socks") and missing("socksio"):
            raise BadInput(f"{doing}: {shown}… needs socksio; run `python -m pip install socksio`, or {NO_PROXY}")
    for variable in _CERTIFICATES[:2]:
        if (value := os.environ.get(variable)) and not os.path.exists(value):
            raise BadInput(
                f"{doing}: {variable}={value} is not there; give the certificates of your network, or unset it"
            )


@contextmanager
def usable_network(doing: str) -> Iterator[None]:
    """Runs what makes a client. Raises BadInput for what `check_network` finds, and for certificates that cannot be read."""
    check_network(doing)
    try:
        yield
    except (ssl.SSLError, FileNotFoundError) as error:
        named = next((name for name in _CERTIFICATES if os.environ.get(name)), None)
        if named is None:
            raise
        raise BadInput(
            f"{doing}: the certificates of {named} cannot be read ({error}); give a file in PEM form, or unset it"
        ) from error


def certificate_advice(text: str) -> str | None:
    """What to do where a certificate is not trusted, as behind a network that opens TLS; None for another error."""
    if "CERTIFICATE_VERIFY_FAILED" not in text and "certificate verify failed" not in text.lower():
        return None
    return "its certificate is not trusted: set SSL_CERT_FILE to the certificates of your network"


def socks_proxy() -> bool:
    """Whether the environment names a SOCKS proxy."""
    values = (os.environ.get(name) or "" for upper in _PROXIES for name in (upper, upper.lower()))
    return any(value.startswith("socks") for value in values)
