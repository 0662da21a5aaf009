"""What people write around commands: loops, functions, conditions, sums, words that stand for several."""

import pytest

from cluster.terminal import is_complete

ALIKE = {
    "echo web-{1..3} {a,b}.yml x{,y} {01..03} {c..a}": "web-1 web-2 web-3 a.yml b.yml x xy 01 02 03 c b a\n",
    'echo {a} \'{a,b}\' "{1..2}" {"a":1,"b":2}': "{a} {a,b} {1..2} {a:1,b:2}\n",
    "for i in {1..3}; do echo -n $i; done": "123",
    "for ((i=0; i<3; i++)); do echo -n $i; done": "012",
    "for ((;;)); do break; done; echo out": "out\n",
    "i=3; until ((i == 0)); do echo -n $i; ((i--)); done": "321",
    "((x = 5, x += 2)); echo $x $((2**8)); (( 0 )) || echo zero": "7 256\nzero\n",
    "while read name ready rest; do echo $name=$ready; done < table | head -2": "NAME=READY\nweb-1=1/1\n",
    "for x in b a; do echo $x; done | sort": "a\nb\n",
    "if true; then echo in; fi > f; cat f": "in\n",
    "{ echo a; echo b; } > f; wc -l < f": "2\n",
    "mkdir d; { cd d; x=1; }; pwd; (cd ..; x=2); pwd; echo $x": "/home/learner/d\n/home/learner/d\n1\n",
    "{ false; echo $?; } | cat; { x=1; } | cat; echo [$x]": "1\n[]\n",
    "mkdir d; f() ( cd d; return 3 ); f; echo $?; pwd": "3\n/home/learner\n",
    'f() { echo "$1 of $#"; return 3; }; f a b; echo $?': "a of 2\n3\n",
    "function g { local v=1; w=2; }; g; echo [$v$w]": "[2]\n",
    "f() { for x in $*; do [ $x = b ] && return 0; done; return 1; }; f a b && echo found": "found\n",
    "f() { cat; }; echo piped | f": "piped\n",
    "f() { f; }; f": "",
    "case web-1 in db*) echo d;; web*|x) echo w;; *) echo o;; esac": "w\n",
    "case $(echo x) in\n  (x)\n    echo yes\n    ;;\nesac": "yes\n",
    "case a in b) echo b;; esac; echo $?": "0\n",
    "[[ web-1 == web* && -f table ]] && echo yes": "yes\n",
    "[[ web-1 == 'web*' ]] || echo quoted": "quoted\n",
    "[[ 3/3 =~ ^([0-9]+)/[0-9]+$ ]] && echo ready": "ready\n",
    "[[ ! -d table && ( a < b || -z x ) ]] && echo yes": "yes\n",
    "[[ 10 -gt 9 ]] && echo more": "more\n",
    "x=deployment; echo ${x^} ${x^^} ${x:0:6} ${x: -4} ${x/e/E} ${x//e/E}": (
        "Deployment DEPLOYMENT deploy ment dEployment dEploymEnt\n"
    ),
    "echo $'a\\tb\\n'": "a\tb\n\n",
    "grep -e web-1 -e db table | awk '{print substr($1, 1, 2), index($1, \"-\")}'": "we 4\ndb 3\n",
    "seq -s, 3": "1,2,3\n",
    "IFS=, read a b <<< '1,2'; echo $b$a": "21\n",
    "bash -c 'echo $0 $1' one two": "one two\n",
    "echo 'echo got $1; return 4' > s.sh; source s.sh it; echo $?": "got it\n4\n",
    "timeout 0.05 sleep 5; echo $?": "124\n",
    "let x=3+4; echo $x; expr 2 + 3": "7\n5\n",
    "jq -c '.items[0].ready = false | .items[0]' pods.json": '{"name":"a","ready":false,"restarts":2}\n',
    "jq -c '.items[].restarts |= .+1 | [.items[].restarts]' pods.json": "[3,1]\n",
    "jq -c 'del(.items[] | select(.ready)) | .items | length' pods.json": "1\n",
    "jq -r --arg n b '.items[] | select(.name==$n) | .restarts' pods.json": "0\n",
    "jq -nc '{} | .a.b[1] = 2'": '{"a":{"b":[null,2]}}\n',
}


@pytest.mark.parametrize("line", ALIKE)
def test_it_does_what_bash_does(terminal, line):
    assert terminal(line).out == ALIKE[line]


@pytest.mark.parametrize(
    "word", ["{" * 60_000, "{" * 900 + "}" * 900, "{a,b}" * 40, "{1..99999999}", "{{a,b},{c,{d,e}}}" * 9]
)
def test_it_does_not_choke_on_braces(terminal, word):
    assert terminal(f"echo {word} | wc -l").out == "1\n"


def test_it_is_quick_with_long_values(terminal):
    terminal("x=" + "a" * 60_000)
    assert terminal("echo ${x##*b} ${x%%b*} ${x#*b} ${x/*a*b/} | wc -c", seconds=10).out == "240004\n"
    assert terminal("y=${x}/z; echo ${y##*/} ${y%%a*}").out == "z\n"


REFUSED = {
    "return": "can only `return' from a function or sourced script",
    "local x": "can only be used in a function",
    "[[ a == ]]": "[[: unexpected argument to conditional binary operator",
    "f() { f; }; f": "maximum function nesting level exceeded",
    "awk '{if ($1) print}' table": "if is not available here",
    "jq '.a | keys = 1' pods.json": "Invalid path expression",
    "jq -n '$x'": "$x is not defined",
    "f() echo": "syntax error near unexpected token `echo'",
}


@pytest.mark.parametrize("line", REFUSED)
def test_it_refuses_in_bashs_words(terminal, line):
    assert REFUSED[line] in terminal(line).err


@pytest.mark.parametrize("text", ["case x in", "f() {", "[[ a", "for ((i=0; i<3; i++)); do", "((1 +"])
def test_it_waits_for_the_rest(text):
    assert not is_complete(text)
