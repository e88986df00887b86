// A real browser joins a real LiveKit server with tokens of ours: with good ones it is in the room under its name, and
// may do what they grant; with bad ones it is told what `validate` predicts.
//
//     LKTOKEN=target/debug/lktoken LKTOKEN_NODE_MODULES=FOLDER LKTOKEN_CHROMIUM=/usr/bin/chromium \
//         LKTOKEN_LIVEKIT_SERVER=/path/to/livekit-server node tests/browser/join.mjs
//
// FOLDER holds node_modules with playwright-core and livekit-client.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

import { browser, livekit, lktoken, pages, serve } from "./peers.mjs";

/** How long anything may take, in milliseconds. */
const PATIENCE = 20_000;

let passed = 0;

/** Does one of the things that are checked; a failure names it. */
async function check(what, work) {
  try {
    const found = await work();
    passed += 1;
    return found;
  } catch (error) {
    throw new Error(`${what}: ${error.message}`, { cause: error });
  }
}

/** Somebody's tab. */
async function tab(chromium, origin) {
  const page = await chromium.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(origin);
  return page;
}

/** Within a page: joins, and keeps what comes in. */
async function join({ url, token }) {
  const { Room, RoomEvent } = LivekitClient;
  const room = new Room();
  globalThis.seen = { data: [], tracks: [] };
  globalThis.room = room;
  room.on(RoomEvent.DataReceived, (bytes, sender) => {
    seen.data.push({ from: sender?.identity, text: new TextDecoder().decode(bytes) });
  });
  room.on(RoomEvent.TrackSubscribed, (track, publication, sender) => {
    const element = track.attach();
    document.body.append(element);
    seen.tracks.push({ from: sender.identity, kind: track.kind, element });
  });
  await room.connect(url, token, { maxRetries: 0 });
  const { identity, name, permissions } = room.localParticipant;
  const { canPublish, canSubscribe, canPublishData } = permissions;
  return { room: room.name, identity, name, permissions: { canPublish, canSubscribe, canPublishData } };
}

/** Whoever joins is in the room under this identity and name, and may do this. */
async function joins(page, { url, token }, expected) {
  assert.deepEqual(await page.evaluate(join, { url, token }), expected);
}

/** Waits until the page sees everybody else, each with identity and name. */
async function sees(page, others) {
  const everybody = (expected) => {
    const present = [...room.remoteParticipants.values()].map(({ identity, name }) => `${identity} (${name})`);
    return present.sort().join() === expected.sort().join();
  };
  await page.waitForFunction(everybody, others);
}

/** Within a page: sends a text to everybody. */
const say = (text) => room.localParticipant.publishData(new TextEncoder().encode(text), { reliable: true });

/** Within a page: publishes the camera; how that failed, if it did. */
async function publishCamera() {
  try {
    await room.localParticipant.setCameraEnabled(true);
    return null;
  } catch ({ name, message, status }) {
    return { name, message, status };
  }
}

/** Waits until the page has got this text from somebody. */
const hears = (page, from, text) =>
  page.waitForFunction((wanted) => seen.data.some((got) => `${got.from}: ${got.text}` === wanted), `${from}: ${text}`);

/** Waits until the page plays somebody's camera: frames arrive and are decoded. */
async function watches(page, from) {
  const plays = (from) => {
    const video = seen.tracks.find((track) => track.from === from && track.kind === "video")?.element;
    return video && video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 5;
  };
  await page.waitForFunction(plays, from);
}

