// What `lktoken serve` is measured against: the same contract with LiveKit's SDK and zod, on plain node:http.

import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.LKTOKEN_NODE_MODULES}/node_modules/`);
const { AccessToken } = require("livekit-server-sdk");
const { z } = require("zod");

const name = z.string().min(1).max(255).regex(/^[a-zA-Z0-9_-]+$/);
const TokenRequest = z.object({
  roomName: name,
  participantIdentity: name,
  expirationSeconds: z.number().int().min(60).max(86400).default(3600),
  participantName: z.string().max(255).optional(),
});

async function answer(body) {
  const parsed = TokenRequest.safeParse(JSON.parse(body));
  if (!parsed.success) return [400, { errorCode: "VALIDATION_ERROR", validationErrors: parsed.error.issues }];
  const { roomName, participantIdentity, expirationSeconds, participantName } = parsed.data;
  const token = new AccessToken("devkey", "secret", {
    identity: participantIdentity,
    name: participantName || participantIdentity,
    ttl: expirationSeconds,
  });
  token.addGrant({ room: roomName, roomJoin: true, canPublish: true, canSubscribe: true });
  const expiresAt = new Date(Date.now() + expirationSeconds * 1000).toISOString();
  return [200, { token: await token.toJwt(), expiresAt, roomName, participantIdentity }];
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const [status, document] = await answer(Buffer.concat(chunks).toString());
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify(document));
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", 4096);
