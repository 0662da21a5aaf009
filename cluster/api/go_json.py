"""JSON that cannot be read, in the words of Go's `encoding/json` scanner."""

import json
from json import JSONDecodeError

WORDS = {
    "Expecting property name enclosed in double quotes": "looking for beginning of object key string",
    "Expecting value": "looking for beginning of value",
    "Expecting ':' delimiter": "after object key",
    "Extra data": "after top-level value",
    "Illegal trailing comma before end of object": "looking for beginning of object key string",
    "Illegal trailing comma before end of array": "looking for beginning of value",
}


def fault_of(body: bytes) -> str:
    """What is wrong with a JSON text; '' when nothing is. `{oops` -> `invalid character 'o' looking for ...`."""
    try:
        json.loads(body)
    except JSONDecodeError as fault:
        return _told(fault)
    except (UnicodeDecodeError, RecursionError) as fault:
        return "exceeded max depth" if isinstance(fault, RecursionError) else "invalid UTF-8"
    return ""


def _told(fault: JSONDecodeError) -> str:
    position = fault.pos
    if position >= len(fault.doc) or fault.msg.startswith("Unterminated"):
        return "unexpected end of JSON input"
    if fault.msg.startswith("Expecting ','"):
        where = "after array element" if _in_array(fault.doc[:position]) else "after object key:value pair"
    else:
        where = WORDS.get(fault.msg, "in string literal")
    char = fault.doc[position]
    return f"invalid character {_quoted(char)} {where}"


def _in_array(text: str) -> bool:
    """Whether a text that is valid JSON so far ends inside an array rather than an object."""
    open_brackets, in_string, escaped = [], False, False
    for char in text:
        if in_string:
            in_string = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            in_string = True
        elif char in "[{":
            open_brackets.append(char)
        elif char in "]}" and open_brackets:
            open_brackets.pop()
    return bool(open_brackets) and open_brackets[-1] == "["


def _quoted(char: str) -> str:
    return "'\\''" if char == "'" else f"'{char}'" if char.isprintable() else repr(char)
