"""The value of the label `pod-template-hash`: a short text made of a pod template.

Upstream hashes a dump of Go structs (`pkg/controller/controller_utils.go`, ComputeHash), which nobody else can
reproduce; here canonical JSON stands for the dump. The way from number to text is upstream's, so the names look alike.
"""

import json
from hashlib import blake2b
from typing import Any

from cluster.core.draft import SAFE


def compute_hash(template: dict[str, Any], collision_count: int | None = None) -> str:
    """At most 10 characters, mostly 9 or 10: a 32-bit number whose decimal digits are written in the alphabet SAFE.

    `collision_count` (`status.collisionCount`) leads to another hash of the same template. The digit 7 is the byte 55,
    and 55 mod 27 = 1, thus `c` (`apimachinery/pkg/util/rand/rand.go`, SafeEncodeString).
    """
    text = json.dumps(template, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if collision_count is not None:
        text += f"/{collision_count}"
    number = int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "big")
    return "".join(SAFE[ord(digit) % len(SAFE)] for digit in str(number))
