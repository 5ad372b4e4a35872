// SPDX-License-Identifier: Apache-2.0
// PDFs for documents_test.sh: good ones, ones that are turned, cropped or badly closed, and bombs. Usage:
// documents_pdfs.mjs FOLDER
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

const folder = process.argv[2];
const MiB = 1024 * 1024;

/** Objects are numbered from 1; the first is the catalogue. */
function pdf(objects) {
  const pieces = [Buffer.from("%PDF-1.7\n%\u00e2\u00e3\n", "latin1")];
  const starts = [];
  let at = pieces[0].length;
  const add = (piece) => {
    pieces.push(piece);
    at += piece.length;
  };
  objects.forEach((one, i) => {
    starts.push(at);
    add(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(one), Buffer.from("\nendobj\n")]));
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  add(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`));
  return Buffer.concat(pieces);
}

function stream(bytes, more = "") {
  return Buffer.concat([Buffer.from(`<< /Length ${bytes.length} ${more} >>\nstream\n`), bytes, Buffer.from("\nendstream")]);
}

const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
const catalogue = "<< /Type /Catalog /Pages 2 0 R >>";

/** One page with a word on it. `more` is what the page says of itself beside its size. */
function page(content, more = "/MediaBox [0 0 595 842]") {
  return [
    catalogue,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R ${more} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
    stream(Buffer.from(content)),
    font,
  ];
}
const word = "BT /F1 24 Tf 150 400 Td (Original) Tj ET";

/** So many pages, all with the same content. */
function pages(count) {
  const kids = Array.from({ length: count }, (_, i) => `${i + 5} 0 R`).join(" ");
  const one = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>";
  return [catalogue, `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`, stream(Buffer.from(word)), font, ...Array(count).fill(one)];
}

/** Pages within pages within pages. */
function nested(depth) {
  const out = [catalogue];
  for (let i = 0; i < depth; ++i) {
    const parent = i === 0 ? "" : `/Parent ${i + 1} 0 R`;
    out.push(`<< /Type /Pages ${parent} /Kids [${i + 3} 0 R] /Count 1 >>`);
  }
  out.push(`<< /Type /Page /Parent ${depth + 1} 0 R /MediaBox [0 0 595 842] >>`);
  return out;
}

/** A page beside streams that expand to so many MiB each. */
function swollen(streams, mib) {
  const bytes = deflateSync(Buffer.alloc(mib * MiB), { level: 1 });
  return [...page(word), ...Array(streams).fill(stream(bytes, "/Filter /FlateDecode"))];
}

const boxed = "/MediaBox [0 0 612 792] /CropBox [100 200 400 700]";
const made = {
  "plain.pdf": pdf(pages(2)),
  "turned.pdf": pdf(page(word, `${boxed} /Rotate 90`)),
  "unclosed.pdf": pdf(page(`q q 0.5 0 0 0.5 300 500 cm ${word} q 1 0 0 1 5000 0 cm`, boxed)),
  "overclosed.pdf": pdf(page(`Q Q 0.5 0 0 0.5 300 500 cm ${word} Q 1 0 0 1 5000 0 cm`, boxed)),
  "hidden.pdf": pdf(page(`${word} /OC /Hidden BDC BT 0 0 600 800 re W [ (never closed`, boxed)),
  "one-stream.pdf": pdf(swollen(1, 257)),
  "many-streams.pdf": pdf(swollen(9, 250)),
  "deep.pdf": pdf(nested(65)),
  "biting.pdf": pdf([catalogue, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]),
  "pages.pdf": pdf(pages(5001)),
  "arrays.pdf": pdf([catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "[".repeat(100_000)]),
  "noise.pdf": Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(200_000)]),
  "noise.bin": Buffer.concat([Buffer.from([0]), randomBytes(200_000)]),
};
made["cut.pdf"] = made["plain.pdf"].subarray(0, 60);
for (const [name, bytes] of Object.entries(made)) writeFileSync(`${folder}/${name}`, bytes);
