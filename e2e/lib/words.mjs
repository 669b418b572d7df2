// The words of the pages, read from the same files as the program reads, so that a story finds a
// button by its name in either language.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const LOCALES = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../app/web-kit/locales");

/** All messages of a language that are one line: key and pattern. */
function read(lang) {
  const folder = path.join(LOCALES, lang);
  const lines = fs.readdirSync(folder).flatMap((file) => fs.readFileSync(path.join(folder, file), "utf8").split("\n"));
  const found = lines.map((line) => line.match(/^([a-z][a-z0-9-]*) = (\S.*)$/)).filter(Boolean);
  return new Map(found.map(([, key, pattern]) => [key, pattern]));
}

const books = new Map();

/**
 * The words of a language: `t("sign-in")`, `t("tasks-import", { file: "a.xlsx" })`.
 * A message that does not exist, or whose placeables are not all given, fails the test.
 */
export function words(lang) {
  if (!books.has(lang)) books.set(lang, read(lang));
  return (key, args = {}) => {
    const pattern = books.get(lang).get(key);
    if (pattern === undefined) throw new Error(`${lang} has no one-line message ${key}`);
    return pattern.replace(/\{\s*(?:"([^"]*)"|\$(\w+))\s*\}/g, (whole, literal, name) => {
      if (name === undefined) return literal;
      if (!(name in args)) throw new Error(`${key} needs ${name}: ${whole}`);
      return args[name];
    });
  };
}
