"""The tables of objects, one for each kind. Columns beside the JSON text are what the admin searches and filters by."""

from typing import ClassVar

from django.db import models


class KubernetesObject(models.Model):
    """What all kinds have: where the object is, whose it is, how it does, and the object itself as JSON text."""

    cluster = models.ForeignKey("cluster.Cluster", models.CASCADE, db_index=False)
    namespace = models.CharField(max_length=63, blank=True)
    name = models.CharField(max_length=253)
    uid = models.CharField(max_length=36)
    owner = models.CharField(max_length=320, blank=True, help_text="its controller: ReplicaSet/web-7d9c")
    owner_uid = models.CharField(max_length=36, blank=True)
    created = models.CharField(max_length=20, help_text="creationTimestamp, in simulated time")
    revision = models.BigIntegerField(help_text="resourceVersion")
    phase = models.CharField(max_length=120, blank=True, help_text="how it does, in a word")
    node = models.CharField(max_length=253, blank=True)
    object = models.TextField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["cluster_id", "namespace", "name"]
        # The foreign key's own index is left out: this one begins with the cluster.
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cluster", "namespace", "name"], name="%(class)s_place"),
        ]

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


class Namespace(KubernetesObject):
    pass


class Node(KubernetesObject):
    pass


class Pod(KubernetesObject):
    pass


class ReplicaSet(KubernetesObject):
    pass


class Deployment(KubernetesObject):
    pass


class ReplicationController(KubernetesObject):
    pass


class PodTemplate(KubernetesObject):
    pass


class Service(KubernetesObject):
    pass


class Endpoints(KubernetesObject):
    class Meta(KubernetesObject.Meta):
        verbose_name_plural = "endpoints"


class EndpointSlice(KubernetesObject):
    pass


class Event(KubernetesObject):
    """Its `owner` and `owner_uid` are the object that it is about."""


class ConfigMap(KubernetesObject):
    pass


class Secret(KubernetesObject):
    pass


class ServiceAccount(KubernetesObject):
    pass


class ResourceQuota(KubernetesObject):
    pass


class LimitRange(KubernetesObject):
    pass


class HorizontalPodAutoscaler(KubernetesObject):
    pass


class PodDisruptionBudget(KubernetesObject):
    pass


class Lease(KubernetesObject):
    pass


class PriorityClass(KubernetesObject):
    class Meta(KubernetesObject.Meta):
        verbose_name_plural = "priority classes"


KIND_MODELS: dict[str, type[KubernetesObject]] = {model.__name__: model for model in KubernetesObject.__subclasses__()}
"""Every kind has a table of its name."""
