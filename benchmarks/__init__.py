"""What it costs: `make bench` measures, and prints the figures beside those of the alternatives."""
