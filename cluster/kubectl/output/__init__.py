"""Objects as text: what `kubectl get -o` takes besides YAML and JSON."""
