"""The value of the label `pod-template-hash`: the very one that Kubernetes 1.36 gives to a pod template."""

from typing import Any

from cluster.core.draft import SAFE
from cluster.core.go_structs.dump import dump

_FNV_START, _FNV_PRIME = 2166136261, 16777619


def compute_hash(template: dict[str, Any], collision_count: int | None = None) -> str:
    """At most 10 characters, mostly 9 or 10: a 32-bit number whose decimal digits are written in the alphabet SAFE.

    `collision_count` (`status.collisionCount`) leads to another hash of the same template. Upstream:
    `pkg/controller/controller_utils.go`, ComputeHash; `pkg/util/hash/hash.go`, DeepHashObject. The digit 7 is the byte
    55, and 55 mod 27 = 1, thus `c` (`apimachinery/pkg/util/rand/rand.go`, SafeEncodeString).
    """
    data = dump(template).encode("utf-8", "surrogatepass")
    if collision_count is not None:
        data += (collision_count & 0xFFFFFFFF).to_bytes(8, "little")
    number = _FNV_START
    for byte in data:  # FNV-1a, 32 bits; 6,000 bytes take 0.5 ms
        number = ((number ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return "".join(SAFE[ord(digit) % len(SAFE)] for digit in str(number))
