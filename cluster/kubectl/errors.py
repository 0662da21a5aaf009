"""Refusals, and how kubectl words them.

Upstream: `staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go` (checkErr, StandardErrorMessage, MultilineError).
"""

from collections.abc import Sequence

from cluster.core.kinds import Object


class KubectlError(Exception):
    """A refusal of kubectl itself; printed after `error: `, with exit code 1."""


class Exit(Exception):
    """The command ends with this code, having said what there is to say."""

    def __init__(self, code: int = 1, text: str = "") -> None:
        super().__init__(text)
        self.code = code


class Stopped(Exception):
    """Ctrl-C."""


class ApiRefused(Exception):
    """An answer of the API that is no success."""

    def __init__(self, status: Object) -> None:
        super().__init__(str(status.get("message") or ""))
        self.status = status

    @property
    def reason(self) -> str:
        """Kubernetes' word for it, such as NotFound."""
        return str(self.status.get("reason") or "")

    def about(self, verb: str, source: str) -> "ApiRefused":
        """The same refusal, told of a file: `error when creating "deploy.yml": ...` (AddSourceToErr)."""
        if not source:
            return self
        message = f'error when {verb} "{source}": {self.status.get("message")}'
        return ApiRefused({**self.status, "message": message})


class Aggregate(Exception):
    """Several refusals at once; texts that come twice are told once where they are joined."""

    def __init__(self, errors: Sequence[Exception]) -> None:
        self.errors = list(errors)
        texts = list(dict.fromkeys(map(str, self.errors)))
        super().__init__(texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]")


def raise_all(errors: Sequence[Exception]) -> None:
    """Raise what there is to raise: nothing, the only error, or an Aggregate."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Aggregate(errors)


def is_not_found(error: Exception) -> bool:
    """Whether the API said that there is no such object."""
    return isinstance(error, ApiRefused) and error.reason == "NotFound"


def usage_error(path: str, text: str) -> KubectlError:
    """A refusal of words: with a hint at the help (`UsageErrorf`)."""
    return KubectlError(f"{text}\nSee '{path} -h' for help and examples")


def text_of(error: Exception) -> str:
    """What stands on stderr in the end; with its newline."""
    if isinstance(error, Aggregate) and len(error.errors) == 1:
        error = error.errors[0]
    if isinstance(error, Exit):
        text = str(error)
    elif isinstance(error, ApiRefused) and error.reason == "Invalid":
        text = _invalid(error.status)
    elif isinstance(error, Aggregate):
        text = "".join(f"{_standard(one) or one}".removesuffix("\n") + "\n" for one in error.errors)
    else:
        text = _standard(error) or _prefixed(str(error))
    return text if text.endswith("\n") or not text else text + "\n"


def _prefixed(text: str) -> str:
    return text if text.startswith("error: ") else f"error: {text}"


def _standard(error: Exception) -> str:
    """How an answer of the API is told; '' for any other error."""
    if not isinstance(error, ApiRefused):
        return ""
    if error.reason == "Unauthorized":
        return f"error: You must be logged in to the server ({error})"
    return f"Error from server ({error.reason}): {error}" if error.reason else f"Error from server: {error}"


def _invalid(status: Object) -> str:
    details = status.get("details")
    message = status.get("message") or ""
    if not details:
        return "The request is invalid" + (f": {message}" if message else "")
    text = "The request is invalid"
    causes = details.get("causes") or []
    if details.get("kind") or details.get("name"):
        text = f'The {details.get("kind", "")} "{details.get("name", "")}" is invalid'
    elif message and not causes:
        text += f": {message}"
    if not causes:
        return text
    lines = list(dict.fromkeys(f"{cause.get('field', '')}: {cause.get('message', '')}" for cause in causes))
    if len(lines) == 1:
        return f"{text}: {lines[0]}\n"
    return f"{text}: \n" + "".join(f"* {line}\n" for line in lines)
