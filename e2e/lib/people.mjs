// Made-up people, as the demonstration makes them: family name 示, identity numbers beginning with 77;
// and the codes of made-up bodies.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const DIVISIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../data/demo/divisions-770000.csv");
const DAY = 86_400_000;

/** The counties of its prefectures that exist today, in the order of their codes. */
function counties() {
  const year = new Date().getFullYear();
  const rows = fs.readFileSync(DIVISIONS, "utf8").split("\n").map((line) => line.split(","));
  const there = rows.filter(([, , , level, from, to]) => level === "3" && (!from || from <= year) && (!to || to >= year));
  // 7790 is no prefecture: what it covers lies directly under the province.
  return there.map(([code]) => code).filter((code) => !code.startsWith("7790")).sort();
}

/** An identity number with its right check character (GB 11643). */
export function citizenNumber(county, birth, sequence) {
  const digits = `${county}${birth.toISOString().slice(0, 10).replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return digits + "10X98765432"[sum % 11];
}

/** A unified social credit code with both of its check characters (GB 32100, GB 11714). */
export function creditCode(kind, division, organisation) {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const inner = [...organisation].reduce((sum, c, i) => sum + parseInt(c, 36) * [3, 7, 9, 10, 5, 8, 4, 2][i], 0);
  const front = `${kind}${division}${organisation}${"0X987654321"[inner % 11]}`;
  const sum = [...front].reduce((total, c, i) => total + alphabet.indexOf(c) * (3 ** i % 31), 0);
  return front + alphabet[(31 - (sum % 31)) % 31];
}

/** The number of the demonstration's nth person. */
export function ofDemo(n) {
  const all = counties();
  const birth = new Date(Date.UTC(1966, 0, 1) + ((n * 7919) % 14_600) * DAY);
  return citizenNumber(all[n % all.length], birth, n % 1000);
}

/** The whole number of one of the demonstration's first people, from what their archive shows of it. */
export function wholeNumber(masked) {
  const shown = new RegExp(`^${masked.replace(/\*+/g, (stars) => `\\d{${stars.length}}`)}$`);
  const found = Array.from({ length: 360 }, (_, n) => ofDemo(n)).filter((number) => shown.test(number));
  if (found.length !== 1) throw new Error(`${masked} is the number of ${found.length} people of the demonstration`);
  return found[0];
}

/** Somebody whom nobody has entered yet: a demonstration of 300 people gives out sequence numbers below 360. */
export function stranger(n) {
  const given = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉";
  const birth = new Date(Date.UTC(1985, 0, 1) + n * 31 * DAY);
  return { name: `示例${given[n % given.length]}`, number: citizenNumber("770102", birth, 900 + n) };
}

/** The six digits that an authenticator shows for a secret (RFC 6238), so many steps from now. */
export function oneTimeCode(secret, steps = 0, now = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.toUpperCase().replace(/[^A-Z2-7]/g, "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const seed = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
  const mac = crypto.createHmac("sha1", seed).update(counter).digest();
  const word = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, "0");
}
