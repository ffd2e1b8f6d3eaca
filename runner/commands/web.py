"""pgdialer web: URLs, pages and REST."""

from __future__ import annotations

import click
import structlog

from .. import logs
from ..cli import database_option, schema_option
from ..database import locate
from .run import check_schema

log = structlog.get_logger()


@click.command()
@database_option
@schema_option
@click.option(
    "--listen", default="127.0.0.1:8080", show_default=True, metavar="HOST:PORT",
    help="Address to listen on; 0.0.0.0:8080 for all of this host's.",
)  # fmt: skip
@click.option(
    "--threads", type=click.IntRange(1, 256), default=8, show_default=True,
    help="Requests that are answered at the same time.",
)  # fmt: skip
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="ORIGIN",
    help="Let pages of this origin call the URLs (https://crm.example.com); repeat it.",
)  # fmt: skip
@click.option(
    "--trusted-proxy", "proxies", multiple=True, metavar="ADDRESS",
    help="Believe the X-Forwarded headers of this address or network; repeat it.",
)  # fmt: skip
@click.option(
    "--login-header", metavar="NAME",
    help="Header in which a trusted proxy names the agent (Login) that it has let in.",
)  # fmt: skip
@click.option(
    "--allow-plain-get", is_flag=True,
    help="Dial on a GET even if the browser does not say which page it comes from.",
)  # fmt: skip
@click.option(
    "--log",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the log.",
)
def command(
    database: str | None,
    schema: str,
    listen: str,
    threads: int,
    origins: tuple[str, ...],
    proxies: tuple[str, ...],
    login_header: str | None,
    allow_plain_get: bool,
    style: logs.Style,
) -> None:
    """Serve the URLs until told to stop (SIGTERM or Ctrl-C).

    Secrets come from the environment alone: PGDIALER_SECRET_KEY signs the sessions' cookies,
    PGDIALER_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET set up OpenID Connect.
    """
    # Flask and what hangs on it is loaded by this command only.
    from ...web.server import Server
    from ...web.settings import Settings, read_networks, read_origins

    conninfo = locate(database)
    settings = Settings.read(
        database=conninfo,
        schema=schema,
        allowed_origins=read_origins("--allow-origin", " ".join(origins)),
        trusted_proxies=read_networks("--trusted-proxy", " ".join(proxies)),
        login_header=login_header,
        allow_plain_get=allow_plain_get or None,
    )
    check_schema(conninfo, schema)
    logs.write_logs(style)
    logs.forward_libraries()
    server = Server(settings, listen, threads)
    if not settings.keeps_sessions:
        log.warning("no PGDIALER_SECRET_KEY: sessions end with this process")
    log.info("web service started", url=server.url)
    server.run()
    log.info("web service stopped")
