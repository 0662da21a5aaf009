"""What an editor knows of Kubernetes, computed from a text that may be half typed, and a cursor in it.

    completing.complete(text, line, column, state)   what may be typed there
    completing.document(text, line, column)          what the field there means: the text of `kubectl explain`
    problems.find(text, state)                       what is wrong, where, in Kubernetes' own words

Lines and columns count from 0. Whatever the text, there is an answer and no exception.
"""
