"""The left pane of the workspace: files, the editor that knows Kubernetes, and a look ahead before anything is applied.

tree        the files as a tree, drawn
filing      views: open, save, make, move, remove, take in, download
knowing     views: completions, meanings and faults while somebody types
looking     views: what would change, and what would happen
"""
