"""What `lktoken mint --room ROOM --identity IDENTITY -o token` is measured against."""

import os
import sys
from datetime import timedelta

from livekit.api import AccessToken, VideoGrants

room, identity = sys.argv[1:]
token = (
    AccessToken(os.environ["LIVEKIT_API_KEY"], os.environ["LIVEKIT_API_SECRET"])
    .with_identity(identity)
    .with_name(identity)
    .with_ttl(timedelta(hours=1))
    .with_grants(VideoGrants(room=room, room_join=True, can_publish=True, can_subscribe=True))
)
print(token.to_jwt())
