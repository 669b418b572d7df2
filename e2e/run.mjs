// Runs the browser tests: node run.mjs [--update-docs] [FILE…]
//
// *.test.mjs are the tests; those in site/ need the program and run against one started here, the
// others need only the browser. What was counted goes to out/result.tap for `cargo xtask test`.

import fs from "node:fs";
import path from "node:path";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { start } from "./lib/site.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "out");

function testFiles(folder) {
  const place = path.join(here, folder);
  if (!fs.existsSync(place)) return [];
  const names = fs.readdirSync(place).filter((name) => name.endsWith(".test.mjs"));
  return names.sort().map((name) => path.join(folder, name));
}

/** Runs node's test runner over the files; true when all passed. */
function runTests(files, env) {
  const reporters = [
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=tap",
    `--test-reporter-destination=${path.join(out, "result.tap")}`,
  ];
  // One file at a time: each starts a browser, and the site is the same for all.
  const args = ["--test", "--test-concurrency=1", ...reporters, ...files];
  const child = spawn(process.execPath, args, { cwd: here, stdio: "inherit", env: { ...process.env, ...env } });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code === 0)));
}

async function main() {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => !arg.startsWith("--"));
  const unknown = args.filter((arg) => arg.startsWith("--") && arg !== "--update-docs");
  if (unknown.length > 0) throw new Error(`run.mjs does not know ${unknown.join(" ")}`);

  const chosen = (file) => named.length === 0 || named.some((name) => path.basename(file).startsWith(path.basename(name)));
  const rig = testFiles(".").filter(chosen);
  const site = testFiles("site").filter(chosen);
  const binary = process.env.KAOGONG_BIN;
  if (rig.length + site.length === 0) throw new Error(`no test file is called ${named.join(" or ")}`);
  if (site.length > 0 && !binary) throw new Error("set KAOGONG_BIN to the program: the tests in site/ need it");

  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(out, { recursive: true });
  const env = args.includes("--update-docs") ? { KAOGONG_UPDATE_DOCS: "1" } : {};
  const running = site.length > 0 ? await start(binary) : undefined;
  if (running) {
    env.KAOGONG_URL = running.url;
    // Tests find the demo's accounts in what the program printed at its start.
    env.KAOGONG_PRINTED = path.join(out, "printed.txt");
    fs.writeFileSync(env.KAOGONG_PRINTED, running.output());
  }
  try {
    return await runTests([...rig, ...site], env);
  } finally {
    await running?.stop();
  }
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
main().then(
  (passed) => process.exit(passed ? 0 : 1),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
