"""Traffic: what became of the requests of simulated clients, derived from what a cluster was at each moment.

    traffic = Traffic(); traffic.begin(state)
    traffic.see(change, state)          for each change of the log, with the state after it
    traffic.pass_to(now)                time passes
    traffic.tally(uid, since, until)    one Service's requests

Every Service with a selector has clients that send ten requests a second, evenly spread: request number n comes at
n * 100 ms of simulated time, so nothing has to be remembered of the one before. The endpoints that kube-proxy knows by
then take turns. kube-proxy itself chooses by chance; turns give every endpoint its exact share, which makes figures
that can be foretold and repeated, and lets a stretch in which nothing changes be counted by division.

Nothing of this is stored: who wants to know reads the log. Between two changes a cluster is constant but for programs
that come to listen, or stop, at moments which are known beforehand; so what is counted is exact at any moment.
"""

from cluster.core.traffic.following import Traffic as Traffic
from cluster.core.traffic.rollouts import Rollout as Rollout
from cluster.core.traffic.serving import Stretch as Stretch
from cluster.core.traffic.tallies import Lost as Lost
from cluster.core.traffic.tallies import Piece as Piece
from cluster.core.traffic.tallies import Tally as Tally
from cluster.core.traffic.tallies import Version as Version
from cluster.core.traffic.words import chief_reason as chief_reason
from cluster.core.traffic.words import figures as figures
from cluster.core.traffic.words import losses as losses
from cluster.core.traffic.words import lost_sentence as lost_sentence
from cluster.core.traffic.words import sentence as sentence
