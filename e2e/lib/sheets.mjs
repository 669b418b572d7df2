// Spreadsheets as a person's office program writes and reads them: as much of xlsx as stories need.

import zlib from "node:zlib";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const CRC = Int32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});
const crc32 = (bytes) => ~bytes.reduce((crc, byte) => CRC[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

/** A zip file of texts by name, packed. */
function zip(texts) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(texts)) {
    const bytes = Buffer.from(text);
    const packed = zlib.deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(texts).length, 8);
  end.writeUInt16LE(Object.keys(texts).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

/** The text of one file inside a zip file; nothing when there is none of the name. */
function unzip(bytes, wanted) {
  const end = bytes.lastIndexOf("PK\x05\x06", "latin1");
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    if (bytes.toString("utf8", at + 46, at + 46 + name) === wanted) {
      const local = bytes.readUInt32LE(at + 42);
      const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(begin, begin + bytes.readUInt32LE(at + 20));
      return String(bytes.readUInt16LE(at + 10) === 8 ? zlib.inflateRawSync(packed) : packed);
    }
    at += 46 + name + extra + comment;
  }
  return undefined;
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const plain = (xml) =>
  xml
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) => String.fromCodePoint(parseInt(code, hex ? 16 : 10)))
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
const texts = (xml) => [...xml.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)].map((found) => plain(found[1])).join("");
const letters = (column) => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
const place = (name) => [...name].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** An xlsx file with one sheet: texts stay texts, numbers are numbers. */
export function writeSheet(rows) {
  const cell = (value, row, column) => {
    const at = `${letters(column)}${row + 1}`;
    if (value === "" || value === undefined) return "";
    if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  };
  const line = (row, y) => `<row r="${y + 1}">${row.map((value, x) => cell(value, y, x)).join("")}</row>`;
  const type = (part, kind) => `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (kind, target) => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${RELATIONS}/${kind}" Target="${target}"/></Relationships>`;
  return zip({
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type("/xl/workbook.xml", "sheet.main")}${type("/xl/worksheets/sheet1.xml", "worksheet")}</Types>`,
    "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows.map(line).join("")}</sheetData></worksheet>`,
  });
}

/** The rows of the first sheet of an xlsx file, each a list of texts. */
export function readSheet(bytes) {
  const shared = [...(unzip(bytes, "xl/sharedStrings.xml") ?? "").matchAll(/<si>(.*?)<\/si>/gs)].map((found) => texts(found[1]));
  const sheet = unzip(bytes, "xl/worksheets/sheet1.xml");
  return [...sheet.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, cells = ""]) => {
    const row = [];
    for (const [, name, attributes, content] of cells.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = plain((content ?? "").match(/<v>([^<]*)<\/v>/)?.[1] ?? "");
      const text = /t="s"/.test(attributes) ? shared[value] : /t="inlineStr"/.test(attributes) ? texts(content) : value;
      row[place(name)] = text;
    }
    return Array.from(row, (text) => text ?? "");
  });
}
