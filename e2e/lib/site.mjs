// The site under test: the program given by KAOGONG_BIN, started on a demo province of its own.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawn } from "node:child_process";

const READY_MS = 120_000;
const STOP_MS = 15_000;

/** The arguments that start the site with a small fictional province below `folder`. */
export function startArguments(folder) {
  return ["demo", "--people", "300", "--port", "0", "--data", folder];
}

/** The address in a line of the program's output; nothing when the line does not tell it. */
export function addressIn(line) {
  return line.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
}

/**
 * Starts the program and waits until it tells its address.
 * @returns { url, output, stop }: `output()` is what it printed so far, `stop()` ends it gracefully
 */
export async function start(binary) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kaogong-e2e-"));
  const child = spawn(binary, startArguments(folder), { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);

  const url = new Promise((resolve, reject) => {
    const hear = (chunk) => {
      printed += chunk;
      const found = printed.split("\n").map(addressIn).find(Boolean);
      if (found) resolve(found);
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.once("error", reject);
    ended.then(({ code, signal }) => reject(new Error(`the site ended (${code ?? signal}):\n${printed}`)));
    setTimeout(() => reject(new Error(`the site told no address in time:\n${printed}`)), READY_MS).unref();
  });

  /** Asks the program to stop; it must do so by itself, and with success. */
  async function stop() {
    child.kill("SIGTERM");
    const late = setTimeout(kill, STOP_MS);
    const { code, signal } = await ended;
    clearTimeout(late);
    process.off("exit", kill);
    fs.rmSync(folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the site did not stop by itself (${code ?? signal}):\n${printed}`);
  }

  try {
    return { url: await url, output: () => printed, stop };
  } catch (error) {
    kill();
    fs.rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
