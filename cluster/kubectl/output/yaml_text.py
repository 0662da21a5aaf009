"""YAML as kubectl prints it: keys sorted, lines of 80, lists not indented, texts in quotes only where they need them.

Upstream: `sigs.k8s.io/yaml/goyaml.v2` (encode.go stringv, resolve.go).
"""

import re
from typing import Any

import yaml

from cluster.core.kinds import Object

WORDS = frozenset(
    [
        "~",
        "y",
        "Y",
        "yes",
        "Yes",
        "YES",
        "n",
        "N",
        "no",
        "No",
        "NO",
        "true",
        "True",
        "TRUE",
        "false",
        "False",
        "FALSE",
        "on",
        "On",
        "ON",
        "off",
        "Off",
        "OFF",
        "null",
        "Null",
        "NULL",
        ".nan",
        ".NaN",
        ".NAN",
        ".inf",
        ".Inf",
        ".INF",
        "+.inf",
        "+.Inf",
        "+.INF",
        "-.inf",
        "-.Inf",
        "-.INF",
        "<<",
    ]
)
NUMBER = re.compile(
    r"[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)\Z"
)
SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ] ?[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]+)?( ?Z|[-+][0-9]{2}:[0-9]{2})?)?\Z"
)
BEGINNINGS = frozenset("~yYnNtTfFoO.+-<0123456789")


def is_plain(text: str) -> bool:
    """Whether the text, without quotes, would be read as a text."""
    if not text:
        return False
    if text[0] not in BEGINNINGS:
        return True
    if text in WORDS or SIXTIES.match(text) or MOMENT.match(text):
        return False
    return not NUMBER.match(text.replace("_", ""))


class _Dumper(yaml.CSafeDumper):
    """Everything is written as plain text; only texts choose a style."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.yaml_implicit_resolvers = {}
TEXT = "tag:yaml.org,2002:str"


def _text(dumper: Any, data: str) -> Any:
    style = "|" if "\n" in data else None if is_plain(data) else '"'
    return dumper.represent_scalar(TEXT, data, style=style)


def _number(dumper: Any, data: float) -> Any:
    text = repr(data)
    return dumper.represent_scalar(TEXT, re.sub(r"\.0$", "", text))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(int, lambda dumper, data: dumper.represent_scalar(TEXT, str(data)))
_Dumper.add_representer(float, _number)
_Dumper.add_representer(bool, lambda dumper, data: dumper.represent_scalar(TEXT, str(data).lower()))
_Dumper.add_representer(type(None), lambda dumper, data: dumper.represent_scalar(TEXT, "null"))


def dump(obj: Object) -> str:
    """One document."""
    return str(yaml.dump(obj, Dumper=_Dumper, sort_keys=True, width=80, allow_unicode=True, default_flow_style=False))
