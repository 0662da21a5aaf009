"""Kubernetes' rules for names, labels, ports and the like. Each rule returns its messages; an empty list means valid.

Upstream: `staging/src/k8s.io/apimachinery/pkg/api/validate/content` and `pkg/util/validation/validation.go`.
"""

import re
from collections.abc import Callable, Iterable

from cluster.core.remembered import remembered

Messages = list[str]

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_UNDERSCORED = r"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*"
_LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
_NAME_PART = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_LABEL_VALUE = f"({_NAME_PART})?"
_PERCENT = "[0-9]+%"
_CONFIG_KEY = "[-._a-zA-Z0-9]+"
_HTTP_HEADER = "[-A-Za-z0-9]+"

_ALNUM_ENDS = "must start and end with an alphanumeric character"
_NAME_CHARS = f"must consist of alphanumeric characters, '-', '_' or '.', and {_ALNUM_ENDS}"
_PORT_NAME = re.compile("[-a-z0-9]+")
_ENV_VAR = "[-._a-zA-Z][-._a-zA-Z0-9]*"
_LETTER = re.compile("[a-z]")
_PRINTABLE = re.compile("[ -<>-~]+")


def _regex_error(text: str, regex: str, *examples: str) -> str:
    """Upstream's `RegexError`: the text, examples (the first of several is followed by a comma and two spaces)."""
    shown = " or ".join(f"'{example}', " for example in examples) if len(examples) > 1 else f"'{examples[0]}', "
    return f"{text} (e.g. {shown}regex used for validation is '{regex}')"


_LOWER = "must consist of lower case alphanumeric characters"
_SUBDOMAIN_TEXT = f"a lowercase RFC 1123 subdomain {_LOWER}, '-' or '.', and {_ALNUM_ENDS}"
_LABEL_TEXT = f"a lowercase RFC 1123 label {_LOWER} or '-', and {_ALNUM_ENDS}"
_UNDERSCORED_TEXT = _SUBDOMAIN_TEXT.replace("characters, '-'", "characters, '_', '-'")
_LABEL_1035_TEXT = (
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
    "and end with an alphanumeric character"
)


def _rule(regex: str, message: str, most: int = 0) -> Callable[[str], Messages]:
    """A rule made of a length in characters (0 = any) and a regular expression."""
    matches = re.compile(regex).fullmatch

    @remembered
    def found(text: str) -> tuple[str, ...]:
        long = most and bytes_of(text) > most
        return (*((f"must be no more than {most} characters",) if long else ()), *(() if matches(text) else (message,)))

    return lambda text: list(found(text))


_LABEL_MESSAGE = _regex_error(_LABEL_TEXT, _LABEL, "my-name", "123-abc")
_SUBDOMAIN_MESSAGE = _regex_error(_SUBDOMAIN_TEXT, _SUBDOMAIN, "example.com")
_NAME_PART_MESSAGE = _regex_error(_NAME_CHARS, _NAME_PART, "MyName", "my.name", "123-abc")
_LABEL_VALUE_TEXT = f"a valid label must be an empty string or {_NAME_CHARS.removeprefix('must ')}"
_LABEL_VALUE_MESSAGE = _regex_error(_LABEL_VALUE_TEXT, _LABEL_VALUE, "MyValue", "my_value", "12345")
_KEY_MESSAGE = (
    f"a valid label key {_NAME_PART_MESSAGE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
)
_CONFIG_KEY_TEXT = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"

_is_label = _rule(_LABEL, _LABEL_MESSAGE, 63)
is_dns1123_subdomain = _rule(_SUBDOMAIN, _SUBDOMAIN_MESSAGE, 253)
is_dns1123_subdomain_with_underscore = _rule(
    _UNDERSCORED, _regex_error(_UNDERSCORED_TEXT, _UNDERSCORED, "example.com"), 253
)
is_dns1035_label = _rule(_LABEL_1035, _regex_error(_LABEL_1035_TEXT, _LABEL_1035, "my-name", "abc-123"), 63)
is_valid_percent = _rule(
    _PERCENT,
    _regex_error("a valid percent string must be a numeric string followed by an ending '%'", _PERCENT, "1%", "93%"),
)
is_http_header_name = _rule(
    _HTTP_HEADER,
    _regex_error("a valid HTTP header must consist of alphanumeric characters or '-'", _HTTP_HEADER, "X-Header-Name"),
)
_is_config_key_text = _rule(
    _CONFIG_KEY, _regex_error(_CONFIG_KEY_TEXT, _CONFIG_KEY, "key.name", "KEY_NAME", "key-name")
)

