// SPDX-License-Identifier: Apache-2.0
// Reads /openapi.json, has a validator of others judge it, and does every example in it on the served node.
import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const tools = createRequire(new URL("../../web/package.json", import.meta.url));
const { Validator } = await import(tools.resolve("@seriousme/openapi-schema-validator"));
const Ajv = tools("ajv/dist/2020").default;
const addFormats = tools("ajv-formats").default;

const [url, tokenFile] = process.argv.slice(2);
const administrator = readFileSync(tokenFile, "utf8").trim();
const tokens = { administrator };  // by the person as the examples name them
const actual = new Map();          // ids and codes of the examples to those of this node

function fail(what) {
  console.error(`FAILED: ${what}`);
  process.exit(1);
}

async function ask(method, path, { body, token = administrator, type, language = "en" } = {}) {
  const headers = { "accept-language": language };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) {
    headers["content-type"] = type ?? "application/json";
    headers["idempotency-key"] = crypto.randomUUID();
  }
  const answer = await fetch(url + path, { method, headers, body });
  const text = path.startsWith("/api/v1/feed") ? "" : await answer.text();
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", text };
}

// --- the document itself ---------------------------------------------------------------------------------------------
const documents = {};
for (const language of ["en", "zh-CN"]) {
  const answer = await ask("GET", "/openapi.json", { token: "", language });
  if (answer.status !== 200) fail(`/openapi.json answers ${answer.status}`);
  documents[language] = JSON.parse(answer.text);
  const verdict = await new Validator().validate(structuredClone(documents[language]));
  if (!verdict.valid) fail(`no valid OpenAPI (${language}): ${JSON.stringify(verdict.errors).slice(0, 2000)}`);
}
const document = documents.en;
if (document.openapi !== "3.1.0") fail("the document is not OpenAPI 3.1.0");
for (const [path, item] of Object.entries(documents["zh-CN"].paths)) {
  for (const [method, operation] of Object.entries(item)) {
    if (!/[\u3400-\u9fff]/.test(operation.summary)) fail(`${method} ${path} has no Chinese summary`);
    if (/^(route|parameter|openapi)\./.test(document.paths[path][method].summary)) fail(`${path} has no English summary`);
    for (const one of operation.parameters ?? []) {
      if (!/[\u3400-\u9fff\/]/.test(one.description)) fail(`parameter ${one.name} of ${path} has no Chinese words`);
    }
  }
}

// --- its schemas -----------------------------------------------------------------------------------------------------
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: "veinline:openapi", components: document.components });
const pointed = (schema) => JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"veinline:openapi#/components'));
function must_fit(schema, value, what) {
  const check = ajv.compile(pointed(schema));
  if (!check(value)) fail(`${what} is not as its schema says: ${ajv.errorsText(check.errors)}\n${JSON.stringify(value).slice(0, 600)}`);
}

// A JSON example, or one of another type, with this node's ids.
const whole = (example) => here(typeof example === "string" ? example : JSON.stringify(example));

function here(text) {
  for (const [told, ours] of actual) text = text.replaceAll(told, ours);
  return text;
}

// What a record of the example names and ours names otherwise: ids that the server made, positions in the log.
function learn(told, ours) {
  if (typeof told === "string" && typeof ours === "string") {
    if (told !== ours && /^([a-z]+\/)?[0-9A-Z*+$=~]{10,}$/.test(told)) actual.set(told.split("/").pop(), ours.split("/").pop());
  } else if (Array.isArray(told) && Array.isArray(ours)) {
    told.forEach((item, i) => learn(item, ours[i]));
  } else if (told && ours && typeof told === "object") {
    for (const key of Object.keys(told)) learn(told[key], ours[key]);
  }
}

async function give_token(person) {
  const token = `vl1_${randomBytes(32).toString("hex")}`;
  const digest = createHash("sha256").update(token).digest("hex");
  const body = JSON.stringify({ data: { person: person.slice("person/".length), token: digest } });
  const answer = await ask("POST", "/api/v1/commands/staff/issue_token", { body });
  if (answer.status !== 200) fail(`no token for ${person}: ${answer.text}`);
  tokens[person] = token;
}

