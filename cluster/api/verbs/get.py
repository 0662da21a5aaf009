"""GET of one object."""

from cluster.api import options
from cluster.api.resource import Answer, Call
from cluster.api.verbs.reading import find, judge_reached


def get(call: Call) -> Answer:
    """The object. Raises NotFound, or TooLargeVersion for a revision that is not reached."""
    judge_reached(call.state, options.revision(call.request.param("resourceVersion")))
    return Answer(find(call, call.state))