/** A token of any claims, for those that the program does not mint. */
function forged(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${input}.${createHmac("sha256", "secret").update(input).digest("base64url")}`;
}

/** What a server up to 1.13.5 says, in the words of newer ones, which do not repeat key and token. */
const inNewerWords = (body) =>
  body
    .replace(/^invalid API key: .*$/s, "invalid API key")
    .replace(/^invalid token: .*?, error: /s, "invalid authorization token: ");

/** Tokens that no server lets in: what is wrong, the token, and the problem that `validate` names first. */
function refusedTokens() {
  const mint = (args, env) => lktoken(["mint", "-r", "demo", "-i", "eve", "-o", "token", ...args], { env });
  const other = { LIVEKIT_API_KEY: "devkey", LIVEKIT_API_SECRET: "another-secret-of-more-than-32-bytes" };
  const good = mint(["--dev"]);
  const soon = Math.floor(Date.now() / 1_000) + 600;
  return [
    ["another secret", mint([], other), "wrong-signature"],
    ["another key", mint([], { ...other, LIVEKIT_API_KEY: "APIother" }), "unknown-key"],
    ["an expired token", mint(["--dev", "--at", "2020-01-01T00:00:00Z"]), "expired"],
    ["a token of tomorrow", mint(["--dev", "--at", new Date(Date.now() + 86_400_000).toISOString()]), "not-valid-yet"],
    ["a token that lists rooms", lktoken(["mint", "--dev", "--list", "-o", "token"]), "no-room-join"],
    ["a token that says no room", forged({ iss: "devkey", sub: "eve", exp: soon, video: { roomJoin: true } }), "missing-room"],
    ["a token without identity", forged({ iss: "devkey", exp: soon, video: { roomJoin: true, room: "demo" } }), "missing-identity"],
    ["a token cut short", good.slice(0, -9), "wrong-signature"],
    ["a claim of the wrong type", forged({ iss: "devkey", sub: "eve", exp: soon, video: { roomJoin: "yes" } }), "grant-type"],
    ["no token at all", "abc", "not-three-parts"],
  ];
}

/** The browser is refused as `validate` predicts: the server's status and words, and the client's error. */
async function isRefused(page, url, token, code) {
  const { valid, problems, server } = JSON.parse(lktoken(["validate", "--dev", "-o", "json"], { input: token, code: 1 }));
  assert.deepEqual([valid, problems[0].code], [false, code]);
  const asked = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith("/validate"));
  const outcome = page.evaluate(async ({ url, token }) => {
    const room = new LivekitClient.Room();
    try {
      await room.connect(url, token, { maxRetries: 0 });
      return { joined: room.name };
    } catch ({ name, reason, status, message }) {
      return { name, reason: LivekitClient.ConnectionErrorReason[reason], status, message };
    } finally {
      await room.disconnect();
    }
  }, { url, token });
  const [answer, refusal] = await Promise.all([asked, outcome]);
  const said = { status: answer.status(), body: inNewerWords(await answer.text()) };
  assert.deepEqual(said, server, "the server does not say what was predicted");
  assert.equal(refusal.name, "ConnectionError", `the client does not fail as it should: ${JSON.stringify(refusal)}`);
  if (server.status === 401) {
    assert.deepEqual([refusal.reason, refusal.status], ["NotAllowed", 401]);
    const [, told] = /^could not establish signal connection: (.*)$/s.exec(refusal.message) ?? [];
    assert.equal(inNewerWords(told ?? refusal.message), server.body);
  }
}

const media = await livekit();
const site = await pages();
const tokens = await serve("--allow-origin", site.origin, "--url", media.url);
const chromium = await browser("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
try {
  const publisher = { canPublish: true, canSubscribe: true, canPublishData: true };
  const [alice, bob, carol, dave, eve] = await Promise.all([1, 2, 3, 4, 5].map(() => tab(chromium, site.origin)));
  const mint = (...args) => lktoken(["mint", "--dev", "-r", "demo", "-o", "token", ...args]);

  await check("alice joins with a token of `mint`", () => {
    const token = mint("-i", "alice", "-n", "Alice A.");
    return joins(alice, { url: media.url, token }, { room: "demo", identity: "alice", name: "Alice A.", permissions: publisher });
  });
  await check("bob joins with a token of POST /api/token", async () => {
    const answer = await bob.evaluate(async (address) => {
      const response = await fetch(`${address}/api/token`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ roomName: "demo", participantIdentity: "bob", participantName: "Bob B." }),
      });
      return response.json();
    }, tokens.address);
    assert.ok(answer.token, JSON.stringify(answer));
    const expected = { room: "demo", identity: "bob", name: "Bob B.", permissions: publisher };
    await joins(bob, { url: media.url, token: answer.token }, expected);
  });
  await check("carol joins with a token of TokenSource.endpoint", async () => {
    const { serverUrl, participantToken } = await carol.evaluate(
      (address) =>
        LivekitClient.TokenSource.endpoint(`${address}/api/connection-details`).fetch({
          roomName: "demo",
          participantIdentity: "carol",
          participantName: "Carol C.",
        }),
      tokens.address,
    );
    assert.equal(serverUrl, media.url);
    const expected = { room: "demo", identity: "carol", name: "Carol C.", permissions: publisher };
    await joins(carol, { url: serverUrl, token: participantToken }, expected);
  });
  await check("dave joins with a subscriber's token", () => {
    const permissions = { canPublish: false, canSubscribe: true, canPublishData: false };
    const token = mint("-i", "dave", "--role", "subscriber");
    return joins(dave, { url: media.url, token }, { room: "demo", identity: "dave", name: "dave", permissions });
  });

  const names = { alice: "alice (Alice A.)", bob: "bob (Bob B.)", carol: "carol (Carol C.)", dave: "dave (dave)" };
  for (const [who, page] of Object.entries({ alice, bob, carol, dave })) {
    const others = Object.keys(names).filter((name) => name !== who);
    await check(`${who} sees the others by identity and name`, () => sees(page, others.map((name) => names[name])));
  }

  await check("alice publishes her camera", async () => assert.equal(await alice.evaluate(publishCamera), null));
  for (const [who, page] of Object.entries({ bob, dave })) {
    await check(`${who} watches alice's camera`, () => watches(page, "alice"));
  }
  await check("dave is refused his camera by the client", async () => {
    const refusal = { name: "PublishTrackError", message: "failed to publish track, insufficient permissions", status: 403 };
    assert.deepEqual(await dave.evaluate(publishCamera), refusal);
  });
  // The server gives no answer, so that the client gives up after a while, in which the rest is checked.
  const camera = dave.evaluate(async (publish) => {
    room.localParticipant.hasPermissionsToPublish = () => true;
    return new Function(`return (${publish})()`)();
  }, publishCamera.toString());
  // Whatever fails before it is waited for is what the test tells.
  camera.catch(() => {});
  await check("dave sends words all the same, and alice after him", async () => {
    await dave.evaluate(say, "let me in");
    await alice.evaluate(say, "hello");
    for (const page of [bob, carol, dave]) await hears(page, "alice", "hello");
  });

  for (const [what, token, code] of refusedTokens()) {
    await check(`eve is refused: ${what}`, () => isRefused(eve, media.url, token, code));
  }
  await check("eve joins as one who may send words and no more, and is heard", async () => {
    const token = mint("-i", "eve", "--can-publish=false", "--can-publish-data");
    const permissions = { canPublish: false, canSubscribe: true, canPublishData: true };
    await joins(eve, { url: media.url, token }, { room: "demo", identity: "eve", name: "eve", permissions });
    // Words may come before the news of who says them.
    for (const page of [alice, bob, carol, dave]) await page.waitForFunction(() => room.remoteParticipants.has("eve"));
    await eve.evaluate(say, "last word");
    for (const page of [alice, bob, carol, dave]) await hears(page, "eve", "last word");
    await watches(eve, "alice");
  });

  await check("the link of `-o url` carries server and token", async () => {
    const link = lktoken(["mint", "--dev", "-r", "demo", "-i", "frank", "-o", "url", "--url", media.url]);
    const page = await chromium.newPage();
    // The real page is on the internet, where this test does not go.
    await page.route("https://meet.livekit.io/**", (route) => route.fulfill({ contentType: "text/html", body: "" }));
    await page.goto(link);
    const { path, url, token } = await page.evaluate(() => {
      const parameters = new URLSearchParams(location.search);
      return { path: location.pathname, url: parameters.get("liveKitUrl"), token: parameters.get("token") };
    });
    assert.deepEqual([path, url], ["/custom", media.url]);
    const frank = await tab(chromium, site.origin);
    await joins(frank, { url, token }, { room: "demo", identity: "frank", name: "frank", permissions: publisher });
  });

  await check("dave is refused his camera by the server, when the client does not ask itself", async () => {
    const refusal = await camera;
    assert.equal(refusal?.name, "ConnectionError", `he is not refused: ${JSON.stringify(refusal)}`);
  });
  await check("nobody got anything of dave's", async () => {
    for (const page of [alice, bob, carol, eve]) {
      const { got, published } = await page.evaluate(() => ({
        got: [...seen.data, ...seen.tracks].map(({ from }) => from),
        published: room.remoteParticipants.get("dave").trackPublications.size,
      }));
      assert.ok(!got.includes("dave"), `somebody got something of ${got}`);
      assert.equal(published, 0, "his track is in the room");
    }
  });
  console.log(`${await chromium.version()}: ${passed} checks passed`);
} finally {
  await chromium.close();
  for (const { stop } of [tokens, site, media]) stop();
}
