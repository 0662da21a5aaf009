"""Every cluster, object and change, to be searched and read. Nothing is edited here: writing is the store's.

Lists never load the objects' texts, and cost the same number of queries for one row as for a hundred.
"""

from cluster.admin.changes import ChangeAdmin as ChangeAdmin
from cluster.admin.clusters import ClusterAdmin as ClusterAdmin
from cluster.admin.objects import ObjectAdmin as ObjectAdmin
