"""How the pages look to one browser: its theme and size, kept in cookies so that the first paint is already right."""

from django.http import HttpRequest

CHOICES = {"theme": ("light", "dark"), "size": ("large",)}
"""Whatever else a cookie says means: as the system has it."""


def appearance(request: HttpRequest) -> dict[str, str]:
    """For every template: `theme` and `size`, each one of its choices or ''."""
    return {name: value if (value := request.COOKIES.get(name)) in known else "" for name, known in CHOICES.items()}
