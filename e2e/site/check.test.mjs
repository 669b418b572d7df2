// Checking a certificate: by the code on the paper, by number and second fact, and off-line.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { DESK, LANGUAGES, OUT, PHONE, accessible, fits, withPage } from "../lib/browser.mjs";
import { keyboard } from "../lib/keyboard.mjs";
import { URL_OF_SITE, validCertificate } from "../lib/trial.mjs";

const TEXTS = {
  "zh-CN": { valid: "这张证书有效", none: "没有相符的证书", number: "证书编号", fact: "持证人姓名，或证件号码后 6 位", button: "查询" },
  en: {
    valid: "This certificate is valid",
    none: "No certificate matches",
    number: "Certificate number",
    fact: "Holder’s name, or the last 6 characters of the document number",
    button: "Check",
  },
};

let certificate;
const files = {};
before(async () => {
  certificate = await validCertificate();
  fs.mkdirSync(OUT, { recursive: true });
  const keep = async (name, address, change = (text) => text) => {
    files[name] = path.join(OUT, name);
    fs.writeFileSync(files[name], change(await (await fetch(address)).text()));
  };
  const keys = `${URL_OF_SITE}/keys.json`;
  await keep("certificate.json", certificate.file);
  await keep("altered.json", certificate.file, (text) => text.replace(certificate.number, certificate.number.replace(/.$/, "X")));
  await keep("doubled.json", certificate.file, (text) => text.replace("{", '{"issuer":"nobody",'));
  await keep("unsigned.json", certificate.file, (text) => JSON.stringify({ ...JSON.parse(text), proof: undefined }));
  await keep("keys.json", keys);
  await keep("other-keys.json", keys, (text) => text.replaceAll("did:web:", "did:web:example."));
  await keep("revoked-keys.json", keys, (text) => text.replaceAll('"type":"Multikey"', '"type":"Multikey","revokedAt":"2026-01-01T00:00:00Z"'));
});

async function ask(page, lang, number, fact) {
  await page.goto(`${URL_OF_SITE}/check`);
  await page.getByLabel(TEXTS[lang].number, { exact: true }).fill(number);
  await page.getByLabel(TEXTS[lang].fact).fill(fact);
  await page.getByRole("button", { name: TEXTS[lang].button }).click();
}

for (const lang of LANGUAGES) {
  test(`the code on the paper opens the answer in ${lang}`, () =>
    withPage(lang, PHONE, { javaScript: false }, async (page) => {
      const answer = await page.goto(certificate.token);
      assert.equal(await page.locator("h1").innerText(), TEXTS[lang].valid);
      const facts = await page.locator(".facts").innerText();
      assert.ok(facts.includes(certificate.number));
      assert.match(facts, /示\*/, "the name is masked");
      const html = await answer.text();
      assert.ok(!html.includes(certificate.holder) && !html.includes(certificate.end), "and stands nowhere whole");
      assert.equal(answer.headers()["referrer-policy"], "same-origin", "the address leaks to no other site");
      await accessible(page);
      await fits(page);
    }));

  test(`number and second fact give the answer in ${lang}`, () =>
    withPage(lang, DESK, { javaScript: false }, async (page) => {
      for (const fact of [certificate.holder, certificate.end]) {
        await ask(page, lang, ` ${certificate.number.toLowerCase()} `, fact);
        assert.equal(await page.locator("h1").innerText(), TEXTS[lang].valid);
      }
    }));
}

test("a check is made by keys alone, from the start page", () =>
  withPage("zh-CN", PHONE, {}, async (page) => {
    await page.goto(URL_OF_SITE);
    const keys = keyboard(page);
    await keys.type(page.getByRole("textbox", { name: "证书编号" }), certificate.number);
    await keys.type(page.getByLabel("持证人姓名"), certificate.holder);
    await keys.enter(page.getByRole("button", { name: "查询" }));
    assert.equal(await page.locator("h1").innerText(), TEXTS["zh-CN"].valid);
    await keys.enter(page.getByRole("link", { name: "再查一张" }));
    assert.equal(await page.locator("h1").innerText(), "查证书");
  }));

