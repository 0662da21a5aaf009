"""Errors of single fields, in Kubernetes' words.

Upstream: `staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cluster.core.go_text import quote, value_text

_PREFIX = {
    "FieldValueRequired": "Required value",
    "FieldValueInvalid": "Invalid value",
    "FieldValueTypeInvalid": "Invalid value",
    "FieldValueNotSupported": "Unsupported value",
    "FieldValueForbidden": "Forbidden",
    "FieldValueDuplicate": "Duplicate value",
    "FieldValueNotFound": "Not found",
    "FieldValueTooLong": "Too long",
    "FieldValueTooMany": "Too many",
}
_WITHOUT_VALUE = frozenset({"FieldValueRequired", "FieldValueForbidden", "FieldValueTooLong"})


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. `type` is the cause's reason (`FieldValueInvalid`), `field` the dotted path."""

    type: str
    field: str
    bad_value: Any = None
    detail: str = ""

    @property
    def body(self) -> str:
        """The text without the field: `Invalid value: -1: must be greater than or equal to 0`."""
        text = _PREFIX.get(self.type, "Internal error")
        if self.type not in _WITHOUT_VALUE:
            text = f"{text}: {value_text(self.bad_value)}"
        return f"{text}: {self.detail}" if self.detail else text

    def __str__(self) -> str:
        return f"{self.field}: {self.body}"

    def cause(self) -> dict[str, str]:
        """The entry of `details.causes` in a `Status`."""
        return {"reason": self.type, "message": self.body, "field": self.field}


def required(field: str, detail: str = "") -> FieldError:
    """A value is missing."""
    return FieldError("FieldValueRequired", field, "", detail)


def invalid(field: str, value: Any, detail: str) -> FieldError:
    """A value breaks a rule."""
    return FieldError("FieldValueInvalid", field, value, detail)


def type_invalid(field: str, value: Any, detail: str) -> FieldError:
    """A value has the wrong JSON type."""
    return FieldError("FieldValueTypeInvalid", field, value, detail)


def not_supported(field: str, value: Any, supported: Iterable[str]) -> FieldError:
    """A value is none of the supported ones, which are named in the given order."""
    return FieldError("FieldValueNotSupported", field, value, "supported values: " + ", ".join(map(quote, supported)))


def forbidden(field: str, detail: str) -> FieldError:
    """A value may not be given here."""
    return FieldError("FieldValueForbidden", field, "", detail)


def duplicate(field: str, value: Any, detail: str = "") -> FieldError:
    """A value that must be unique stands here a second time."""
    return FieldError("FieldValueDuplicate", field, value, detail)


def not_found(field: str, value: Any, detail: str = "") -> FieldError:
    """A value names something that does not exist."""
    return FieldError("FieldValueNotFound", field, value, detail)


def too_long(field: str, most: int) -> FieldError:
    """A value has more than `most` bytes."""
    return FieldError("FieldValueTooLong", field, "", f"may not be more than {most} bytes")


def too_many(field: str, count: int, most: int) -> FieldError:
    """A list has more than `most` items."""
    return FieldError("FieldValueTooMany", field, count, f"must have at most {most} items")


def aggregate(errors: Sequence[FieldError]) -> str:
    """One error as it is, several as `[a, b]`, each text once (upstream: `utilerrors.NewAggregate`)."""
    texts = list(dict.fromkeys(map(str, errors)))
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
