"""The usual commands, as GNU's print."""

import pytest

LINES = {
    "ls": ("ls", "deploy\npods.json\ntable\n"),
    "ls of two": ("ls deploy table", "table\n\ndeploy:\ndb.yml\nweb.yml\n"),
    "mkdir -p, mv, find": ("mkdir -p a/b; mv table a/b/t; find a", "a\na/b\na/b/t\n"),
    "cp -r": ("cp -r deploy d2; ls d2; rm -rf deploy; ls", "db.yml\nweb.yml\nd2\npods.json\ntable\n"),
    "an emptied folder stays": ("rm deploy/*; ls deploy; rmdir deploy; ls", "pods.json\ntable\n"),
    "head": ("head -2 table", "NAME   READY   AGE\nweb-1  1/1     5m\n"),
    "head -n -3": ("head -n -3 table", "NAME   READY   AGE\n"),
    "tail": ("tail -n 1 table", "db-1   1/1     9m\n"),
    "tail +": ("tail -n +4 table", "db-1   1/1     9m\n"),
    "wc": ("wc -l < table; wc table", "4\n 4 12 73 table\n"),
    "sort -k": ("tail -n +2 table | sort -k3 -r | head -1", "db-1   1/1     9m\n"),
    "sort -n": ("printf '10\\n9\\n' | sort -n", "9\n10\n"),
    "uniq -c": ("printf 'a\\na\\nb\\n' | uniq -c", "      2 a\n      1 b\n"),
    "grep": ("grep -c web table; grep -n 0/1 table", "2\n3:web-2  0/1     3m\n"),
    "grep -v -i": ("grep -vi WEB table", "NAME   READY   AGE\ndb-1   1/1     9m\n"),
    "grep -o -E": ("grep -oE '[0-9]m$' table", "5m\n3m\n9m\n"),
    "grep -A": ("grep -A1 web-2 table", "web-2  0/1     3m\ndb-1   1/1     9m\n"),
    "grep of files": ("grep name deploy/*.yml", "deploy/db.yml:name: db\ndeploy/web.yml:name: web\n"),
    "grep -r -l": ("grep -rl Stateful deploy", "deploy/db.yml\n"),
    "sed": ("sed 's/e/E/g; 1d' deploy/web.yml", "namE: wEb\nrEplicas: 3\n"),
    "sed -n": ("sed -n '/web/p; $p' deploy/web.yml", "name: web\nreplicas: 3\n"),
    "sed -i": ("sed -i 's/replicas: .*/replicas: 5/' deploy/web.yml; tail -1 deploy/web.yml", "replicas: 5\n"),
    "sed groups": ("echo a-b | sed -E 's/(.)-(.)/\\2-\\1 &/'", "b-a a-b\n"),
    "awk": ("awk 'NR>1 {print $1, $NF}' table", "web-1 5m\nweb-2 3m\ndb-1 9m\n"),
    "awk pattern": ("awk '/db/ {print $1\":\"$2}' table", "db-1:1/1\n"),
    "awk sum": ("awk '{s+=$1} END {print s}'", "6\n"),
    "awk -F": ("echo a:b | awk -F: '{print $2}'", "b\n"),
    "awk compares": ("awk '$2 != \"1/1\" && NR > 1 {print $1}' table", "web-2\n"),
    "cut": ("echo a:b:c | cut -d: -f1,3; echo abcd | cut -c2-3", "a:c\nbc\n"),
    "tr": ("echo hello | tr a-y b-z; echo aab | tr -d b; echo aab | tr -s a", "ifmmp\naa\nab\n"),
    "tee": ("echo a | tee x y; cat x y", "a\na\na\n"),
    "xargs": ("echo a b | xargs -n1 echo -; echo c | xargs -I{} echo {}{}", "- a\n- b\ncc\n"),
    "base64": ("echo -n hi | base64; echo aGk= | base64 -d", "aGk=\nhi"),
    "diff": ("echo a > x; echo b > y; diff x y", "1c1\n< a\n---\n> b\n"),
    "printf": ("printf '%-6s|%03d|%s\\n' a 7 x", "a     |007|x\n"),
    "seq": ("seq 2 2 6 | tac", "6\n4\n2\n"),
    "env": ("X=1 env | grep ^X=; echo $X", "X=1\n\n"),
    "test": ("[ a = a -a 1 -lt 2 ] && [ ! -d table ] && test -n x && echo ok", "ok\n"),
    "jq -r": ("jq -r '.items[] | select(.ready) | .name' pods.json", "a\n"),
    "jq text": ("jq -r '.items[] | \"\\(.name)=\\(.restarts)\"' pods.json", "a=2\nb=0\n"),
    "jq object": ("jq -c '{n: .items|length, names: [.items[].name]}' pods.json", '{"n":2,"names":["a","b"]}\n'),
    "jq functions": (
        "jq -c '(.items|map(.restarts)|add), (.items[0]|keys)' pods.json",
        '2\n["name","ready","restarts"]\n',
    ),
    "jq sorts": ("jq -r '.items|sort_by(.restarts)|.[0].name, (map(.name)|join(\",\"))' pods.json", "b\nb,a\n"),
    "jq indents": ("echo '{\"a\":[1]}' | jq .", '{\n  "a": [\n    1\n  ]\n}\n'),
    "history": ("history; help | head -1", "This is a small shell for your sandbox."),
}


@pytest.mark.parametrize(("line", "out"), LINES.values(), ids=LINES)
def test_it_prints_what_it_should(terminal, line, out):
    said = terminal(line, stdin="1\n2\n3\n")
    assert said.err == ""
    assert said.out == out or (not out.endswith("\n") and said.out.startswith(out))


FAULTS = {
    "grep of nothing": ("grep zzz table", "", 1),
    "grep option": ("grep -y x", "grep: invalid option -- 'y'\n", 2),
    "awk": ("awk '{print' table", "awk: syntax error at source line 1: unexpected end of program\n", 2),
    "sed": ("sed 'x y'", "sed: -e expression #1, char 1: unknown command: `x'\n", 1),
    "jq compile": (
        "echo 1 | jq '.a['",
        "jq: error: syntax error, unexpected end of file (Unix shell quoting issues?) at <top-level>, line 1\n"
        "jq: 1 compile error\n",
        3,
    ),
    "jq type": ("echo 1 | jq .a", 'jq: error (at <stdin>:0): Cannot index number with "a"\n', 5),
    "cut": ("cut x", "cut: you must specify a list of bytes, characters, or fields\n", 1),
    "a dangerous pattern": ("printf '%040d!' 0 | grep -E '^(0|00)+$'", "grep: Regular expression takes too long\n", 2),
    "head": ("head -n x table", "head: invalid number: 'x'\n", 1),
    "diff": ("diff table", "diff: missing operand after 'table'\n", 2),
}


@pytest.mark.parametrize(("line", "err", "code"), FAULTS.values(), ids=FAULTS)
def test_it_complains(terminal, line, err, code):
    assert terminal(line) == ("", err, code)
