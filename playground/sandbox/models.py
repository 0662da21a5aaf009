"""Whose cluster is whose."""

from typing import ClassVar

from django.db import models


class Sandbox(models.Model):
    """A cluster with an owner: what a person sees. `owner` is the visitor's key, which only their session holds."""

    cluster = models.OneToOneField("cluster.Cluster", on_delete=models.CASCADE)
    name = models.SlugField(max_length=63, unique=True, help_text="as in its address")
    owner = models.CharField(max_length=43, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "sandboxes"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.name
