// The pages for anybody, looked at in both languages and at all widths.

import assert from "node:assert/strict";
import http from "node:http";
import { before, test } from "node:test";
import zlib from "node:zlib";
import { DESK, LANGUAGES, PHONE, fits, picture, sound, withPage } from "../lib/browser.mjs";
import { keyboard } from "../lib/keyboard.mjs";
import { URL_OF_SITE, validCertificate } from "../lib/trial.mjs";

/** The narrowest window that WCAG 1.4.10 asks for. */
const NARROW = 320;
/** What a page may weigh with its style, script and sign, compressed. */
const MOST_BYTES = 60_000;

let certificate;
let pages;
before(async () => {
  certificate = await validCertificate();
  pages = [
    "/",
    "/check",
    `/check?number=${certificate.number}`,
    new URL(certificate.token).pathname,
    "/c/nothing",
    "/occupations?q=%E7%84%8A",
    "/occupations?q=zzz",
    "/occupations/6-18-02-04",
    "/bodies",
    "/bodies?occupation=zzz",
    certificate.body,
    "/offline",
    "/demo",
    "/problems/problem-too-many",
    "/no-such-page",
  ];
});

for (const lang of LANGUAGES) {
  for (const width of [PHONE, DESK]) {
    test(`every public page is sound in ${lang} at ${width} px`, () =>
      withPage(lang, width, {}, async (page) => {
        for (const path of pages) {
          await page.goto(URL_OF_SITE + path);
          await sound(page, lang);
        }
      }));
  }
}

test("every public page is sound in the dark", () =>
  withPage("zh-CN", PHONE, { dark: true }, async (page) => {
    for (const path of pages) {
      await page.goto(URL_OF_SITE + path);
      await sound(page, "zh-CN");
    }
  }));

test("every public page is sound without JavaScript", () =>
  withPage("en", PHONE, { javaScript: false }, async (page) => {
    for (const path of pages) {
      await page.goto(URL_OF_SITE + path);
      await sound(page, "en");
    }
  }));

test("nothing scrolls sideways at 320 px, in large type neither at 390 px", async () => {
  await withPage("en", NARROW, {}, async (page) => {
    for (const path of pages) {
      await page.goto(URL_OF_SITE + path);
      await fits(page);
    }
  });
  await withPage("zh-CN", PHONE, {}, async (page) => {
    await page.context().addCookies([{ name: "type", value: "large", url: URL_OF_SITE }]);
    for (const path of pages) {
      await page.goto(URL_OF_SITE + path);
      await fits(page);
    }
  });
});

test("large type is switched on, stays, and is switched off", () =>
  withPage("zh-CN", PHONE, { javaScript: false }, async (page) => {
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
    await page.goto(`${URL_OF_SITE}/occupations?q=%E7%94%B5%E5%B7%A5`);
    assert.equal(await size(), 17);
    await page.getByRole("button", { name: "大字版" }).click();
    assert.equal(await size(), 22);
    assert.match(page.url(), /\/occupations\?q=/, "one stays where one was");
    await page.goto(URL_OF_SITE);
    assert.equal(await size(), 22);
    const kept = (await page.context().cookies()).find((cookie) => cookie.name === "type");
    assert.deepEqual([kept.value, kept.httpOnly, kept.sameSite], ["large", true, "Lax"]);
    await page.getByRole("button", { name: "标准版" }).click();
    assert.equal(await size(), 17);
  }));

test("the language is switched and the page stays", () =>
  withPage("zh-CN", DESK, {}, async (page) => {
    await page.goto(`${URL_OF_SITE}/bodies`);
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(await page.locator("h1").innerText(), "Bodies and schools");
    await page.goto(`${URL_OF_SITE}/check`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  }));

test("one gets from the start page to a body by keys alone", () =>
  withPage("zh-CN", DESK, {}, async (page) => {
    await page.goto(URL_OF_SITE);
    const keys = keyboard(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip", "the first stop skips to the content");
    await keys.enter(page.getByRole("link", { name: "看职业" }));
    await keys.type(page.getByLabel("职业名称或编码"), "焊工");
    await keys.enter(page.getByRole("button", { name: "查找" }));
    await keys.enter(page.locator("tbody").getByRole("link", { name: "焊工", exact: true }));
    assert.equal(await page.locator("h1").innerText(), "焊工");
    await keys.enter(page.getByRole("link", { name: "看这些机构" }));
    assert.match(await page.locator("tbody").innerText(), /示例焊接/);
  }));

test("bodies are found by occupation and level", () =>
  withPage("zh-CN", PHONE, { javaScript: false }, async (page) => {
    await page.goto(`${URL_OF_SITE}/bodies`);
    await page.getByLabel("职业").fill("电工");
    await page.getByLabel("等级").selectOption({ index: 1 });
    await page.getByRole("button", { name: "查找" }).click();
    const found = await page.locator("tbody th").allInnerTexts();
    assert.equal(found.length, 3);
    assert.ok(found.every((name) => name.startsWith("示例机电")), found.join());
    await page.getByLabel("职业").fill("没有这个职业");
    await page.getByRole("button", { name: "查找" }).click();
    assert.equal(await page.locator("tbody tr").count(), 0);
    assert.match(await page.locator(".fault").innerText(), /看职业/);
    assert.equal(await page.getByLabel("职业").inputValue(), "没有这个职业");
  }));

/** The bytes of an answer as they travel. */
function weight(path) {
  const headers = { "accept-encoding": "gzip", "accept-language": "zh-CN" };
  return new Promise((resolve, reject) => {
    http.get(new URL(path, URL_OF_SITE), { headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const packed = answer.headers["content-encoding"] === "gzip";
        resolve({ bytes: bytes.length, text: String(packed ? zlib.gunzipSync(bytes) : bytes), cache: answer.headers["cache-control"] });
      });
    }).once("error", reject);
  });
}

test("a page with its style weighs little", async () => {
  for (const path of pages.filter((one) => one !== "/no-such-page")) {
    const page = await weight(path);
    const parts = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((found) => found[1]);
    assert.ok(parts.length >= 3, `${path} names style, script and sign`);
    let total = page.bytes;
    for (const part of parts) {
      const asset = await weight(part);
      assert.match(asset.cache, /immutable/);
      total += asset.bytes;
    }
    console.log(`${path.replace(/[A-Za-z0-9_-]{20,}/, "…")}: ${page.bytes} bytes, ${total} with ${parts.length} parts`);
    assert.ok(total <= MOST_BYTES, `${path}: ${total} bytes`);
  }
});

test("the main pages are pictured for the documents", async () => {
  const pictures = [
    ["home", "zh-CN", DESK, "/"],
    ["home-phone", "zh-CN", PHONE, "/"],
    ["check", "zh-CN", PHONE, new URL(certificate.token).pathname],
    ["occupation", "zh-CN", DESK, "/occupations/6-18-02-04"],
    ["bodies", "zh-CN", PHONE, "/bodies?occupation=%E7%94%B5%E5%B7%A5"],
    ["home-en", "en", DESK, "/"],
    ["check-en", "en", PHONE, new URL(certificate.token).pathname],
    ["offline-en", "en", DESK, "/offline"],
  ];
  for (const [name, lang, width, path] of pictures) {
    await withPage(lang, width, {}, async (page) => {
      await page.goto(URL_OF_SITE + path);
      await picture(page, name);
    });
  }
});
