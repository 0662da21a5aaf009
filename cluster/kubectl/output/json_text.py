"""JSON as kubectl prints it: keys sorted, four spaces, `<`, `>` and `&` escaped as Go does."""

import json
from typing import Any


def dump(obj: Any) -> str:
    """One document, with its newline."""
    text = json.dumps(obj, indent=4, sort_keys=True, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n"


def compact(obj: Any) -> str:
    """One line without spaces, keys sorted, as Go marshals it."""
    text = json.dumps(obj, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
