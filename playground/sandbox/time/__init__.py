"""What people do with time: stop it, hurry it, look back, go back, and show a moment to others.

`clock` turns the cluster's clock, `moments` shows what was, `going_back` makes it the present again, `links` lets
others look.
"""
