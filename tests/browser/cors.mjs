// A real browser asks a running server for tokens: from a page that may, and from one that may not.
//
//     LKTOKEN=target/debug/lktoken LKTOKEN_NODE_MODULES=FOLDER LKTOKEN_CHROMIUM=/usr/bin/chromium node tests/browser/cors.mjs
//
// FOLDER holds node_modules with playwright-core and livekit-client.

import assert from "node:assert/strict";

import { browser, lktoken, pages, serve } from "./peers.mjs";

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

const assertJoins = (token) => lktoken(["validate", "--dev", "--strict"], { input: token });

const [good, bad] = [await pages(), await pages()];
const server = await serve("--allow-origin", good.origin);
const chromium = await browser();
try {
  const tab = await chromium.newPage();
  await tab.goto(good.origin);
  const { token, broken, source } = await tab.evaluate(ask, server.address);
  assert.equal(token.status, 200, JSON.stringify(token));
  assert.deepEqual(Object.keys(token.answer), ["token", "expiresAt", "roomName", "participantIdentity"]);
  assertJoins(token.answer.token);
  assert.deepEqual([broken.status, broken.answer.errorCode], [400, "VALIDATION_ERROR"]);
  assert.equal(source.serverUrl, "ws://localhost:7880", JSON.stringify(source));
  assertJoins(source.participantToken);

  await tab.goto(bad.origin);
  const refused = await tab.evaluate(ask, server.address);
  for (const { error } of Object.values(refused)) assert.equal(error, "TypeError: Failed to fetch");

  await server.stop();
  const preflights = server.events.filter((event) => event.method === "OPTIONS").map((event) => event.path);
  const [tokens, details] = ["/api/token", "/api/connection-details"];
  // A preflight that lets a page in is kept by the browser, one that does not is asked again.
  assert.deepEqual(preflights, [tokens, details, tokens, tokens, details]);
  const minted = server.events.filter((event) => event.status === 200 && event.method === "POST");
  assert.equal(minted.length, 2, "a page that may not ask gets nothing minted");
  console.log(`${await chromium.version()}: ${server.events.length} log lines, 2 tokens, 3 refusals`);
} finally {
  await chromium.close();
  for (const { stop } of [server, good, bad]) stop();
}
