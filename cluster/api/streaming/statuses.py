"""How a command ended, as the stream for errors tells it (`kubelet/pkg/cri/streaming/remotecommand/exec.go`)."""

from cluster.core.kinds import Object


def success() -> Object:
    """The status of a command that ended with 0."""
    return {"metadata": {}, "status": "Success"}


def exited(code: int) -> Object:
    """The status of a command that ended with another code."""
    return {
        "metadata": {},
        "status": "Failure",
        "message": f"command terminated with non-zero exit code: exit status {code}",
        "reason": "NonZeroExitCode",
        "details": {"causes": [{"reason": "ExitCode", "message": str(code)}]},
    }


def failed(why: str) -> Object:
    """The status of a command that could not be started."""
    message = f"error executing command in container: {why}"
    return {
        "metadata": {},
        "status": "Failure",
        "message": f"Internal error occurred: {message}",
        "reason": "InternalError",
        "details": {"causes": [{"message": message}]},
        "code": 500,
    }
