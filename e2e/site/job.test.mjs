// The main job, from a spreadsheet to a certificate that anybody can check: told once, played with
// a mouse, by keys alone, and on a telephone without JavaScript.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { DESK, OUT, PHONE, picture, sound, withPage } from "../lib/browser.mjs";
import { colleague } from "../lib/colleague.mjs";
import { stranger, wholeNumber } from "../lib/people.mjs";
import { scan } from "../lib/qr.mjs";
import { readSheet, writeSheet } from "../lib/sheets.mjs";
import { URL_OF_SITE } from "../lib/trial.mjs";
import { visitor } from "../lib/visit.mjs";

const OCCUPATION = "6-31-01-03";
const DAY = 86_400_000;

/** Each way of playing the story, with a level of its own, so that each makes a run of its own. */
const WAYS = [
  { name: "with a mouse, password and code, in zh-CN", lang: "zh-CN", width: DESK, level: "四级/中级工", first: 0, code: true, pictures: "" },
  { name: "by keys alone in en", lang: "en", width: DESK, byKeys: true, level: "三级/高级工", shown: "Level 3", first: 20, pictures: "-en" },
  { name: "on a telephone without JavaScript in zh-CN", lang: "zh-CN", width: PHONE, javaScript: false, level: "二级/技师", review: 72, first: 40 },
  { name: "on a telephone without JavaScript in en", lang: "en", width: PHONE, javaScript: false, level: "一级/高级技师", shown: "Level 1", review: 72, first: 60 },
];

/** Yesterday in China, when the examination was. */
const EXAM_ON = new Date(Date.now() + 8 * 3_600_000 - DAY).toISOString().slice(0, 10);

/** Fills in the template's columns; a file as clerks make it, with three good rows and six bad ones. */
function filledIn(template, way, worker) {
  const [headings] = readSheet(template);
  assert.equal(headings.length, 13, "the short template");
  const [passes, fails, tooGood, mistyped, lost, noLevel, twice] = [0, 1, 2, 3, 4, 5, 6].map((n) => stranger(way.first + n));
  const row = (who, theory, skill, change = {}) => {
    const fields = { level: way.level, number: who.number, ...change };
    return [OCCUPATION, "", fields.level, EXAM_ON, "", fields.number, who.name, "", "", "", theory, skill, way.review ?? ""];
  };
  const rows = [
    headings,
    row(worker, 88, 91),
    row(passes, 75.5, 60),
    row(fails, 59, 80),
    row(tooGood, 101, 80),
    row(mistyped, 70, 70, { number: mistyped.number.replace(/.$/, (end) => (end === "1" ? "2" : "1")) }),
    row(lost, 70, 70, { number: Number(lost.number.slice(0, 17)) * 10 }),
    row(noLevel, 70, 70, { level: "四级半" }),
    row(twice, 70, 70),
    row(twice, 70, 70),
  ];
  return { rows, headings };
}

/** What the report must say: row, column, a part of the value, a part of what is wrong. */
function expected(t, headings) {
  return [
    [5, headings[10], "101", t("evaluation-score-range", { most: "100" })],
    [6, headings[5], "", t("document-wrong-check-character")],
    [7, headings[5], "", t("document-digits-lost")],
    [8, headings[2], "四级半", ""],
    [9, headings[5], "", t("evaluation-twice", { row: 10 })],
    [10, headings[5], "", t("evaluation-twice", { row: 9 })],
  ];
}

/** Reads the table of mistakes as people do: row, column, value, what is wrong. */
async function mistakes(page) {
  const rows = page.locator("tbody tr");
  return rows.evaluateAll((all) => all.map((one) => [...one.querySelectorAll("th, td")].map((cell) => cell.innerText.trim())));
}

async function uploaded(page, me, file, keep) {
  await me.press(me.link(me.t("imports-new-title")).or(me.link(me.t("imports-again"))));
  if (keep) await me.tick(page.getByLabel(me.t("imports-keep-yes")));
  await me.attach(page.locator("#f-file"), file);
  await me.press(me.button(me.t("imports-upload")));
  assert.match(me.path(), /^\/imports\/\w+$/);
  assert.equal(await me.heading(), me.t("imports-one-title"));
  await me.settled();
}

