"""The kubeconfig of a session: one sandbox, its context, and the namespace that commands use unless told otherwise."""

from collections.abc import Callable
from typing import Any

Config = dict[str, Any]


class Kubeconfig:
    """A kubeconfig in memory; `save` is called with the whole of it whenever a command changes it."""

    def __init__(self, config: Config, save: Callable[[Config], None] = lambda config: None) -> None:
        self.config = config
        self._save = save

    @classmethod
    def of(cls, name: str, server: str = "", save: Callable[[Config], None] = lambda config: None) -> "Kubeconfig":
        """A fresh one for the sandbox `name`."""
        return cls(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "preferences": {},
                "clusters": [{"name": name, "cluster": {"server": server}}],
                "users": [{"name": name, "user": {}}],
                "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": "default"}}],
                "current-context": name,
            },
            save,
        )

    @property
    def current(self) -> str:
        """The name of the current context."""
        return str(self.config.get("current-context") or "")

    def context(self, name: str) -> Config | None:
        """The context of this name, or None."""
        return self.entry("contexts", "context", name)

    def entry(self, group: str, key: str, name: str) -> Config | None:
        """One named entry of `clusters`, `users` or `contexts`."""
        for item in self.config.get(group) or ():
            if item.get("name") == name:
                found: Config = item.get(key) or {}
                return found
        return None

    def names(self, group: str) -> list[str]:
        """The names in `clusters`, `users` or `contexts`, sorted."""
        return sorted(str(item.get("name")) for item in self.config.get(group) or ())

    def put(self, group: str, key: str, name: str, value: Config) -> None:
        """Add or replace one named entry, and save."""
        items = [item for item in self.config.get(group) or () if item.get("name") != name]
        self.change({group: sorted([*items, {"name": name, key: value}], key=lambda item: str(item["name"]))})

    def drop(self, group: str, name: str) -> None:
        """Take out one named entry, and save."""
        self.change({group: [item for item in self.config.get(group) or () if item.get("name") != name]})

    def change(self, fields: Config) -> None:
        """Set top-level fields, and save."""
        self.config = {**self.config, **fields}
        self._save(self.config)

    def namespace(self, context: str = "") -> str:
        """The namespace of a context, `default` when it names none."""
        found = self.context(context or self.current) or {}
        return str(found.get("namespace") or "default")

    def server(self) -> str:
        """The address of the current context's cluster."""
        context = self.context(self.current) or {}
        cluster = self.entry("clusters", "cluster", str(context.get("cluster"))) or {}
        return str(cluster.get("server") or "")
