// What `lktoken mint --batch FILE` is measured against: a request a line in, an answer a line out.

import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { answer } from "./answer.mjs";

let answers = "";
async function flush() {
  if (!process.stdout.write(answers)) await once(process.stdout, "drain");
  answers = "";
}

for await (const line of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const [, document] = await answer(line);
  answers += `${JSON.stringify(document)}\n`;
  if (answers.length > 65536) await flush();
}
await flush();