/** The clerk's part: template, upload, report, upload again with the good rows kept, the run. */
async function clerk(page, me, way, worker) {
  await me.menu("nav-imports");
  await me.press(me.link(me.t("imports-new-title")));
  const template = await me.save(me.link(me.t("imports-template-short")));
  assert.equal(template.suggestedFilename(), "short.xlsx");
  const { rows, headings } = filledIn(fs.readFileSync(await template.path()), way, worker);
  const file = path.join(OUT, `示例成绩-${way.first}.xlsx`);
  fs.writeFileSync(file, writeSheet(rows));
  if (way.pictures !== undefined) await picture(page, `upload${way.pictures}`);

  await me.menu("nav-imports");
  await uploaded(page, me, file, false);
  assert.equal(await page.locator(".notice-attention").count(), 1, "one bad row keeps the whole file out");
  const told = await mistakes(page);
  const wanted = expected(me.t, headings);
  assert.equal(told.length, wanted.length, JSON.stringify(told));
  for (const [i, [row, column, value, finding]] of wanted.entries()) {
    const line = JSON.stringify(told[i]);
    assert.equal(told[i][0], String(row).replace(/.+/, (n) => (way.lang === "en" ? `Row ${n}` : `第 ${n} 行`)), line);
    assert.ok(told[i][1].includes(column) && told[i][2].includes(value) && told[i][3].includes(finding), `${line} tells ${[column, value, finding]}`);
    assert.ok(told[i][3].length > 10, `${line} says what to do`);
  }
  await sound(page, way.lang);
  if (way.pictures !== undefined) await picture(page, `report${way.pictures}`, page.locator("h1"));
  const report = await me.save(me.link(me.t("imports-report")));
  const marked = readSheet(fs.readFileSync(await report.path()));
  assert.deepEqual(marked.map((row) => row[6]), rows.map((row) => row[6]), "it is the clerk's own sheet");
  const remarks = marked.slice(1).map((row) => row.slice(13).join("")).map((remark, i) => (remark ? i + 2 : 0));
  assert.deepEqual(remarks.filter(Boolean), wanted.map(([row]) => row), "with a remark at each bad row");

  await uploaded(page, me, file, true);
  assert.equal(await page.locator(".notice-attention").count(), 1);
  await me.press(me.link(me.t("imports-runs")));
  const run = await openRun(page, me, way);
  assert.equal(await page.locator("form[action$='/release']").count(), 0, "whoever imported does not release");
  return run;
}

async function openRun(page, me, way) {
  // The newest stands first; the demonstration has runs of its own that wait.
  const waiting = page.locator("tbody tr", { hasText: way.shown ?? way.level }).filter({ hasText: me.t("evaluation-run-draft") });
  const row = waiting.first();
  await me.press(row.locator("th a"));
  return me.path();
}

/** The issuer's part: the task list leads to the run, which is looked through and released. */
async function issuer(page, me, way, run) {
  assert.equal(await page.locator(`.tasks a[href='${run}']`).count(), 1, "the run waits among the tasks");
  if (way.pictures !== undefined) await picture(page, `tasks${way.pictures}`);
  await me.press(page.locator(`.tasks a[href='${run}']`));
  await sound(page, way.lang);
  const names = await page.locator("tbody th").allInnerTexts();
  assert.equal(names.length, 3);
  assert.ok(names.every((name) => name.includes("*")), "names are shown in part");
  if (way.pictures !== undefined) await picture(page, `release${way.pictures}`, page.locator("h1"));
  await me.press(page.locator("form[action$='/release'] button"));
  await me.settled();
  assert.equal(await page.locator(".notice-done").count(), 1);
  assert.equal(await page.locator("tbody .tone-done").count() >= 2, true);
  await me.press(me.link(me.t("runs-certificates")));
  assert.equal(await page.locator("tbody tr").count(), 2, "two passed, so there are two certificates");
  await sound(page, way.lang);
  await me.press(page.locator("tbody th a").first());
  await sound(page, way.lang);
}

