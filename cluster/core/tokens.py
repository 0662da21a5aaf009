"""ServiceAccount tokens: they look like those of the API server, and open nothing.

Upstream: `pkg/serviceaccount/claims.go`. A token is made of the cluster's seed and of what it says, so that the same
request at the same moment gives the same one.
"""

import json
from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Any

from cluster.core.draft import uid
from cluster.core.times import SECOND

ISSUER = "https://kubernetes.default.svc.cluster.local"
HEADER = {"alg": "RS256", "kid": "simulated"}


def token(seed: str, namespace: str, account: str, issued: int, seconds: int, audiences: tuple[str, ...] = ()) -> str:
    """A JWT for a ServiceAccount, issued at a moment (milliseconds), valid for so many seconds."""
    claims: dict[str, Any] = {
        "aud": list(audiences) or [ISSUER],
        "exp": issued // SECOND + seconds,
        "iat": issued // SECOND,
        "iss": ISSUER,
        "kubernetes.io": {
            "namespace": namespace,
            "serviceaccount": {"name": account, "uid": uid(f"{seed}/{namespace}/{account}")},
        },
        "nbf": issued // SECOND,
        "sub": f"system:serviceaccount:{namespace}:{account}",
    }
    body = f"{_encoded(json.dumps(HEADER).encode())}.{_encoded(json.dumps(claims).encode())}"
    seal = b"".join(blake2b(f"{seed}/{n}/{body}".encode(), digest_size=64).digest() for n in range(4))
    return f"{body}.{_encoded(seal)}"


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