test("whatever does not match gets one answer", () =>
  withPage("en", PHONE, {}, async (page) => {
    const seen = [];
    const see = async (status) => {
      const texts = await page.locator("h1, .verdict, main label, main .hint, main aside").allInnerTexts();
      seen.push(JSON.stringify([status, await page.title(), texts]));
    };
    const listen = (answer) => answer.request().isNavigationRequest() && (last = answer.status());
    let last;
    page.on("response", listen);
    const unknown = certificate.number.replace(/\d{6}$/, "999999");
    for (const [number, fact] of [[certificate.number, "示例无"], [unknown, certificate.holder], [unknown, "示例无"]]) {
      await ask(page, "en", number, fact);
      await see(last);
      assert.equal(await page.getByLabel(TEXTS.en.number, { exact: true }).inputValue(), number, "what was typed can be mended");
      assert.equal(await page.getByLabel(TEXTS.en.fact).inputValue(), fact);
    }
    await page.goto(`${URL_OF_SITE}/c/${"A".repeat(22)}`);
    await see(last);
    await page.goto(`${URL_OF_SITE}/c/${encodeURIComponent("' OR 1=1 --")}`);
    await see(last);
    assert.equal(await page.locator("h1").innerText(), TEXTS.en.none);
    assert.equal(new Set(seen).size, 1, seen.join("\n"));
  }));

test("an empty form says what to fill in, and where", () =>
  withPage("zh-CN", PHONE, {}, async (page) => {
    await page.goto(`${URL_OF_SITE}/check`);
    await page.getByRole("button", { name: "查询" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.className), "errors");
    await page.locator(".errors a").first().click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "f-number");
    await accessible(page);
  }));

test("the answer prints on one sheet", () =>
  withPage("zh-CN", DESK, {}, async (page) => {
    await page.goto(certificate.token);
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("header nav").isVisible(), false);
    assert.equal(await page.locator(".paper-only").isVisible(), true);
  }));

/** Chooses the files, sends the form, and gives the heading and the text of the answer. */
async function verify(page, file, keys) {
  await page.locator("#f-certificate").setInputFiles(files[file]);
  await page.locator("#f-keys").setInputFiles(keys ? [files[keys]] : []);
  await page.locator("#offline button").click();
  const box = page.locator("#offline-answer .verdict");
  await box.waitFor();
  const read = { title: await box.locator("h2").innerText(), text: await page.locator("#offline-answer").innerText() };
  await page.evaluate(() => document.getElementById("offline-answer").replaceChildren());
  return read;
}

test("a certificate's file is verified in the browser", () =>
  withPage("zh-CN", PHONE, {}, async (page) => {
    await page.goto(`${URL_OF_SITE}/offline`);
    for (const keys of [undefined, "keys.json"]) {
      const good = await verify(page, "certificate.json", keys);
      assert.equal(good.title, "签名核对无误");
      assert.ok(good.text.includes(certificate.number) && good.text.includes(certificate.holder));
    }
    const bad = [
      ["altered.json", undefined, "这个文件不能证明什么", /内容被改动过/],
      ["unsigned.json", undefined, "这个文件不能证明什么", /没有签名/],
      ["certificate.json", "other-keys.json", "这个文件不能证明什么", /不在列表里/],
      ["certificate.json", "revoked-keys.json", "这个文件不能证明什么", /作废/],
      ["doubled.json", undefined, "还不能核对", /不是证书的电子文件/],
      ["keys.json", undefined, "还不能核对", /不是证书的电子文件/],
      ["certificate.json", "altered.json", "还不能核对", /密钥列表读不出来/],
    ];
    for (const [file, keys, title, text] of bad) {
      const read = await verify(page, file, keys);
      assert.equal(read.title, title, file);
      assert.match(read.text, text, file);
      assert.ok(!read.text.includes(certificate.holder), "what is not proven is not shown");
    }
    await verify(page, "certificate.json");
    await accessible(page);
    await fits(page);
  }));

test("the page taken along works from a file, without a network", () =>
  withPage("en", DESK, {}, async (page) => {
    await page.goto(`${URL_OF_SITE}/offline`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the off-line page" }).click()]);
    assert.equal(download.suggestedFilename(), "kaogong-offline.html");
    const saved = path.join(OUT, "saved.html");
    await download.saveAs(saved);
    await page.context().setOffline(true);
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(saved).href);
    assert.match((await verify(page, "certificate.json")).text, /Please choose the list of keys first/);
    const good = await verify(page, "certificate.json", "keys.json");
    assert.equal(good.title, "The signature is right");
    assert.equal((await verify(page, "altered.json", "keys.json")).title, "This file proves nothing");
    assert.deepEqual(asked, [pathToFileURL(saved).href], "it asks for nothing else");
    await accessible(page);
  }));

test("a browser that cannot verify says so and names the command", () =>
  withPage("en", DESK, {}, async (page) => {
    await page.addInitScript(() => {
      SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException("unknown", "NotSupportedError"));
    });
    await page.goto(`${URL_OF_SITE}/offline`);
    const answer = page.locator("#offline-answer .verdict");
    await answer.waitFor();
    assert.match(await answer.innerText(), /This browser cannot verify[\s\S]*kaogong certificate verify/);
  }));
