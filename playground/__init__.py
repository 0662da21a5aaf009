"""The Django project, and everything that has to do with people: pages, sandboxes, lessons, classes."""