// --- commands, in their order ----------------------------------------------------------------------------------------
const examples = [];
const undone = [];
for (const [path, item] of Object.entries(document.paths)) {
  if (!path.startsWith("/api/v1/commands/")) continue;
  const media = item.post.requestBody.content["application/json"];
  if (Object.keys(media.examples ?? {}).length === 0) undone.push(path);
  for (const example of Object.values(media.examples ?? {})) examples.push({ path, schema: media.schema, ...example });
}
if (undone.length > 0) fail(`commands without an example: ${undone.join(", ")}`);
examples.sort((a, b) => a["x-order"] - b["x-order"]);

// A version is filed by sending its bytes; no command of the document does it.
const keepers = new Map();  // by document: who began it
const filed = new Set();
async function file_first(path, value, by) {
  const { document, version } = value.data;
  if (path.includes("/papers/begin")) keepers.set(document, by);
  if (!path.includes("/papers/") || !version || filed.has(document + version)) return;
  filed.add(document + version);
  const address = `/api/v1/document/${document}?version=${version}`;
  const answer = await ask("POST", address, { body: `${document} ${version}\n`, type: "text/plain", token: tokens[keepers.get(document)] });
  if (answer.status !== 200) fail(`a version of ${document} is answered ${answer.status}: ${answer.text}`);
}

// A passkey, a badge or a code is set by its ceremony and at the machine alone, so that there is none to remove here:
// passkey_test.sh and the tests of signing in do both. No token alone opens a record in an emergency, so that none is to be judged.
const elsewhere = new Set(["staff/remove_passkey", "staff/remove_credential", "breakglass/open_record", "breakglass/review"].map((one) => `/api/v1/commands/${one}`));
const positions = new Map();
for (const example of examples) {
  if (elsewhere.has(example.path)) continue;
  const value = JSON.parse(here(JSON.stringify(example.value)));
  if (typeof value.data.seq === "number") value.data.seq = positions.get(value.data.seq);
  // What may not end far ahead ends soon after now, not after the example was made.
  const soon = { "transport/issue_link": "until", "transport/dispatch": "holds_until", "staff/register_device": "expires", "delegation/record_training": "until" }[example.path.split("/commands/")[1]];
  if (soon && value.data[soon] !== undefined) value.data[soon] = new Date(Date.now() + 86_400_000).toISOString();
  must_fit(example.schema, value, `example "${example.summary}"`);
  const by = example["x-by"];
  if (!tokens[by]) await give_token(by);
  await file_first(example.path, value, by);
  const answer = await ask("POST", example.path, { body: JSON.stringify(value), token: tokens[by] });
  if (answer.status !== 200) fail(`example "${example.summary}" is answered ${answer.status}: ${answer.text}`);
  // Once there are two administrators nobody makes a token for another powerful person over the network: theirs is made before.
  if (example.path.endsWith("staff/add_person") && value.data.roles?.includes("quality")) await give_token(`person/${value.data.person}`);
  const told = JSON.parse(answer.text);
  must_fit({ $ref: "#/components/schemas/Answer" }, told, `the answer to "${example.summary}"`);
  const names = (records) => records.map((record) => record.fact).join(", ");
  if (names(told.records) !== names(example["x-recorded"])) {
    fail(`"${example.summary}" recorded ${names(told.records)} and not ${names(example["x-recorded"])}`);
  }
  example["x-recorded"].forEach((record, i) => {
    positions.set(record.seq, told.records[i].seq);
    learn(record.data, told.records[i].data);
  });
}

// --- what there is to read -------------------------------------------------------------------------------------------
async function until_answered(path) {
  for (let i = 0; i < 200; ++i) {
    if ((await ask("GET", path, { token: "" })).status === 200) return;
    await new Promise((next) => setTimeout(next, 100));
  }
}

