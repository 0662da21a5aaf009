"""OpenAPI: what the API takes and gives, told to clients; made of the table of resources and the core's schemas.

    enums, schemas            what objects consist of, as the API server tells it
    parameters, operations    what can be asked of each resource
    v3, v2, gnostic           the documents: OpenAPI 3, Swagger 2, the latter as protocol buffers
    serving                   hashes, caches, compression

kubectl reads them for `explain`, before it lets the server validate fields, and to merge lists in `apply`.
"""

from cluster.api.openapi.serving import answer as answer
