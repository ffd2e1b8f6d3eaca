"""Logging in by OpenID Connect: Authlib does it; loaded only where a provider is set up."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from flask import Blueprint, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_openapi3 import OpenAPI

from ..runner.errors import UserError
from . import auth
from .database import nobody, row
from .login import FINISH, local_path
from .problems import Problem
from .settings import Settings

log = structlog.get_logger()
NEXT = "pgdialer.next"


def sign_on(app: OpenAPI, settings: Settings) -> None:
    """Add the way through the provider to an application."""
    try:
        from authlib.integrations.base_client import OAuthError
        from authlib.integrations.flask_client import OAuth
    except ImportError as error:
        raise UserError('OpenID Connect needs Authlib: pip install "pgdialer[oidc]".') from error
    # The state of a login on its way; the session of an agent is another cookie.
    app.secret_key = settings.secret_key
    app.config["SESSION_COOKIE_NAME"] = "pgdialer_oidc"
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_SECURE"] = settings.secure_cookie == "always"
    provider = OAuth(app).register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=(
            f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
        ),
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )
    blueprint = Blueprint("sso", __name__)

    @blueprint.get("/login/oidc")
    def begin() -> ResponseReturnValue:
        session[NEXT] = local_path()
        try:
            return provider.authorize_redirect(url_for("sso.end", _external=True))  # type: ignore[no-any-return]
        except (OSError, OAuthError) as error:
            raise _unreachable(error) from error

    @blueprint.get("/login/oidc/callback")
    def end() -> ResponseReturnValue:
        try:
            claims: dict[str, Any] = provider.authorize_access_token().get("userinfo") or {}
        except OAuthError as error:
            raise Problem(
                HTTPStatus.UNAUTHORIZED,
                "Not logged in",
                f"The provider has not let you in: {error.description or error.error}.",
                "Begin again at /login.",
            ) from error
        except OSError as error:
            raise _unreachable(error) from error
        login = str(claims.get(settings.oidc_claim) or "")
        secret = auth.new_secret()
        with nobody() as conn:
            found = row(conn, FINISH, [login, request.remote_addr, True, auth.hashed(secret)])
        if found["agent_id"] is None:
            raise Problem(
                HTTPStatus.FORBIDDEN,
                "No agent",
                f'There is no agent with the login "{login}".',
                "An administrator adds the agent.",
            )
        response = make_response(redirect(session.pop(NEXT, "/ReactClient/"), HTTPStatus.SEE_OTHER))
        auth.give_cookie(response, secret)
        return response

    app.register_blueprint(blueprint)


def _unreachable(error: Exception) -> Problem:
    log.warning("no provider", error=str(error))
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "No provider",
        "The provider of the logins cannot be reached just now.",
        "Try again in a moment, or log in with a password.",
        headers={"Retry-After": "5"},
    )
