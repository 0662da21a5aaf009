"""What Kubernetes' own end-to-end suite asks of a cluster, asked of a sandbox that is served over real sockets.

One test an `[It]` of upstream's, named after it, in modules named after upstream's files (`test/e2e/**/*.go`). As
there, each test gets a namespace of its own, bodies of typed clients are protobuf, and answers are JSON.

What is not asked here, and why:

- `[sig-cli] Kubectl client`, where it asks what `tests/api/test_kubectl*.py` and `tests/conformance` play already;
  `Proxy server`, as `kubectl proxy` sends no secret to a server over http; `Kubectl copy` and `debug`, as a container's
  files cannot be written and there are no ephemeral containers.
- custom resources (three of `Garbage collector`, `Kubectl validation`, `Kubectl client-side validation`): the API of no
  CustomResourceDefinitions is offered.
- CronJobs and Jobs (one of `Garbage collector`, one of `Kubectl describe`): not offered.
- `Services` that send packets, and the Deployment behind a cloud's load balancer: there is no network.
- private images (one of `ReplicaSet`): upstream skips it too where there is no registry for it.
"""
