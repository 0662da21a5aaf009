"""What is spoken over long connections besides watches: `logs -f`, `exec`, `attach`, `port-forward`.

logs            a log that goes on, over plain HTTP
sockets         the ASGI application for upgrades: who is it, what is wanted, which protocol
channels        Kubernetes' WebSocket protocols: the first byte of each message is a channel
spdy, streams   SPDY/3.1, of which some clients speak either the bare form or one inside a WebSocket
remote          commands and shells, whatever the protocol
terminal        a terminal's line discipline: echo, erase, interrupt
typing_in       what a client types into a container that waits for it
forward         connections to a pod's ports
wire            what a simulated program says on a connection
daphne          lets daphne hand over connections that ask for SPDY
"""
