"""The file that makes kubectl speak to a sandbox, and the addresses that stand in it."""

import os
from urllib.parse import urlsplit, urlunsplit

import yaml

USER = "sandbox"
EVERYWHERE = {"", "0.0.0.0", "::", "127.0.0.1", "::1"}


def default_server() -> str:
    """The site's address as this machine reaches it, of the variables HOST and PORT: `http://localhost:8000`."""
    host = os.environ.get("HOST", "")
    place = "localhost" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{place}:{os.environ.get('PORT') or 8000}"


def server_url(text: str) -> str:
    """A site's address without a slash at its end. Raises ValueError when it is none."""
    parts = urlsplit(text.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or "@" in text:
        raise ValueError(f"a server's address looks like http://localhost:8000 or https://play.example.org, not {text}")
    return urlunsplit(parts).rstrip("/")


def kubeconfig(name: str, secret: str, server: str) -> str:
    """The kubeconfig of the sandbox `name` at the site `server` (`http://localhost:8000`).

    Over http kubectl sends what stands in the URL and no token; clients of other languages send the token.
    """
    parts = urlsplit(server)
    if parts.scheme == "http":
        parts = parts._replace(netloc=f"{USER}:{secret}@{parts.netloc}")
    address = f"{urlunsplit(parts)}/k8s/{name}"
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": name, "cluster": {"server": address}}],
        "users": [{"name": name, "user": {"token": secret}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": "default"}}],
        "current-context": name,
    }
    return str(yaml.safe_dump(config, sort_keys=False))
