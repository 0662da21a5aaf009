"""Text wrapped at words, as `github.com/mitchellh/go-wordwrap` does it: line breaks of the text stay."""


def wrapped(text: str, width: int) -> str:
    """Lines of at most `width` characters, except for longer words."""
    found: list[str] = []
    current, spaces, word = 0, "", ""
    for char in text:
        if char == "\n":
            if not word and current + len(spaces) > width:
                spaces = ""
            found.append(f"{spaces}{word}\n")
            current, spaces, word = 0, "", ""
        elif char.isspace():
            if not spaces or word:
                current += len(spaces) + len(word)
                found.append(spaces + word)
                spaces, word = "", ""
            spaces += char
        else:
            word += char
            if current + len(spaces) + len(word) > width and len(word) < width:
                found.append("\n")
                current, spaces = 0, ""
    if word or current + len(spaces) <= width:
        found.append(spaces + word)
    return "".join(found)


def indented(text: str, amount: int) -> str:
    """Each line behind so many spaces, empty ones too."""
    pad = " " * amount
    return pad + text.replace("\n", f"\n{pad}")
