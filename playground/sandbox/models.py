"""Whose cluster is whose."""

from typing import ClassVar

from django.db import models


class Sandbox(models.Model):
    """A cluster with an owner: what a person sees. `owner` is the visitor's key, which only their session holds."""

    cluster = models.OneToOneField("cluster.Cluster", on_delete=models.CASCADE)
    name = models.SlugField(max_length=63, unique=True, help_text="as in its address")
    title = models.CharField(max_length=80, blank=True, help_text="what its owner calls it; none: its name")
    owner = models.CharField(max_length=43, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="its owner threw it away, and may want it back")

    class Meta:
        verbose_name_plural = "sandboxes"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.title or self.name


class SandboxFile(models.Model):
    """One file of a sandbox's home folder; the `path` of an empty folder ends with a slash."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sandbox", "path"], name="one_file_a_path")]

    def __str__(self) -> str:
        return self.path
