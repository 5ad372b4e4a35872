// SPDX-License-Identifier: Apache-2.0
// Takes webhooks: refuses the first attempt at each, checks every signature with Node's own HMAC, and writes down the
// sequence number of each that it took. Arguments: the secret's file, the file to write, and one for whole messages where
// they are wanted. Prints its port.
import { createHmac } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { createServer } from "node:http";

const [secretFile, heardFile, wholeFile] = process.argv.slice(2);
const secret = Buffer.from(readFileSync(secretFile, "utf8").trim().slice("whsec_".length), "base64");
const seen = new Set();

const server = createServer((request, answer) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces);
    if (wholeFile) appendFileSync(wholeFile, `${request.url} ${JSON.stringify(request.rawHeaders)}\n${body}\n`);
    const id = request.headers["webhook-id"];
    const signed = Buffer.concat([Buffer.from(`${id}.${request.headers["webhook-timestamp"]}.`), body]);
    const wanted = `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`;
    const is_ours = request.method === "POST" && request.url === "/hook" && request.headers["webhook-signature"] === wanted;
    const is_first = !seen.has(id);
    seen.add(id);
    answer.statusCode = !is_ours ? 401 : is_first ? 503 : 204;
    if (answer.statusCode === 204) {
      const { data } = JSON.parse(body.toString("utf8"));
      appendFileSync(heardFile, `${data.seq} ${data.fact}\n`);
    }
    answer.end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