// The example's logger lay in the box of the journey, which here travelled at another time: its readings are moved to
// this node's trip, the first one to the dispatch and the last one to the receipt.
async function in_our_trip(file, consignment) {
  const answer = await ask("GET", `/api/v1/timeline/${encodeURIComponent(consignment)}`);
  const told = JSON.parse(answer.text).facts;
  const when = (fact) => Date.parse(told.filter((one) => one.fact.startsWith(fact)).at(-1).happened_at);
  const [sent, received] = [when("transport.dispatched/"), when("reception.received/")];
  const instant = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
  const readings = file.match(instant).map(Date.parse);
  const [first, last] = [Math.min(...readings), Math.max(...readings)];
  return file.replace(instant, (text) =>
    new Date(sent + Math.round(((Date.parse(text) - first) * (received - sent)) / (last - first))).toISOString());
}

// What the answer says beside being as its schema says.
async function cosigned(answer, body) {
  const vkey = (await ask("GET", "/witness/key", { token: "" })).text.trim();
  const key = Buffer.from(vkey.slice(vkey.indexOf("+", vkey.indexOf("+") + 1) + 1), "base64").subarray(1);
  const line = /^\u2014 (\S+) (\S+)\n$/.exec(answer.text);
  if (!line || line[1] !== vkey.slice(0, vkey.indexOf("+"))) fail(`no cosignature line of this node: ${answer.text}`);
  const bytes = Buffer.from(line[2], "base64");
  const checkpoint = body.slice(body.indexOf("\n\n") + 2).split("\n\n")[0] + "\n";
  const message = `cosignature/v1\ntime ${bytes.readBigUInt64BE(4)}\n${checkpoint}`;
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]);
  const is_good = verify(null, Buffer.from(message), createPublicKey({ key: spki, format: "der", type: "spki" }), bytes.subarray(12));
  if (!is_good) fail("the cosignature is not good for the checkpoint that was sent");
}
const says = {
  "/witness/add-checkpoint": cosigned,
  "/log/witnessed": (answer) => {
    if ((answer.text.match(/^\u2014 /gm) ?? []).length < 2) fail(`nobody cosigned: ${answer.text}`);
  },
  "/api/v1/import": (answer, body) => {
    const report = JSON.parse(answer.text);
    const rows = body.trim().split("\n").length - 1;
    if (rows < 2 || report.recorded !== rows || report.failed !== 0) fail(`the file of the example is not recorded: ${answer.text}`);
  },
  "/api/v1/logger/{consignment}": (answer, body) => {
    const { record } = JSON.parse(answer.text).records[0].data;
    const rows = body.match(/Z,/g).length;
    if (record.readings !== rows || record.outside_trip !== 0) fail(`not every reading is of the trip: ${answer.text}`);
  },
};

// Our own checkpoint has gone to the witness, at once after the release and the infusion.
await until_answered("/log/witnessed");
let reads = 0;
let closed = 0;
const by_hand = new Set(["post /api/v1/session", "get /api/v1/session", "delete /api/v1/session", "post /api/v1/session/lock",
  "post /api/v1/session/unlock", "post /api/v1/session/second", "post /api/v1/credentials", "post /api/v1/credentials/{credential}",
  "delete /api/v1/sessions/{session}", "post /api/v1/passkeys", "post /api/v1/passkeys/new", "post /api/v1/prepare/{command}",
  "post /api/v1/set_up_links", "post /api/v1/set_up", "post /api/v1/sign-in/provider", "post /api/v1/courier",
  "get /api/v1/courier", "post /api/v1/courier/{command}",
  "get /api/v1/bedside_packet/{material}"]);  // of a bag that would match now: tests/e2e/bedside_packet_test.cpp
