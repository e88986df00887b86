// Speaks for the npm package livekit-server-sdk: one JSON question a line comes in, one JSON answer a line goes out.
// Run where its packages are, so that they are found.
import { readFileSync } from 'node:fs';

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function sign({ AccessToken, RoomConfiguration, TrackSource }, decodeJwt, { apiKey, apiSecret, sign: wish }) {
  const { identity, name, ttl, metadata, attributes } = wish;
  const token = new AccessToken(apiKey, apiSecret, { identity, name, ttl, metadata, attributes });
  if (wish.video) {
    const { canPublishSources, ...grant } = wish.video;
    if (canPublishSources) {
      grant.canPublishSources = canPublishSources.map((source) => TrackSource[source.toUpperCase()]);
    }
    token.addGrant(grant);
  }
  if (wish.sip) token.addSIPGrant(wish.sip);
  if (wish.inference) token.addInferenceGrant(wish.inference);
  if (wish.observability) token.addObservabilityGrant(wish.observability);
  if (wish.kind) token.kind = wish.kind;
  if (wish.roomPreset) token.roomPreset = wish.roomPreset;
  if (wish.roomConfig) {
    token.roomConfig = RoomConfiguration.fromJson(wish.roomConfig, { ignoreUnknownFields: true });
  }
  if (wish.sha256) token.sha256 = wish.sha256;
  const jwt = await token.toJwt();
  return { signed: { token: jwt, claims: decodeJwt(jwt) } };
}

async function answer(sdk, decodeJwt, question) {
  try {
    if (question.sign) return await sign(sdk, decodeJwt, question);
    const verifier = new sdk.TokenVerifier(question.apiKey, question.apiSecret);
    return { accepted: { claims: await verifier.verify(question.verify) } };
  } catch (error) {
    return { refused: { why: String(error) } };
  }
}

async function main() {
  let sdk, jose;
  try {
    [sdk, jose] = [await import('livekit-server-sdk'), await import('jose')];
  } catch (error) {
    say({ missing: error.code ?? String(error) });
    return;
  }
  const { version } = JSON.parse(readFileSync('node_modules/livekit-server-sdk/package.json', 'utf8'));
  say({ version });
  // Not with node:readline, which ends a line at U+2028 too.
  let questions = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) questions += chunk;
  for (const line of questions.split('\n')) {
    if (line) say(await answer(sdk, jose.decodeJwt, JSON.parse(line)));
  }
}

await main();
