// SPDX-License-Identifier: Apache-2.0
// Searches every byte of files and folders for lines that must not be there, in every form that a program gives a
// text. Alone it needs nothing but Node.
//
//   node leak_search.mjs search WORDS PATH...      a line for each find; 0: none, 1: some, 2: it cannot be searched
//   node leak_search.mjs plant WORDS LINE FOLDER   a file for each form of that line (a number, from 1), to be found again
//   node leak_search.mjs forms                     the names of the forms
import fs from 'node:fs';
import path from 'node:path';

const line_bytes_min = 8;    // of a line; a shorter one is found by chance
const needle_bytes_min = 6;  // of one of its forms: 2^48 is more than there are bytes

// What UTF-8, UTF-16 and base64 are, Node knows; GB18030 it can only read, so its two-byte part is read whole.
const gb18030 = (() => {
  const known = new Map();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; ++lead) {
    for (let trail = 0x40; trail <= 0xfe; ++trail) {
      if (trail === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '\ufffd') known.set(text, [lead, trail]);
    }
  }
  if (known.get('\u4e91') === undefined) throw new Error('this Node knows no GB18030');
  return (text) => {
    const out = [];
    for (const character of text) {
      if (character < '\x80') out.push(character.charCodeAt(0));
      else if (known.has(character)) out.push(...known.get(character));
      else return null;  // four bytes: é and the like
    }
    return Buffer.from(out);
  };
})();

const utf16_be = (text) => Buffer.from(text, 'utf16le').swap16();
const escaped = (text, one) => [...text].map((c) => (c < '\x80' ? c : one(c))).join('');
const units = (c) => [...Array(c.length).keys()].map((i) => c.charCodeAt(i).toString(16).padStart(4, '0'));
const of_bytes = (bytes, one) => [...bytes].map(one).join('');
const hex = (byte) => byte.toString(16).padStart(2, '0');
const is_unreserved = (byte) => /[A-Za-z0-9._~-]/.test(String.fromCharCode(byte));

// Of a text that stands somewhere in what is encoded: without the characters that its neighbours decide.
function base64_at(bytes, before) {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replaceAll('=', '');
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(first, last);
}
const for_urls = (text) => text.replaceAll('+', '-').replaceAll('/', '_');

// name: text -> what to look for, or null where it would be the same as another or cannot be said.
const forms = {
  'utf-8': (t) => Buffer.from(t),
  'utf-8 lower': (t) => Buffer.from(t.toLowerCase()),
  'utf-8 upper': (t) => Buffer.from(t.toUpperCase()),
  'utf-8 decomposed': (t) => Buffer.from(t.normalize('NFD')),
  'utf-8 without blanks': (t) => Buffer.from(t.replaceAll(' ', '')),
  'utf-16 le': (t) => Buffer.from(t, 'utf16le'),
  'utf-16 be': utf16_be,
  gb18030,
  'hex lower': (t) => of_bytes(Buffer.from(t), hex),
  'hex upper': (t) => of_bytes(Buffer.from(t), hex).toUpperCase(),
  'hex of utf-16': (t) => of_bytes(utf16_be(t), hex),
  'url upper': (t) => of_bytes(Buffer.from(t), (b) => (is_unreserved(b) ? String.fromCharCode(b) : '%' + hex(b).toUpperCase())),
  'url lower': (t) => of_bytes(Buffer.from(t), (b) => (is_unreserved(b) ? String.fromCharCode(b) : '%' + hex(b))),
  'url form': (t) => new URLSearchParams([['', t]]).toString().slice(1),
  'url every byte': (t) => of_bytes(Buffer.from(t), (b) => '%' + hex(b).toUpperCase()),
  'json lower': (t) => escaped(t, (c) => units(c).map((u) => '\\u' + u).join('')),
  'json upper': (t) => escaped(t, (c) => units(c).map((u) => '\\u' + u.toUpperCase()).join('')),
  'octal': (t) => of_bytes(Buffer.from(t), (b) => (b < 0x80 ? String.fromCharCode(b) : '\\' + b.toString(8).padStart(3, '0'))),
  'c bytes': (t) => of_bytes(Buffer.from(t), (b) => (b < 0x80 ? String.fromCharCode(b) : '\\x' + hex(b))),
  'html decimal': (t) => escaped(t, (c) => `&#${c.codePointAt(0)};`),
  'html hex': (t) => escaped(t, (c) => `&#x${c.codePointAt(0).toString(16)};`),
  'reversed': (t) => Buffer.from([...t].reverse().join('')),
  'reversed bytes': (t) => Buffer.from(t).reverse(),
};
for (const before of [0, 1, 2]) {
  forms[`base64 +${before}`] = (t) => base64_at(Buffer.from(t), before);
  forms[`base64url +${before}`] = (t) => for_urls(base64_at(Buffer.from(t), before));
}