_ENV_VAR_TEXT = (
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not"
    " start with a digit"
)
_is_env_var_text = _rule(_ENV_VAR, _regex_error(_ENV_VAR_TEXT, _ENV_VAR, "my.env-name", "MY_ENV.NAME", "MyEnvName1"))

_subdomain_matches = re.compile(_SUBDOMAIN).fullmatch
_name_part_matches = re.compile(_NAME_PART).fullmatch
_label_value_matches = re.compile(_LABEL_VALUE).fullmatch


def is_dns1123_label(text: str) -> Messages:
    """Names of containers, namespaces, hosts; a name that is only wrong for its dots is told so."""
    messages = _is_label(text)
    if messages and messages[-1] == _LABEL_MESSAGE and _subdomain_matches(text):
        messages[-1] = "must not contain dots"
    return messages


def bytes_of(text: str) -> int:
    """Length in bytes of UTF-8; lone surrogates, which JSON can carry, count as one `?`."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def is_qualified_name(text: str) -> Messages:
    """Label and annotation keys, condition types, resource names: `[prefix/]name`."""
    return list(_qualified_name(text))


@remembered
def _qualified_name(text: str) -> tuple[str, ...]:
    parts = text.split("/")
    if len(parts) > 2:
        return (_KEY_MESSAGE,)
    return (*(_prefix_messages(parts[0]) if len(parts) == 2 else ()), *_name_part_messages(parts[-1]))


def _prefix_messages(prefix: str) -> Iterable[str]:
    if not prefix:
        yield "prefix part must be non-empty"
        return
    if bytes_of(prefix) > 253:
        yield "prefix part must be no more than 253 bytes"
    if not _subdomain_matches(prefix):
        yield f"prefix part {_SUBDOMAIN_MESSAGE}"


def _name_part_messages(name: str) -> Iterable[str]:
    if not name:
        yield "name part must be non-empty"
    elif bytes_of(name) > 63:
        yield "name part must be no more than 63 bytes"
    if not _name_part_matches(name):
        yield f"name part {_NAME_PART_MESSAGE}"


def is_valid_label_value(text: str) -> Messages:
    """Values of labels: at most 63 bytes, may be empty."""
    return list(_label_value(text))


@remembered
def _label_value(text: str) -> tuple[str, ...]:
    long = ("must be no more than 63 bytes",) if bytes_of(text) > 63 else ()
    return long + (() if _label_value_matches(text) else (_LABEL_VALUE_MESSAGE,))


def is_config_map_key(text: str) -> Messages:
    """Keys of ConfigMaps and Secrets, which become names of files."""
    messages = ["must be no more than 253 characters"] if bytes_of(text) > 253 else []
    messages += _is_config_key_text(text)
    if text in {".", ".."}:
        messages.append(f"must not be '{text}'")
    elif text.startswith(".."):
        messages.append("must not start with '..'")
    return messages


def is_env_var_name(text: str) -> Messages:
    """Names of environment variables as kubectl wants them: letters, digits, `_`, `-` and `.`, not a digit first."""
    messages = _is_env_var_text(text)
    if text in {".", ".."}:
        messages.append(f"must not be '{text}'")
    elif text.startswith(".."):
        messages.append("must not start with '..'")
    return messages


def is_relaxed_env_var_name(text: str) -> Messages:
    """Names of environment variables: any printable ASCII except `=`."""
    if not text:
        return ["environment variable name must be non-empty"]
    if _PRINTABLE.fullmatch(text):
        return []
    return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]


def _in_range(value: int, low: int, high: int) -> Messages:
    return [] if low <= value <= high else [f"must be between {low} and {high}, inclusive"]


def is_valid_port_num(port: int) -> Messages:
    """Port numbers: 1 to 65535."""
    return _in_range(port, 1, 65535)


def is_valid_port_name(text: str) -> Messages:
    """Names of ports: IANA service names, at most 15 characters."""
    messages = ["must be no more than 15 characters"] if bytes_of(text) > 15 else []
    if not _PORT_NAME.fullmatch(text):
        messages.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not _LETTER.search(text):
        messages.append("must contain at least one letter (a-z)")
    if "--" in text:
        messages.append("must not contain consecutive hyphens")
    if text.startswith("-") or text.endswith("-"):
        messages.append("must not begin or end with a hyphen")
    return messages


def is_valid_user_id(value: int) -> Messages:
    """User and group ids: 0 to 2147483647."""
    return _in_range(value, 0, 2**31 - 1)


is_valid_group_id = is_valid_user_id


def of_prefix(rule: Callable[[str], Messages], text: str) -> Messages:
    """The rule for a `generateName`, to which a suffix is added: a trailing dash counts as a letter."""
    return rule(text[:-1] + "a" if len(text) > 1 and text.endswith("-") else text)
