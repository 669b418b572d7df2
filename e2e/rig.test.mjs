// The rig tests itself: what it promises to catch is shown to it on small pages, good and bad.

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { DESK, LANGUAGES, PHONE, accessible, fits, shot, violations, withPage } from "./lib/browser.mjs";
import { keyboard } from "./lib/keyboard.mjs";
import { citizenNumber, creditCode, oneTimeCode } from "./lib/people.mjs";
import { readSheet, writeSheet } from "./lib/sheets.mjs";
import { addressIn, start, startArguments } from "./lib/site.mjs";

const TEXTS = {
  "zh-CN": { title: "查证书", label: "证书编号", button: "查询", answer: "已收到" },
  en: { title: "Check a certificate", label: "Certificate number", button: "Check", answer: "Received" },
};
const STYLE = "body{font:17px sans-serif;color:#1b1f24;background:#fdfcf9}input,button{font:inherit;min-height:44px}";

function html(lang, body) {
  const head = `<meta name="viewport" content="width=device-width"><title>${TEXTS[lang].title}</title>`;
  return `<!doctype html><html lang="${lang}"><head>${head}<style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

function pageFor(url, lang) {
  const text = TEXTS[lang];
  const form = `<h1>${text.title}</h1><form action="/answer"><label for="n">${text.label}</label>
    <input id="n" name="n"><button>${text.button}</button></form>`;
  switch (url.pathname) {
    case "/":
      return html(lang, `${form}<p id="js">0</p><script>document.getElementById("js").textContent = "1"</script>`);
    case "/answer":
      return html(lang, `<h1>${text.answer}</h1><output>${url.searchParams.get("n")}</output>`);
    case "/bad":
      return html(lang, `<h1>${text.title}</h1><img src="data:,"><p style="color:#ccc;background:#fff">faint</p>`);
    case "/wide":
      return html(lang, `<h1>${text.title}</h1><div style="width:2000px">wide</div>`);
    case "/hidden-focus":
      return html(lang, `${form}<style>:focus{outline:none}</style>`);
    case "/fault":
      return html(lang, `${form}<script>throw new Error("broken on purpose")</script>`);
    default:
      return undefined;
  }
}

let server;
let base;
before(async () => {
  server = http.createServer((request, response) => {
    const lang = request.headers["accept-language"]?.startsWith("en") ? "en" : "zh-CN";
    const body = pageFor(new URL(request.url, "http://localhost"), lang);
    response.writeHead(body ? 200 : 404, {
      "content-type": "text/html; charset=utf-8",
      // As strict as the site's own: the checks must work under it.
      "content-security-policy": "default-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:",
    });
    response.end(body ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

for (const lang of LANGUAGES) {
  for (const width of [PHONE, DESK]) {
    test(`a good page passes in ${lang} at ${width} px`, () =>
      withPage(lang, width, {}, async (page) => {
        await page.goto(base);
        assert.equal(await page.locator("h1").textContent(), TEXTS[lang].title);
        assert.equal(await page.locator("#js").textContent(), "1");
        await accessible(page);
        await fits(page);
        const png = fs.readFileSync(await shot(page, `rig-${lang}-${width}`));
        assert.equal(png.toString("latin1", 1, 4), "PNG");
        assert.equal(png.readUInt32BE(16), width);
      }));
  }
}

test("axe sees a picture without words and faint text", () =>
  withPage("en", DESK, {}, async (page) => {
    await page.goto(`${base}/bad`);
    const found = (await violations(page)).map((line) => line.split(":")[0]).sort();
    assert.deepEqual(found, ["color-contrast", "image-alt"]);
    await assert.rejects(accessible(page), /is not accessible/);
  }));

test("axe sees the same without JavaScript", () =>
  withPage("en", DESK, { javaScript: false }, async (page) => {
    await page.goto(`${base}/bad`);
    assert.equal((await violations(page)).length, 2);
  }));

test("a page wider than a phone is caught", () =>
  withPage("zh-CN", PHONE, {}, async (page) => {
    await page.goto(`${base}/wide`);
    await assert.rejects(fits(page), /px wide in a window of/);
  }));

test("a group that is wrong does not mark what stands in it", () =>
  withPage("en", DESK, {}, async (page) => {
    const css = fs.readFileSync(new URL("../app/web-kit/assets/kaogong.css", import.meta.url), "utf8");
    const field = (id, wrong) => `<div class="field${wrong}"><input type="text" id="${id}"></div>`;
    const group = `<fieldset class="field field-wrong">${field("inside", "")}${field("wrong-inside", " field-wrong")}</fieldset>`;
    await page.setContent(`<style>${css}</style>${group}${field("wrong", " field-wrong")}${field("right", "")}`);
    const border = (id) => page.locator(`#${id}`).evaluate((input) => getComputedStyle(input).borderTop);
    assert.equal(await border("inside"), await border("right"));
    assert.equal(await border("wrong-inside"), await border("wrong"));
    assert.notEqual(await border("wrong"), await border("right"));
  }));

