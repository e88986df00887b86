// What the browser tests stand on: the program, its server, a LiveKit server, pages, and a browser to open them in.
// Whatever is started here ends with the test.

import { spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** An environment variable that the test cannot do without. */
function named(variable, what) {
  const value = process.env[variable];
  if (!value) throw new Error(`set ${variable} to ${what}`);
  return value;
}

const program = named("LKTOKEN", "the program under test");
const packages = `${named("LKTOKEN_NODE_MODULES", "a folder whose node_modules has playwright-core and livekit-client")}/node_modules`;
const { chromium } = createRequire(`${packages}/`)("playwright-core");
const client = readFileSync(`${packages}/livekit-client/dist/livekit-client.umd.js`);

// Nothing of the developer's own reaches the program.
const home = mkdtempSync(join(tmpdir(), "lktoken-browser-"));
const children = new Set();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

// A browser that hangs must not hang whoever waits for the test.
setTimeout(() => {
  console.error("the test takes longer than three minutes");
  process.exit(1);
}, 180_000).unref();

function start(command, args, options) {
  const child = spawn(command, args, options);
  children.add(child);
  child.on("exit", () => children.delete(child));
  return child;
}

/** What the program prints, when it ends with `code`. */
export function lktoken(args, { input = "", env = {}, code = 0 } = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, env: { HOME: home, ...env }, encoding: "utf8" });
  if (error) throw error;
  if (status !== code) throw new Error(`lktoken ${args.join(" ")} ended with ${status}, not ${code}: ${stderr}${stdout}`);
  return stdout.trimEnd();
}

/** `lktoken serve` with these arguments: its address, and what it logs: all of it once `stop` is done, for lines are written a moment after the answer. */
export async function serve(...args) {
  const all = ["serve", "--dev", "--listen", "127.0.0.1:0", "--log-format", "json", ...args];
  const child = start(program, all, { env: { HOME: home }, stdio: ["ignore", "ignore", "pipe"] });
  const events = [];
  const lines = createInterface({ input: child.stderr });
  const closed = once(lines, "close");
  const address = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`lktoken serve ended with ${code}`)));
    lines.on("line", (line) => {
      const event = JSON.parse(line);
      events.push(event);
      if (event.message === "listening") resolve(event.url);
    });
  });
  const stop = () => {
    child.kill();
    return closed;
  };
  return { address, events, stop };
}

/** A port of 127.0.0.1 that was free a moment ago. */
async function freePort(kind) {
  const server = kind === "udp" ? createSocket("udp4") : createServer();
  if (kind === "udp") server.bind(0, "127.0.0.1");
  else server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A development server of LiveKit on loopback, and its address for clients. */
export async function livekit() {
  const server = named("LKTOKEN_LIVEKIT_SERVER", "the binary of a LiveKit server");
  const failures = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const [http, tcp, udp] = [await freePort("tcp"), await freePort("tcp"), await freePort("udp")];
    const config = [
      `port: ${http}`,
      "rtc:",
      `  tcp_port: ${tcp}`,
      `  udp_port: ${udp}`,
      "  use_external_ip: false",
      "  node_ip: 127.0.0.1",
      "  enable_loopback_candidate: true",
    ].join("\n");
    const said = [];
    const child = start(server, ["--dev", "--bind", "127.0.0.1", "--config-body", config], {
      env: { HOME: home },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.on("error", (error) => said.push(error.message));
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => said.push(text));
    for (const deadline = Date.now() + 10_000; Date.now() < deadline && child.exitCode === null; await sleep(50)) {
      const answer = await fetch(`http://127.0.0.1:${http}/`).then((response) => response.text(), () => "");
      if (answer === "OK" && child.exitCode === null) {
        // Asked kindly it would wait for whoever was just in a room.
        return { url: `ws://127.0.0.1:${http}`, stop: () => child.kill("SIGKILL") };
      }
    }
    child.kill("SIGKILL");
    failures.push(said.join("").slice(-2_000));
  }
  throw new Error(`the LiveKit server does not come up:\n${failures.join("\n")}`);
}

/** Pages of an origin of their own, with LiveKit's client on them. */
export async function pages() {
  const server = createServer((request, response) => {
    const isClient = request.url === "/client.js";
    response.setHeader("Content-Type", isClient ? "text/javascript" : "text/html");
    response.end(isClient ? client : '<!doctype html><script src="/client.js"></script>');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://localhost:${server.address().port}`, stop: () => server.close() };
}

/** The browser, headless. */
export function browser(...args) {
  const executablePath = named("LKTOKEN_CHROMIUM", "the path of Chromium");
  return chromium.launch({ executablePath, args: ["--no-sandbox", ...args] });
}
