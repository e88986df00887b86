"""Speaks for the PyPI package livekit-api: one JSON question a line comes in, one JSON answer a line goes out."""

import datetime
import json
import re
import sys
import warnings


def say(answer):
    print(json.dumps(answer), flush=True)


def snake_case(name):
    return re.sub("[A-Z]", lambda capital: "_" + capital[0].lower(), name)


def grants(kind, members):
    return kind(**{snake_case(name): value for name, value in members.items()})


def sign(question):
    wish = question["sign"]
    token = api.AccessToken(question["apiKey"], question["apiSecret"])
    for member, setter in [
        ("identity", token.with_identity),
        ("name", token.with_name),
        ("metadata", token.with_metadata),
        ("attributes", token.with_attributes),
        ("kind", token.with_kind),
        ("roomPreset", token.with_room_preset),
        ("sha256", token.with_sha256),
    ]:
        if member in wish:
            setter(wish[member])
    if "ttl" in wish:
        token.with_ttl(datetime.timedelta(seconds=wish["ttl"]))
    for claim, kind, setter in [
        ("video", access_token.VideoGrants, token.with_grants),
        ("sip", access_token.SIPGrants, token.with_sip_grants),
        ("agent", access_token.AgentGrants, token.with_agent_grants),
        ("inference", access_token.InferenceGrants, token.with_inference_grants),
        ("observability", access_token.ObservabilityGrants, token.with_observability_grants),
        ("agentEndpoint", access_token.AgentEndpointGrants, token.with_agent_endpoint_grants),
        ("agentThread", access_token.AgentThreadGrants, token.with_agent_thread_grants),
    ]:
        if claim in wish:
            setter(grants(kind, wish[claim]))
    if "roomConfig" in wish:
        config = ParseDict(wish["roomConfig"], RoomConfiguration(), ignore_unknown_fields=True)
        token.with_room_config(config)
    signed = token.to_jwt()
    return {"signed": {"token": signed, "claims": unverified(signed)}}


def verify(question):
    verifier = api.TokenVerifier(question["apiKey"], question["apiSecret"])
    claims = verifier.verify(question["verify"]).asdict()
    claims["sub"] = claims.pop("identity", "")
    # What the SDK checks and does not hand on.
    everything = unverified(question["verify"])
    claims.update({name: everything[name] for name in ("iss", "exp", "nbf") if name in everything})
    return {"accepted": {"claims": claims}}


def unverified(token):
    return jwt.decode(token, options={"verify_signature": False})


def answer(question):
    try:
        return sign(question) if "sign" in question else verify(question)
    except Exception as error:
        return {"refused": {"why": f"{type(error).__name__}: {error}"}}


def main():
    say({"version": importlib.metadata.version("livekit-api")})
    for line in sys.stdin:
        say(answer(json.loads(line)))


try:
    import importlib.metadata

    import jwt
    from google.protobuf.json_format import ParseDict
    from livekit import api
    from livekit.api import access_token
    from livekit.protocol.room import RoomConfiguration
except ImportError as error:
    say({"missing": str(error)})
else:
    # Short secrets are part of what is tried.
    warnings.simplefilter("ignore")
    main()
