// What `lktoken mint --room ROOM --identity IDENTITY -o token` is measured against.

import { AccessToken } from "livekit-server-sdk";

const [room, identity] = process.argv.slice(2);
const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = process.env;
const token = new AccessToken(key, secret, { identity, name: identity, ttl: 3600 });
token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true });
console.log(await token.toJwt());
