"""Pod templates as Go sees them: every field in its place, whether it is set or not.

dump(template)     what `utils/dump.ForHash` writes of a v1.PodTemplateSpec
pod_spec(spec)     the JSON of the API server's internal pod spec, which a refused update is compared in
"""
