"""Which objects the arguments mean: `pods`, `pod web`, `deploy/web svc/web`, `deploy,rs -l app=web`, `all`, `-f file`.

Upstream: `cli-runtime/pkg/resource/builder.go`, `result.go`, `visitor.go`.
"""

from collections.abc import Callable, Iterator, Sequence

from cluster.core.kinds import Object
from cluster.kubectl import documents, resources, sources
from cluster.kubectl.arguments import Arguments
from cluster.kubectl.client import Client
from cluster.kubectl.errors import Aggregate, ApiRefused, KubectlError, is_not_found, raise_all
from cluster.kubectl.infos import Info, info_of, list_items, selected
from cluster.kubectl.resources import Mapping
from cluster.kubectl.session import Session
from cluster.kubectl.wanted import Wanted, enhanced, opened, placed

REFUSALS = (KubectlError, ApiRefused, Aggregate)
NO_RESOURCE = (
    "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n"
    "   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'"
)


class Result:
    """What was found; nothing is fetched before it is visited. Raises KubectlError when the words make no sense."""

    def __init__(self, wanted: Wanted, session: Session, client: Client) -> None:
        self.wanted, self.session, self.client = wanted, session, client
        self.ignore_not_found = False
        self.single = False
        """The words mean one object."""
        self.source: tuple[Mapping, str, str] | None = None
        """(kind, name or '', namespace) where there is only one thing to look at, for watches."""
        self._arguments = Arguments(wanted.words, wanted.empty)
        self._files = sources.look_up(wanted.files, session.files)
        raise_all([*self._files.errors, *self._errors()])
        self._visit = self._chosen()

    def _errors(self) -> list[Exception]:
        found = list(self._arguments.errors)
        if self.wanted.all and (self.wanted.labels.strip() or self.wanted.fields.strip()):
            found.append(KubectlError("setting 'all' parameter but found a non empty selector. "))
        return found

    def visit(self, act: Callable[[Info], None]) -> None:
        """Do something with each. Raises what there was to refuse, in the end or (not `keep_going`) at once."""
        errors: list[Exception] = []
        unread: list[Exception] = []
        for found in self._visit():
            try:
                if isinstance(found, Exception):
                    raise found
                act(self._fetched(found))
            except REFUSALS as error:
                if self.ignore_not_found and is_not_found(error):
                    continue
                if not self.wanted.keep_going:
                    raise
                (unread if error is found else errors).append(error)
        # What could not be read or listed counts as one error among those of the objects.
        raise_all([*errors, *([Aggregate(unread)] if unread else [])])

    def infos(self) -> tuple[list[Info], Exception | None]:
        """All of them, and what was refused on the way."""
        found: list[Info] = []
        try:
            self.visit(found.append)
        except REFUSALS as error:
            return found, error
        return found, None

    def all(self) -> list[Info]:
        """All of them. Raises what was refused."""
        found, error = self.infos()
        if error:
            raise error
        return found

    def _chosen(self) -> Callable[[], Iterator[Info | Exception]]:
        words, wanted = self._arguments, self.wanted
        if self._files.paths:
            self._refuse_words()
            self.single = not self._files.folder and not self._files.stdin and len(self._files.paths) == 1
            return self._by_files
        if wanted.labels.strip() or wanted.fields.strip() or wanted.all or words.everything:
            return self._by_selector()
        if words.pairs:
            return self._by_pairs()
        if words.names:
            return self._by_names()
        if words.types:
            for word in words.types:
                self._kind(word)
            raise KubectlError("resource(s) were provided, but no name was specified")
        raise KubectlError(NO_RESOURCE)

    def _refuse_words(self) -> None:
        words = self._arguments
        if words.types:
            raise KubectlError(
                "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"
            )
        if words.names:
            raise KubectlError("name cannot be provided when a path is specified")
        if words.pairs:
            raise KubectlError("resource/name arguments cannot be provided when a path is specified")

    def _by_selector(self) -> Callable[[], Iterator[Info | Exception]]:
        words = self._arguments
        if words.names:
            raise KubectlError("name cannot be provided when a selector is specified")
        if words.pairs:
            raise KubectlError("selectors and the all flag cannot be used when passing resource/name arguments")
        if not words.types:
            raise KubectlError("at least one resource must be specified to use a selector")
        if self.wanted.subresource:
            raise KubectlError("subresource cannot be used when bulk resources are specified")
        kinds = self._kinds(words.types)
        if len(kinds) == 1:
            self.source = kinds[0], "", self._place(kinds[0])
        return lambda: (found for kind in kinds for found in self._listed(kind))

    def _kinds(self, types: Sequence[str]) -> list[Mapping]:
        if len(types) > 1 and self.wanted.single_type:
            raise KubectlError("you may only specify a single resource type")
        return list(dict.fromkeys(self._kind(word) for word in types))

    def _kind(self, word: str) -> Mapping:
        kind = resources.mapping(word)
        if warning := resources.ambiguity(word):
            self.session.err(f"Warning: {warning}\n")
        return kind

    def _place(self, kind: Mapping) -> str:
        return "" if not kind.namespaced or self.wanted.all_namespaces else self.wanted.namespace

    def _named(self, kind: Mapping, name: str) -> Info:
        place = self._place(kind)
        if kind.namespaced and not place:
            raise KubectlError("a resource cannot be retrieved by name across all namespaces")
        return Info(kind, place, name, subresource=self.wanted.subresource)

    def _by_pairs(self) -> Callable[[], Iterator[Info | Exception]]:
        pairs = self._arguments.pairs
        kinds = {word: self._kind(word) for word, _ in pairs}
        if self.wanted.single_type and len({kind.group_resource for kind in kinds.values()}) > 1:
            raise KubectlError("you may only specify a single resource type")
        return self._of([self._named(kinds[word], name) for word, name in pairs])

    def _by_names(self) -> Callable[[], Iterator[Info | Exception]]:
        words = self._arguments
        if not words.types:
            raise KubectlError("you must provide a resource and a resource name together")
        if len(words.types) > 1:
            raise KubectlError("you must specify only one resource")
        kind = self._kind(words.types[0])
        return self._of([self._named(kind, name) for name in words.names])

    def _of(self, infos: list[Info]) -> Callable[[], Iterator[Info | Exception]]:
        self.single = len(infos) == 1
        if self.single and infos[0].kind is not None:
            self.source = infos[0].kind, infos[0].name, infos[0].namespace
        return lambda: iter(infos)

    def _fetched(self, info: Info) -> Info:
        if info.object is not None or not self.wanted.require:
            return info
        return info.fetch(self.client, self.wanted.query, **self.wanted.headers)

    def _listed(self, kind: Mapping) -> Iterator[Info | Exception]:
        wanted, place = self.wanted, self._place(kind)
        query = {**wanted.query}
        query |= {"labelSelector": wanted.labels.strip()} if wanted.labels.strip() else {}
        query |= {"fieldSelector": wanted.fields.strip()} if wanted.fields.strip() else {}
        try:
            for page in self.client.list(kind, place, query, wanted.chunk, **wanted.headers):
                if wanted.whole_lists or page.get("kind") == "Table":
                    version = str((page.get("metadata") or {}).get("resourceVersion") or "")
                    yield Info(kind, place, "", page, version=version)
                    continue
                for item in list_items(page, kind):
                    yield info_of(item, kind)
        except ApiRefused as error:
            yield enhanced(error, wanted, kind)

    def _by_files(self) -> Iterator[Info | Exception]:
        for path in self._files.paths:
            try:
                yield from self._of_file(path)
            except REFUSALS as error:
                yield error

    def _of_file(self, path: str) -> Iterator[Info | Exception]:
        """What cannot be read or has not been validated ends the file; a document of no known kind does not."""
        for value in documents.documents(sources.read(path, self.session), path):
            judged = documents.judge(value, path, self.wanted.validate)
            errors: list[Exception] = []
            objects = opened(judged)
            for obj in objects:
                try:
                    info = self._of_document(obj, path)
                except REFUSALS as error:
                    errors.append(error)
                    continue
                if info is not None:
                    yield info
            if errors:
                yield errors[0] if objects == [judged] else Aggregate(errors)

    def _of_document(self, obj: Object, path: str) -> Info | None:
        info = placed(obj, path, self.wanted)
        if self.wanted.labels.strip() and not selected(info, self.wanted.labels):
            return None
        if self.wanted.latest and info.name:
            info = info.fetch(self.client, self.wanted.query, **self.wanted.headers)
        if self.single:
            self.source = info.kind, info.name, info.namespace
        return info
