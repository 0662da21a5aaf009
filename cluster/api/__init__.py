"""The Kubernetes REST API over the store: each cluster as real Kubernetes serves itself, for unmodified clients.

    request       what a path and a query ask for (pure)
    resource(s)   the table of what is served: one row a kind, with its verbs and subresources
    dispatch      `answer(cluster_id, request) -> Response`: everything that is one question and one answer
    verbs/        what each verb does
    projection    simulated times <-> real times, so that ages read right in every client
    http          HTTP around it, as an ASGI application; streams (watch, log -f) have a way of their own there

Nothing here knows Django's requests: other clients in this process ask `dispatch`.
"""
