// The contract with LiveKit's SDK and zod, as a careful user of both would have it: a request's JSON in, an answer out.
// Lies beside `node_modules` when it runs.

import { AccessToken } from "livekit-server-sdk";
import { z } from "zod";

const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = process.env;

const name = z.string().min(1).max(255).regex(/^[a-zA-Z0-9_-]+$/);
const TokenRequest = z.object({
  roomName: name,
  participantIdentity: name,
  expirationSeconds: z.number().int().min(60).max(86400).default(3600),
  participantName: z.string().max(255).optional(),
});

// The HTTP status, and the document.
export async function answer(text) {
  const parsed = TokenRequest.safeParse(JSON.parse(text));
  if (!parsed.success) return [400, { errorCode: "VALIDATION_ERROR", validationErrors: parsed.error.issues }];
  const { roomName, participantIdentity, expirationSeconds, participantName } = parsed.data;
  const token = new AccessToken(key, secret, {
    identity: participantIdentity,
    name: participantName || participantIdentity,
    ttl: expirationSeconds,
  });
  token.addGrant({ room: roomName, roomJoin: true, canPublish: true, canSubscribe: true });
  const expiresAt = new Date(Date.now() + expirationSeconds * 1000).toISOString();
  return [200, { token: await token.toJwt(), expiresAt, roomName, participantIdentity }];
}
