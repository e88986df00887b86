"""What `lktoken mint --batch FILE` is measured against: a request a line in, an answer a line out."""

import json
import os
import re
import sys
from datetime import datetime, timedelta, timezone

from livekit.api import AccessToken, VideoGrants

KEY, SECRET = os.environ["LIVEKIT_API_KEY"], os.environ["LIVEKIT_API_SECRET"]
NAME = re.compile(r"[a-zA-Z0-9_-]{1,255}")


def is_name(value):
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def answer(line):
    request = json.loads(line)
    room, identity = request.get("roomName"), request.get("participantIdentity")
    seconds, name = request.get("expirationSeconds", 3600), request.get("participantName") or identity
    rules = {
        "roomName": is_name(room),
        "participantIdentity": is_name(identity),
        "expirationSeconds": type(seconds) is int and 60 <= seconds <= 86400,
        "participantName": isinstance(name, str) and len(name) <= 255,
    }
    if not all(rules.values()):
        broken = [{"field": field} for field, kept in rules.items() if not kept]
        return {"errorCode": "VALIDATION_ERROR", "validationErrors": broken}
    lifetime = timedelta(seconds=seconds)
    token = (
        AccessToken(KEY, SECRET)
        .with_identity(identity)
        .with_name(name)
        .with_ttl(lifetime)
        .with_grants(VideoGrants(room=room, room_join=True, can_publish=True, can_subscribe=True))
    )
    expires_at = (datetime.now(timezone.utc) + lifetime).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"token": token.to_jwt(), "expiresAt": expires_at, "roomName": room, "participantIdentity": identity}


with open(sys.argv[1], encoding="utf-8") as requests:
    for line in requests:
        sys.stdout.write(json.dumps(answer(line)) + "\n")
