// What `lktoken serve` is measured against: the same contract with LiveKit's SDK and zod, on plain node:http.

import { createServer } from "node:http";
import { answer } from "./answer.mjs";

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
