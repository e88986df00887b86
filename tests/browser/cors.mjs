// A real browser asks a running server for tokens: from a page that may, and from one that may not.
//
//     LKTOKEN=target/debug/lktoken LKTOKEN_NODE_MODULES=FOLDER LKTOKEN_CHROMIUM=/usr/bin/chromium node tests/browser/cors.mjs
//
// FOLDER holds node_modules with playwright-core and livekit-client.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { LKTOKEN, LKTOKEN_NODE_MODULES, LKTOKEN_CHROMIUM } = process.env;
const require = createRequire(`${LKTOKEN_NODE_MODULES}/node_modules/`);
const { chromium } = require("playwright-core");
const client = readFileSync(`${LKTOKEN_NODE_MODULES}/node_modules/livekit-client/dist/livekit-client.umd.js`);

/** A page of an origin of its own, with LiveKit's client on it. */
async function page() {
  const server = createServer((request, response) => {
    const isClient = request.url === "/client.js";
    response.setHeader("Content-Type", isClient ? "text/javascript" : "text/html");
    response.end(isClient ? client : '<!doctype html><script src="/client.js"></script>');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, origin: `http://localhost:${server.address().port}` };
}

/** The server, its address, and what it logs. */
async function serve(origin) {
  const args = ["serve", "--dev", "--listen", "127.0.0.1:0", "--log-format", "json", "--allow-origin", origin];
  const child = spawn(LKTOKEN, args, { stdio: ["ignore", "ignore", "pipe"] });
  process.on("exit", () => child.kill());
  const events = [];
  const lines = createInterface({ input: child.stderr });
  const address = await new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    lines.on("line", (line) => {
      const event = JSON.parse(line);
      events.push(event);
      if (event.message === "listening") resolve(event.url);
    });
  });
  return { child, address, events };
}

/** Within a page: a token by fetch, an error by fetch, and connection details by LiveKit's client. */
async function ask(address) {
  const post = async (body) => {
    const response = await fetch(`${address}/api/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: await response.json() };
  };
  const outcome = (promise) => promise.catch((error) => ({ error: `${error.name}: ${error.message}` }));
  return {
    token: await outcome(post({ roomName: "demo", participantIdentity: "alice" })),
    broken: await outcome(post({ roomName: "team a" })),
    source: await outcome(
      LivekitClient.TokenSource.endpoint(`${address}/api/connection-details`).fetch({
        roomName: "demo",
        participantIdentity: "bob",
        participantName: "Bob B.",
      }),
    ),
  };
}

function assertJoins(token) {
  const verdict = spawnSync(LKTOKEN, ["validate", "--dev", "--strict"], { input: token, encoding: "utf8" });
  assert.equal(verdict.status, 0, verdict.stdout);
}

const [good, bad] = [await page(), await page()];
const server = await serve(good.origin);
const browser = await chromium.launch({ executablePath: LKTOKEN_CHROMIUM, args: ["--no-sandbox"] });
try {
  const tab = await browser.newPage();
  await tab.goto(good.origin);
  const { token, broken, source } = await tab.evaluate(ask, server.address);
  assert.equal(token.status, 200, JSON.stringify(token));
  assert.deepEqual(Object.keys(token.answer), ["token", "expiresAt", "roomName", "participantIdentity"]);
  assertJoins(token.answer.token);
  assert.deepEqual([broken.status, broken.answer.errorCode], [400, "VALIDATION_ERROR"]);
  assert.equal(source.serverUrl, "ws://localhost:7880", JSON.stringify(source));
  assertJoins(source.participantToken);
  const preflights = server.events.filter((event) => event.method === "OPTIONS").map((event) => event.path);
  assert.deepEqual(preflights, ["/api/token", "/api/connection-details"], "preflights are kept by the browser");

  await tab.goto(bad.origin);
  const refused = await tab.evaluate(ask, server.address);
  for (const { error } of Object.values(refused)) assert.equal(error, "TypeError: Failed to fetch");
  const minted = server.events.filter((event) => event.status === 200 && event.method === "POST");
  assert.equal(minted.length, 2, "a page that may not ask gets nothing minted");
  console.log(`${await browser.version()}: ${server.events.length} log lines, 2 tokens, 3 refusals`);
} finally {
  await browser.close();
  server.child.kill();
  for (const { server: pages } of [good, bad]) pages.close();
}
