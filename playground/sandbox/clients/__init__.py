"""The clients of Services as pages show them: who answers them, how many requests were lost, and why.

    told(cluster_id, state)               all Services of a drawn state, by uid
    sentences_of(moment, obj)             what an open Service or Deployment is told of them

Both follow the log (`reading`), and say of every revision what was true then.
"""

from playground.sandbox.clients.drawing import told as told
from playground.sandbox.clients.reading import FOLLOWER as FOLLOWER
from playground.sandbox.clients.values import ClientsView as ClientsView
from playground.sandbox.clients.verdicts import sentences_of as sentences_of