// Nor is anybody asked for what only a browser can bring, or sent to a provider that this node does not have.
const not_here = new Map([["post /api/v1/sign-in/passkey", 400], ["get /api/v1/sign-in/provider", 404], ["get /api/v1/sign-in/provider/back", 404]]);
for (const [path, item] of Object.entries(document.paths)) {
  if (path.startsWith("/api/v1/commands/")) continue;
  for (const [method, operation] of Object.entries(item)) {
    const place = (operation.parameters ?? []).find((one) => one.in === "path");
    const is_by_hand = by_hand.has(`${method} ${path}`);
    if (place && place.example === undefined && !is_by_hand) fail(`${path} has no example of its ${place.name}`);
    const query = new URLSearchParams((operation.parameters ?? []).filter((one) => one.in === "query" && one.example !== undefined)
      .map((one) => [one.name, one.example])).toString();
    const bare = place ? path.replace(/\{.*\}/, here(String(place.example ?? "nothing")).split("/").map(encodeURIComponent).join("/")) : path;
    const address = query ? `${bare}?${query}` : bare;
    const takes = Object.entries(operation.requestBody?.content ?? {})[0];
    const refused = not_here.get(`${method} ${path}`);
    if (refused !== undefined) {
      const answer = await ask(method.toUpperCase(), address, { body: takes && "{}", token: "" });
      if (answer.status !== refused) fail(`${method} ${address} is answered ${answer.status}: ${answer.text}`);
      continue;
    }
    if (takes && takes[1].example === undefined && !is_by_hand) fail(`${method} ${path} has no example of its body`);
    let body = takes && whole(takes[1].example ?? "{}");
    if (takes?.[0] === "text/csv") body = await in_our_trip(body, here(place.example));
    const by = takes?.[1]["x-by"] ?? "administrator";
    if (!tokens[by]) await give_token(by);
    // What a person does in a browser, with secrets that no example can know: tests/e2e/sign_in_test.cpp and passkey_test.mjs do it.
    if (by_hand.has(`${method} ${path}`)) {
      const answer = await ask(method.toUpperCase(), address, { body, type: takes?.[0], token: "" });
      if (answer.status !== 401) fail(`${method} ${address} without a session is answered ${answer.status}: ${answer.text}`);
      ++closed;
      continue;
    }
    const answer = await ask(method.toUpperCase(), address, { body, type: takes?.[0], token: operation.security[0].token ? tokens[by] : "" });
    if (answer.status !== 200) fail(`${method} ${address} is answered ${answer.status}: ${answer.text}`);
    ++reads;
    await says[path]?.(answer, body);
    const [type, media] = Object.entries(operation.responses["200"].content)[0];
    if (!answer.type.startsWith(type)) fail(`${method} ${address} is ${answer.type} and not ${type}`);
    if (type === "application/json") must_fit(media.schema, JSON.parse(answer.text), `the answer of ${address}`);
  }
}

// --- problems --------------------------------------------------------------------------------------------------------
const wrong = [
  ["POST", "/api/v1/commands/custody/hand_over", { body: "{" }],
  ["POST", "/api/v1/commands/custody/hand_over", { body: '{"data":{"material":7}}' }],
  ["POST", "/api/v1/commands/no/such", { body: "{}" }],
  ["GET", "/api/v1/trace/nothing", {}],
  ["GET", "/api/v1/courses?nonsense=1", {}],
  ["GET", "/api/v1/me", { token: "vl1_nobody" }],
  ["POST", "/api/v1/me", { body: "{}" }],
  ["POST", "/api/v1/scan", { body: "x".repeat(100_000) }],
  ["GET", "/api/v1/courses?count=1&count=2", {}],
];
for (const [method, path, how] of wrong) {
  for (const language of ["en", "zh-CN"]) {
    const answer = await ask(method, path, { ...how, language });
    if (answer.status < 400 || answer.status >= 500) fail(`${method} ${path} is answered ${answer.status}`);
    if (!answer.type.startsWith("application/problem+json")) fail(`${method} ${path} has no problem document`);
    const problem = JSON.parse(answer.text);
    must_fit({ $ref: "#/components/schemas/Problem" }, problem, `the problem of ${method} ${path}`);
    if ((language === "zh-CN") !== /[\u3400-\u9fff]/.test(problem.detail)) fail(`${path} answers in another language`);
  }
}
console.log(`${examples.length} commands and ${reads} reads were done as the document says, ${closed} were closed to whoever has no session, ${wrong.length} wrong ones told as problems.`);
process.exit(0);