function* needles_of(line) {
  const seen = new Set();
  for (const [form, make] of Object.entries(forms)) {
    const made = make(line);
    if (made === null) continue;
    const bytes = Buffer.from(made);
    const key = bytes.toString('latin1');
    if (seen.has(key)) continue;
    seen.add(key);
    if (bytes.length < needle_bytes_min) throw new Error(`a form (${form}) of a line is too short to be searched for`);
    yield { form, bytes };
  }
}

function words_of(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  if (lines.length === 0) throw new Error(`${file} has no line`);
  for (const line of lines) {
    if (Buffer.byteLength(line) < line_bytes_min) throw new Error('a line is too short to be searched for');
  }
  return lines;
}

// Needles by a number of their first four bytes; a table of bits says of most places that none begins there.
class Needles {
  constructor(lines) {
    this.bits = new Uint8Array(1 << 21);
    this.by_start = new Map();
    this.count = 0;
    lines.forEach((line, index) => {
      for (const needle of needles_of(line)) {
        const start = needle.bytes.readUInt32LE(0);
        const slot = Math.imul(start, 0x9e3779b1) >>> 8;
        this.bits[slot >>> 3] |= 1 << (slot & 7);
        if (!this.by_start.has(start)) this.by_start.set(start, []);
        this.by_start.get(start).push({ ...needle, line: index + 1 });
        ++this.count;
      }
    });
    this.longest = Math.max(...[...this.by_start.values()].flat().map((n) => n.bytes.length));
  }
  in(bytes, told) {
    for (let at = 0; at + 4 <= bytes.length; ++at) {
      const start = (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
      const slot = Math.imul(start, 0x9e3779b1) >>> 8;
      if ((this.bits[slot >>> 3] & (1 << (slot & 7))) === 0) continue;
      for (const needle of this.by_start.get(start) ?? []) {
        const end = at + needle.bytes.length;
        if (end <= bytes.length && needle.bytes.compare(bytes, at, end) === 0) told(needle, at);
      }
    }
  }
}

function* files_under(place) {
  const is = fs.lstatSync(place);
  if (is.isDirectory()) {
    for (const name of fs.readdirSync(place).sort()) yield* files_under(path.join(place, name));
  } else if (is.isFile()) {
    yield place;
  }
}

function search(words, places) {
  const needles = new Needles(words_of(words));
  const all = { files: 0, bytes: 0, found: 0, needles: needles.count };
  const piece = 1 << 24;
  for (const place of places) {
    for (const file of files_under(place)) {
      ++all.files;
      const open = fs.openSync(file, 'r');
      const buffer = Buffer.alloc(piece + needles.longest);
      const told = new Set();
      let kept = 0;
      for (let from = 0; ; ) {
        const read = fs.readSync(open, buffer, kept, piece, from);
        if (read === 0) break;
        const begins = from - kept;
        needles.in(buffer.subarray(0, kept + read), (needle, at) => {
          const key = `${needle.line} ${needle.form} ${begins + at}`;
          if (told.has(key)) return;
          told.add(key);
          ++all.found;
          // The number of the line, not the line: what this prints is kept by whoever runs it.
          console.log(`FOUND line ${needle.line} as ${needle.form} in ${file} at ${begins + at}`);
        });
        from += read;
        all.bytes += read;
        const keep = Math.min(needles.longest, kept + read);
        buffer.copy(buffer, 0, kept + read - keep, kept + read);
        kept = keep;
      }
      fs.closeSync(open);
    }
  }
  console.log(JSON.stringify(all));
  if (all.files === 0) throw new Error('there was no file to search');
  return all.found === 0 ? 0 : 1;
}

// Between bytes that are no text, as in a page of a database.
function plant(words, number, folder) {
  const line = words_of(words)[Number(number) - 1];
  if (line === undefined) throw new Error('there is no such line');
  fs.mkdirSync(folder, { recursive: true });
  for (const { form, bytes } of needles_of(line)) {
    const noise = Buffer.from([...Array(997).keys()].map((i) => (i * 7919) & 0xff));
    fs.writeFileSync(path.join(folder, form.replaceAll(' ', '_')), Buffer.concat([noise, bytes, noise]));
  }
  return 0;
}

const [verb, ...rest] = process.argv.slice(2);
try {
  if (verb === 'search') process.exitCode = search(rest[0], rest.slice(1));
  else if (verb === 'plant') process.exitCode = plant(rest[0], rest[1], rest[2]);
  else if (verb === 'forms') Object.keys(forms).forEach((form) => console.log(form));
  else throw new Error('search, plant or forms is wanted');
} catch (error) {
  console.error(`leak_search: ${error.message}`);
  process.exitCode = 2;
}
