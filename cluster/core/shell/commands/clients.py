"""The tools that images bring along for their own program."""

from cluster.core import http_answers, network
from cluster.core.shell.process import Command, Process

PORTS = {"psql": 5432, "pg_isready": 5432, "pg_dump": 5432, "redis-cli": 6379, "mongo": 27017, "mongosh": 27017}
PORTS |= {"mysql": 3306, "mysqladmin": 3306, "mariadb": 3306}


def _is_up(process: Process, host: str) -> bool:
    """Whether the server at a host takes connections."""
    machine, port = process.machine, PORTS[process.name]
    addresses = network.resolve(machine.state, machine.pod, host)
    if not addresses:
        return False
    place = network.route(machine.state, machine.pod, addresses[0], port, str(process.now))
    return not http_answers.is_open(machine.state, place, process.now)


def _version(process: Process, default: str) -> str:
    return process.machine.family.version or default


def psql(process: Process) -> int:
    """`--version`, `-c 'select version()'`, and whether the server can be reached; there is no data."""
    options, _ = process.flags("UhpdcfW")
    version = _version(process, "17")
    if "version" in options or "V" in options:
        return process.say(f"{process.name} (PostgreSQL) {version}")
    host = options.get("h") or "localhost"
    if not _is_up(process, host):
        where = (
            f'server at "{host}", port 5432'
            if "h" in options
            else ('server on socket "/var/run/postgresql/.s.PGSQL.5432"')
        )
        process.err.append(f"psql: error: connection to {where} failed: Connection refused\n")
        return 2
    query = (options.get("c") or process.stdin.all()).strip().rstrip(";").lower()
    if "version()" in query:
        text = f" PostgreSQL {version} on x86_64-pc-linux-gnu, 64-bit"
        return process.say(f"{'version':^{len(text)}}".rstrip(), "-" * (len(text) + 1), text, "(1 row)", "")
    if query.startswith("select 1"):
        return process.say(" ?column? ", "----------", "        1", "(1 row)", "")
    return process.say("(0 rows)", "") if query.startswith("select") else process.say(query.split(" ")[0].upper())


def pg_isready(process: Process) -> int:
    """Whether the server takes connections."""
    options, _ = process.flags("hpUd")
    host = options.get("h") or "localhost"
    shown = f"{options['h']}:5432" if "h" in options else "/var/run/postgresql:5432"
    if _is_up(process, host):
        return process.say(f"{shown} - accepting connections")
    process.say(f"{shown} - no response")
    return 2


def redis_cli(process: Process) -> int:
    """`ping`, `info`, `set`; nothing is kept."""
    options, rest = process.flags("hpan")
    if "v" in options or "version" in options:
        return process.say(f"redis-cli {_version(process, '8.4.0')}")
    host = options.get("h") or "127.0.0.1"
    if not _is_up(process, host):
        process.err.append(f"Could not connect to Redis at {host}:6379: Connection refused\n")
        return 1
    word = (rest[0] if rest else process.stdin.all().strip() or "ping").lower()
    answers = {"ping": "PONG", "set": "OK", "get": "", "dbsize": "0", "keys": "", "flushall": "OK", "del": "0"}
    if word == "info":
        return process.say(
            "# Server", f"redis_version:{_version(process, '8.4.0')}", "redis_mode:standalone", "role:master"
        )
    return process.say(answers.get(word, f"ERR unknown command '{word}'"))


def mongo(process: Process) -> int:
    """`--version`, `--eval 'db.version()'`."""
    version = _version(process, "8.2.0")
    if "--version" in process.args:
        return process.say(f"MongoDB shell version v{version}" if process.name == "mongo" else "2.5.0")
    if not _is_up(process, "localhost"):
        process.err.append("MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017\n")
        return 1
    text = " ".join(process.args)
    if "version()" in text:
        return process.say(version)
    return process.say("{ ok: 1 }")


def mysql(process: Process) -> int:
    """`--version`, `-e 'select version()'`."""
    options, _ = process.flags("uphePD")
    version = _version(process, "9.5.0")
    if "version" in options or "V" in options:
        return process.say(f"{process.name}  Ver {version} for Linux on x86_64")
    if not _is_up(process, options.get("h") or "localhost"):
        process.err.append("ERROR 2002 (HY000): Can't connect to local server (111)\n")
        return 1
    return process.say("version()", version) if "version()" in options.get("e", "").lower() else 0


def nginx(process: Process) -> int:
    """`-v`, `-t`, `-s reload`."""
    if {"-v", "-V"} & set(process.args):
        process.err.append(f"nginx version: nginx/{_version(process, '1.29.0')}\n")
    elif {"-t", "-T"} & set(process.args):
        path = "/etc/nginx/nginx.conf"
        process.err.append(f"nginx: the configuration file {path} syntax is ok\n")
        process.err.append(f"nginx: configuration file {path} test is successful\n")
    elif "-s" in process.args:
        process.err.append(f"[notice] {process.now % 1000}#0: signal process started\n")
    else:
        process.err.append("nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n")
        return 1
    return 0


def httpd(process: Process) -> int:
    """`-v`, `-t`."""
    if "-v" in process.args:
        return process.say(f"Server version: Apache/{_version(process, '2.4.66')} (Unix)")
    process.err.append("Syntax OK\n")
    return 0


COMMANDS: dict[str, Command] = {
    "psql": psql, "pg_isready": pg_isready, "pg_dump": psql, "redis-cli": redis_cli, "mongo": mongo,
    "mongosh": mongo, "mysql": mysql, "mariadb": mysql, "mysqladmin": mysql, "nginx": nginx, "httpd": httpd,
}  # fmt: skip
