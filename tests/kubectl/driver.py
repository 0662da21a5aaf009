"""Runs our kubectl in the environment of a served playground: a JSON line in, a JSON line out."""

import json
import os
import sys


def main(sandbox):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
    import django

    django.setup()
    from cluster import kubectl, store
    from cluster.management.commands.kubectl import session_of

    cluster = store.Cluster.objects.get(name=sandbox)
    for line in sys.stdin:
        asked = json.loads(line)
        texts = {"out": "", "err": ""}
        session = session_of(cluster.pk, sandbox)
        session.out = lambda text, texts=texts: texts.update(out=texts["out"] + text)
        session.err = lambda text, texts=texts: texts.update(err=texts["err"] + text)
        session.stdin = lambda asked=asked: asked["stdin"]
        code = kubectl.run(asked["words"], session)
        sys.stdout.write(json.dumps([code, texts["out"], texts["err"]]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
