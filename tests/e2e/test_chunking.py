"""`[sig-api-machinery] Servers with support for API chunking` (`test/e2e/apimachinery/chunking.go`).

With fewer objects than upstream's 400, and without its wait for the compaction of a list's version, which takes ten
minutes there; what an expired token is answered with is tested in `tests/api/test_lists.py`.
"""

import random

TOTAL = 100


def templates(space, total):
    containers = [{"name": "test", "image": "test2"}]
    for number in range(total):
        metadata = {"name": f"template-{number:04}"}
        space.create("podtemplates", {"metadata": metadata, "template": {"spec": {"containers": containers}}})


def test_should_return_chunks_of_results_for_list_calls(space):
    templates(space, TOTAL)
    for seed in range(3):
        chance, found, proceed, versions = random.Random(seed), 0, "", set()
        while True:
            limit = chance.randrange(TOTAL // 10) + 1
            chunk = space.get("podtemplates", limit=limit, **{"continue": proceed})
            names = [item["metadata"]["name"] for item in chunk["items"]]
            assert names == [f"template-{found + number:04}" for number in range(len(names))]
            assert len(names) <= limit
            found, metadata = found + len(names), chunk["metadata"]
            versions.add(metadata["resourceVersion"])
            proceed = metadata.get("continue", "")
            assert metadata.get("remainingItemCount", 0) == TOTAL - found
            if not proceed:
                break
        assert (found, len(versions)) == (TOTAL, 1)
    assert len(space.list("podtemplates", limit=TOTAL + 1)) == TOTAL
