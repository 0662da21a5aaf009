"""Tokens as trees: blocks around pipelines (`text/template/parse/parse.go`)."""

from functools import lru_cache

from cluster.kubectl.output.go_template.lexer import Token
from cluster.kubectl.output.go_template.nodes import Action, Branch, Call, Jump, Node, Text
from cluster.kubectl.output.go_template.pipelines import MAIN, MAX_DEPTH, Pipelines
from cluster.kubectl.output.jsonpath.quoting import unquote

Trees = dict[str, tuple[Node, ...]]
Body = tuple[tuple[Node, ...], str]


@lru_cache(maxsize=128)
def parse(text: str) -> Trees:
    """The trees of a template by their names; the main one is `output`. Raises TemplateFault."""
    return _Parser(text).run()


class _Parser(Pipelines):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.trees: Trees = {}
        self.loops = 0

    def run(self) -> Trees:
        body, end = self.body(frozenset())
        if end:
            self.at -= 1
            self.fail(f"unexpected {{{{{end}}}}}")
        self.trees.setdefault(MAIN, body)
        return self.trees

    def body(self, ends: frozenset[str]) -> Body:
        """Nodes up to `{{end}}` or `{{else}}` (its word is returned) or the end of the text ('')."""
        found: list[Node] = []
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail("too deeply nested")
        while True:
            token = self.next()
            if token.kind == "text":
                found.append(Text(token.value))
            elif token.kind == "left":
                self.action_line = token.line
                end = self.action(found)
                self.action_line = 0
                if end:
                    self.depth -= 1
                    return tuple(found), end
            elif token.kind == "eof":
                if ends:
                    self.fail("unexpected EOF")
                self.depth -= 1
                return tuple(found), ""
            else:
                self.unexpected(token, "input")

    def action(self, found: list[Node]) -> str:
        token = self.peek()
        if token.kind != "keyword" or token.value == "nil":
            found.append(Action(self.pipeline("command", token.at)))
            return ""
        self.next()
        match token.value:
            case "end":
                self.expect("right", "", "end")
                return "end"
            case "else":
                if self.peek().kind != "keyword":
                    self.expect("right", "", "else")
                return "else"
            case "if" | "with" | "range":
                found.append(self.branch(token))
            case "break" | "continue":
                self.expect("right", "", f"{{{{{token.value}}}}}")
                if not self.loops:
                    self.fail(f"{{{{{token.value}}}}} outside {{{{range}}}}")
                found.append(Jump(token.value))
            case "define":
                self.definition()
            case _:
                found.append(self.call(token))
        return ""

    def branch(self, token: Token) -> Branch:
        known = len(self.variables)
        pipe = self.pipeline(token.value, token.at)
        self.loops += token.value == "range"
        body, end = self.body(frozenset({"else", "end"}))
        self.loops -= token.value == "range"
        otherwise: tuple[Node, ...] = ()
        if end == "else":
            following = self.peek()
            if following.kind == "keyword":
                self.next()
                if following.value != token.value or token.value == "range":
                    self.unexpected(following, "else")
                otherwise = (self.branch(following),)
            else:
                otherwise, end = self.body(frozenset({"end"}))
                if end != "end":
                    self.fail(f"expected end; found {{{{{end}}}}}")
        del self.variables[known:]
        return Branch(token.value, token.at, pipe, body, otherwise)

    def definition(self) -> None:
        name = unquote(self.expect("string", "", "define clause").value) or ""
        self.expect("right", "", "define clause")
        kept, self.variables = self.variables, ["$"]
        body, end = self.body(frozenset({"end"}))
        if end != "end":
            self.fail(f"unexpected {{{{{end}}}}} in define clause")
        self.variables = kept
        self.trees[name] = body

    def call(self, token: Token) -> Call:
        """`{{template "name" pipe}}`, or `{{block "name" pipe}}...{{end}}`, which defines it as well."""
        context = f"{token.value} clause"
        quoted = self.expect("string", "", context)
        name = unquote(quoted.value) or ""
        if token.value == "template" and self.peek().kind == "right":
            self.next()
            return Call(quoted.at, name)
        pipe = self.pipeline(context, token.at)
        if token.value == "block":
            kept, self.variables = self.variables, ["$"]
            body, _ = self.body(frozenset({"end"}))
            self.variables = kept
            self.trees.setdefault(name, body)
        return Call(quoted.at, name, pipe)