/** The worker's part: finds the certificate in the archive and takes it along. */
async function holder(page, me, way) {
  await me.menu("nav-archive");
  await sound(page, way.lang);
  const mine = page.locator("tbody tr", { hasText: way.shown ?? way.level });
  assert.ok((await mine.innerText()).includes(me.t("state-valid")));
  await me.press(mine.locator("th a"));
  await sound(page, way.lang);
  const face = await page.locator(".face").innerText();
  assert.ok(face.includes(way.level), face);
  if (way.pictures !== undefined) await picture(page, `certificate${way.pictures}`, page.locator("h1"));
  const take = async (selector) => {
    const href = await page.locator(selector).getAttribute("href");
    const answer = await page.request.get(new URL(href, URL_OF_SITE).href);
    assert.equal(answer.status(), 200, href);
    return answer.body();
  };
  const pdf = await take("a[href$='certificate.pdf']");
  assert.equal(pdf.toString("latin1", 0, 5), "%PDF-");
  const image = await take("a[href$='certificate.png']");
  assert.equal(image.toString("latin1", 1, 4), "PNG");
  const file = path.join(OUT, `certificate-${way.first}.json`);
  fs.writeFileSync(file, await take("a[href$='credential.json']"));
  const number = face.match(/[A-Z]\d{21}|[A-Z0-9]{22}/)[0];
  return { number, file, code: await page.locator(".face-qr svg").evaluate((svg) => svg.outerHTML) };
}

/** Anybody's part: by the code on the paper, by number and name, and off-line. */
async function anybody(page, me, way, held, worker) {
  const address = scan(held.code);
  await page.goto(address);
  assert.equal(await me.heading(), me.t("check-valid"));
  assert.ok((await page.locator(".facts").innerText()).includes(held.number));
  await sound(page, way.lang);
  await me.goto("/check");
  await me.type(page.getByLabel(me.t("check-number"), { exact: true }), held.number);
  await me.type(page.getByLabel(me.t("check-fact")), worker.name);
  await me.press(me.button(me.t("check-button")));
  assert.equal(await me.heading(), me.t("check-valid"));
  if (page.javaScript) {
    await me.goto("/offline");
    await me.attach(page.locator("#f-certificate"), held.file);
    await me.open(page.locator("#offline button"));
    const answer = page.locator("#offline-answer .verdict");
    await answer.waitFor();
    assert.equal(await answer.locator("h2").innerText(), me.t("offline-valid"));
    assert.ok((await page.locator("#offline-answer").innerText()).includes(held.number));
  } else {
    // The page says so itself: without JavaScript the command does it.
    const list = path.join(OUT, "kaogong-keys.json");
    fs.writeFileSync(list, await (await page.request.get(`${URL_OF_SITE}/keys.json`)).body());
    const command = spawnSync(process.env.KAOGONG_BIN, ["certificate", "verify", held.file, "--keys", list]);
    assert.equal(command.status, 0, String(command.stderr));
  }
}

for (const way of WAYS) {
  test(`the main job ${way.name}`, async () => {
    const { lang, width } = way;
    const as = (story) =>
      withPage(lang, width, { javaScript: way.javaScript }, (page) => story(page, visitor(page, lang, way.byKeys)));
    let worker, run, held;
    await as(async (page, me) => {
      await me.enterDemo("示例工人");
      await me.menu("nav-archive");
      const [name, document] = (await page.locator(".lead").innerText()).split("\n");
      worker = { name, number: wholeNumber(document.split(" ").at(-1)) };
    });
    const made = way.code ? await colleague("body_clerk") : undefined;
    await as(async (page, me) => {
      if (made) await me.enter(made);
      else await me.enterDemo("示例考务");
      run = await clerk(page, me, way, worker);
    });
    await as(async (page, me) => {
      await me.enterDemo("示例签发人");
      await issuer(page, me, way, run);
    });
    await as(async (page, me) => {
      await me.enterDemo("示例工人");
      held = await holder(page, me, way);
    });
    await as((page, me) => anybody(page, me, way, held, worker));
    await as(async (page, me) => {
      await me.enterDemo("示例工人");
      await me.goto("/archive/looks");
      await sound(page, lang);
      const looks = await page.locator("tbody tr").allInnerTexts();
      const checks = looks.slice(0, 2);
      assert.ok(checks.every((look) => look.includes(me.t("looks-anybody"))), looks.join("\n"));
      for (const way of ["looks-check-code", "looks-check-number"]) {
        assert.ok(checks.some((look) => look.includes(me.t(way))), `${way}: ${looks.join("\n")}`);
      }
      assert.ok(looks.some((look) => look.includes("示例机电") && look.includes(me.t("certificate-shown"))), looks.join("\n"));
    });
  });
}
