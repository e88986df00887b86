// What `lktoken serve` is measured against: the same contract with LiveKit's SDK and zod, on plain node:http, with the
// same headers, and a line like its own in a log. The log is a stream, which gathers lines while it writes.

import { createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { answer } from "./answer.mjs";

const { LOG, PORT } = process.env;
const log = createWriteStream(LOG);
let count = 0;

const server = createServer((request, response) => {
  const started = performance.now();
  const id = request.headers["x-request-id"] ?? String(++count);
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const [status, document] = await answer(Buffer.concat(chunks).toString());
    response.writeHead(status, {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      Vary: "Origin",
      "X-Request-Id": id,
    });
    response.end(JSON.stringify(document));
    const { roomName: room, participantIdentity: identity, expiresAt: expires_at } = document;
    const { method, url: path } = request;
    const [timestamp, duration_ms] = [new Date().toISOString(), performance.now() - started];
    const line = { timestamp, level: "INFO", message: "request", id, method, path, status, duration_ms, room, identity, expires_at };
    log.write(JSON.stringify(line) + "\n");
  });
});
server.listen(Number(PORT), "127.0.0.1", 4096);
