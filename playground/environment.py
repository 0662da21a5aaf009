"""Settings from the environment, refusing nonsense: a misspelt value stops the start instead of meaning "no"."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def env_text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks; an empty one counts as missing."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    """The variable as yes or no; raises ImproperlyConfigured for any other word."""
    text = env_text(name)
    if not text:
        return default
    if text.lower() not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be one of 1, true, yes, on, 0, false, no, off; it is {text!r}.")
    return text.lower() in TRUE


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """The variable in capitals; raises ImproperlyConfigured if it is not among `choices`."""
    text = env_text(name, default).upper()
    if text not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}; it is {text!r}.")
    return text


def env_list(name: str, default: str = "") -> list[str]:
    """The variable split at commas, without blanks and empty parts."""
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def secret_from_file(path: Path) -> str:
    """The secret kept in `path`, made on first use and readable by its owner alone.

    Written aside and linked into place, so that of two processes starting together both get the same one, whole.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
