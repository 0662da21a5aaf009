"""What Kubernetes' own end-to-end suite asks of a cluster, asked of a sandbox that is served over real sockets.

One test an `[It]` of upstream's, named after it, in modules named after upstream's files (`test/e2e/**/*.go`). As
there, each test gets a namespace of its own, bodies of typed clients are protobuf, and answers are JSON.

What is not asked here, and why:

- `[sig-cli] Kubectl client`: the real kubectl is played elsewhere (`tests/api/test_kubectl.py`, `tests/conformance`).
- custom resources (three of `Garbage collector`, `Kubectl client-side validation`): the API of no
  CustomResourceDefinitions is offered.
- CronJobs and Jobs (one of `Garbage collector`, one of `Kubectl describe`): not offered.
- `Services` that send packets, and the Deployment behind a cloud's load balancer: there is no network.
- private images (one of `ReplicaSet`): upstream skips it too where there is no registry for it.
"""