test("a form is filled in and sent by keys alone", () =>
  withPage("zh-CN", DESK, {}, async (page) => {
    await page.goto(base);
    const keys = keyboard(page);
    await keys.type(page.getByLabel("证书编号"), "S000044030012243000123");
    await keys.enter(page.getByRole("button", { name: "查询" }));
    assert.equal(await page.locator("output").textContent(), "S000044030012243000123");
  }));

test("focus that one cannot see is caught", () =>
  withPage("zh-CN", DESK, {}, async (page) => {
    await page.goto(`${base}/hidden-focus`);
    await assert.rejects(keyboard(page).to(page.getByLabel("证书编号")), /does not show it/);
  }));

test("what no key reaches is caught", () =>
  withPage("zh-CN", DESK, {}, async (page) => {
    await page.goto(base);
    await assert.rejects(keyboard(page).to(page.locator("h1")), /is not reached/);
  }));

test("without JavaScript the page stays as the server sent it and the form works", () =>
  withPage("en", PHONE, { javaScript: false }, async (page) => {
    await page.goto(base);
    assert.equal(await page.locator("#js").textContent(), "0");
    await page.getByLabel("Certificate number").fill("42");
    await page.getByRole("button", { name: "Check" }).click();
    assert.equal(await page.locator("output").textContent(), "42");
    await accessible(page);
    await fits(page);
  }));

test("a script that fails on the page fails the test", () =>
  assert.rejects(
    withPage("en", DESK, {}, (page) => page.goto(`${base}/fault`)),
    /a script on the page failed/,
  ));

test("a page that asks somebody else fails the test", () =>
  assert.rejects(
    withPage("en", DESK, {}, (page) => page.goto(base.replace("127.0.0.1", "localhost"))),
    /asks localhost/,
  ));

test("a sheet that was written is read again", () => {
  const rows = [["姓名", "a<b & c", ""], ["示𠮷", "", "12.5"]];
  assert.deepEqual(readSheet(writeSheet([rows[0], ["示𠮷", "", 12.5]])), [["姓名", "a<b & c"], rows[1]]);
});

test("numbers and codes are those of the standards", () => {
  // The example of GB 11643, and the first of RFC 6238, appendix B.
  assert.equal(citizenNumber("110105", new Date(Date.UTC(1949, 11, 31)), 2), "11010519491231002X");
  assert.equal(creditCode("91", "110000", "60003734"), "91110000600037341L");
  assert.equal(creditCode("91", "330106", "MA2B0P8X"), "91330106MA2B0P8XX7");
  assert.equal(oneTimeCode("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 0, 59_000), "287082");
});

test("a program that ends too early is told with what it printed", async () => {
  await assert.rejects(start("/bin/echo"), (error) => {
    assert.match(error.message, /the site ended \(0\)/);
    assert.ok(error.message.includes(startArguments("").slice(0, 3).join(" ")));
    return true;
  });
});

/** A stand-in for the program, which does `body` after it told its address. */
function standIn(body) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kaogong-rig-"));
  const file = path.join(folder, "site.mjs");
  const source = `#!/usr/bin/env node
    import http from "node:http";
    const server = http.createServer((_, response) => response.end("here"));
    server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port + "/"));
    ${body}`;
  fs.writeFileSync(file, source, { mode: 0o755 });
  return { file, remove: () => fs.rmSync(folder, { recursive: true }) };
}

test("a program is started, answers, and stops when it is asked to", async () => {
  const program = standIn(`process.on("SIGTERM", () => process.exit(0));`);
  const site = await start(program.file);
  assert.equal(await (await fetch(site.url)).text(), "here");
  await site.stop();
  await assert.rejects(fetch(site.url));
  program.remove();
});

test("a program that is stopped and fails is told", async () => {
  const program = standIn(`process.on("SIGTERM", () => process.exit(7));`);
  const site = await start(program.file);
  await assert.rejects(site.stop(), /did not stop by itself \(7\)/);
  program.remove();
});

test("the address is read from the line that tells it", () => {
  assert.equal(addressIn("Kaogong is at http://127.0.0.1:8080/ now"), "http://127.0.0.1:8080");
  assert.equal(addressIn("starting"), undefined);
});
