"""A whole sandbox as one JSON file: its title, its files, and its cluster with every act."""

from collections.abc import Mapping
from typing import NamedTuple

import orjson

from cluster import store
from cluster.terminal import Refused
from playground.sandbox.files import MOST_FILES, judge
from playground.sandbox.models import Sandbox, SandboxFile

FORMAT = "playground.sandbox/1"
LARGEST = 32 << 20
"""Bytes of a file to import: it holds acts and objects, and 5,000 pods have some 20 MB."""


class Parcel(NamedTuple):
    """What a file holds; `cluster` is what `store.import_file` takes."""

    title: str
    files: dict[str, str]
    cluster: bytes


def packed(sandbox: Sandbox) -> bytes:
    """The file of a sandbox."""
    data = {
        "format": FORMAT,
        "title": str(sandbox),
        "files": files_of(sandbox),
        "cluster": orjson.Fragment(store.export_file(sandbox.cluster_id)),
    }
    return orjson.dumps(data)


def unpacked(body: bytes) -> Parcel:
    """The parts of an exported file, each of its type. Raises ValueError with one sentence."""
    if len(body) > LARGEST:
        raise ValueError(f"This file has {len(body) >> 20} MB; at most {LARGEST >> 20} are read.")
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ValueError("This file is not an exported sandbox: it is not JSON.") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("cluster"), dict):
        raise ValueError(f"This file is not an exported sandbox: its format is not {FORMAT!r}.")
    files = data.get("files")
    if not isinstance(files, dict) or not all(isinstance(text, str) for text in files.values()):
        raise ValueError("This file is not an exported sandbox: its files are not texts by path.")
    _judge_files(files)
    title = data.get("title")
    if not isinstance(title, str):
        raise ValueError("This file is not an exported sandbox: its title is not a text.")
    try:
        cluster = orjson.dumps(data["cluster"])
    except TypeError:
        # What is read may be nested 1024 deep, what is written 254.
        raise ValueError("This file is not an exported sandbox: it is nested too deeply.") from None
    return Parcel(title.replace("\0", "")[:80], files, cluster)


def _judge_files(files: Mapping[str, str]) -> None:
    if len(files) > MOST_FILES:
        raise ValueError(f"A sandbox holds {MOST_FILES} files; this one would have {len(files)}.")
    for path, text in files.items():
        try:
            judge(path, text)
        except Refused as fault:
            raise ValueError(f"One of its files cannot be kept: {fault}") from None


def files_of(sandbox: Sandbox) -> dict[str, str]:
    """The texts of a sandbox's files by path."""
    return dict(SandboxFile.objects.filter(sandbox=sandbox).values_list("path", "text"))


def give_files(sandbox: Sandbox, files: Mapping[str, str]) -> None:
    """Files for a sandbox that has none yet."""
    SandboxFile.objects.bulk_create(
        [SandboxFile(sandbox=sandbox, path=path, text=text) for path, text in files.items()]
    )
