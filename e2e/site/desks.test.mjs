// The pages of people who have signed in: each opened by the right account in both languages and at
// both widths, and refused to the wrong one.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { DESK, LANGUAGES, PHONE, accessible, fits, picture, sound, withPage } from "../lib/browser.mjs";
import { invited } from "../lib/colleague.mjs";
import { ofDemo, wholeNumber } from "../lib/people.mjs";
import { URL_OF_SITE } from "../lib/trial.mjs";
import { visitor } from "../lib/visit.mjs";

const [WORKER, CLERK, ISSUER, MANAGER, HANDLER, CHECKER, APPROVER, SYSTEM, AUDITOR] = [
  "示例工人",
  "示例考务",
  "示例签发人",
  "示例负责人",
  "示例经办",
  "示例复核",
  "示例审批",
  "示例系统管理员",
  "示例审计管理员",
];

/** Somebody signed in on a page. */
function signedIn(name, lang, width, options, story) {
  return withPage(lang, width, options, async (page) => {
    const me = visitor(page, lang);
    await me.enterDemo(name);
    await story(page, me);
  });
}

/** The pages of each account; those of single things are found by their lists. */
const pages = {};
let worker;

before(async () => {
  const first = async (page, me, list, selector) => {
    await me.goto(list);
    return new URL(await page.locator(selector).first().getAttribute("href"), URL_OF_SITE).pathname;
  };
  await signedIn(WORKER, "zh-CN", DESK, {}, async (page, me) => {
    const certificate = await first(page, me, "/archive", "tbody th a");
    const [name, document] = (await page.locator(".lead").innerText()).split("\n");
    worker = { name, number: wholeNumber(document.split(" ").at(-1)) };
    pages[WORKER] = ["/tasks", "/archive", "/archive/looks", certificate, "/account"];
  });
  await signedIn(CLERK, "zh-CN", DESK, {}, async (page, me) => {
    const one = [];
    for (const list of ["/imports", "/runs", "/certificates"]) one.push(await first(page, me, list, "tbody th a"));
    pages[CLERK] = ["/tasks", "/imports", "/imports/new", "/runs", "/certificates", ...one, "/account"];
  });
  await signedIn(MANAGER, "zh-CN", DESK, {}, async (page, me) => {
    const account = await first(page, me, "/accounts", "tbody th a");
    const ends = [];
    for (const step of ["retire", "compromise"]) ends.push(await first(page, me, "/keys", `a[href$='/${step}']`));
    const [, , , , , , , certificate] = pages[CLERK];
    pages[MANAGER] = ["/tasks", "/keys", ...ends, "/accounts", "/accounts/new", account, certificate];
  });
  await signedIn(HANDLER, "zh-CN", DESK, {}, async (page, me) => {
    await me.goto("/people");
    await me.type(page.locator("#f-number"), ofDemo(173));
    await me.choose(page.locator("#f-purpose"), "account");
    await me.press(me.button(me.t("search")));
    await me.press(page.locator("tbody th a"));
    const account = await me.link(me.t("person-account")).getAttribute("href");
    pages[HANDLER] = ["/tasks", "/people", account, "/account"];
  });
  await signedIn(APPROVER, "zh-CN", DESK, {}, async (page, me) => {
    const body = await first(page, me, "/oversight/bodies", "tbody th a");
    const suspend = await first(page, me, body, ".card a[href$='/suspend']");
    pages[APPROVER] = ["/oversight/bodies", "/oversight/bodies/new", body, `${body}/filings/new`, suspend];
  });
  pages[SYSTEM] = ["/tasks", "/jobs", "/jobs?state=waiting", "/accounts", "/accounts/new"];
  pages[AUDITOR] = ["/tasks", "/audit", "/audit/looks"];
});

for (const lang of LANGUAGES) {
  for (const width of [PHONE, DESK]) {
    test(`every page of a desk is sound in ${lang} at ${width} px`, async () => {
      for (const name of [WORKER, CLERK, MANAGER, HANDLER, APPROVER, SYSTEM, AUDITOR]) {
        await signedIn(name, lang, width, {}, async (page, me) => {
          for (const path of pages[name]) {
            assert.equal((await me.goto(path)).status(), 200, `${name} ${path}`);
            await sound(page, lang);
          }
          if (name !== SYSTEM) return;
          // The slip is shown once, so each time another is printed.
          await invited(page, me, { login: `zhitiao-${process.pid}-${lang.toLowerCase()}-${width}`, name: "示例新人" });
          await sound(page, lang);
        });
      }
    });
  }
}

test("the desks are sound in the dark and in large type", async () => {
  for (const name of [WORKER, CLERK, HANDLER, APPROVER]) {
    await signedIn(name, "zh-CN", PHONE, { dark: true }, async (page, me) => {
      await page.context().addCookies([{ name: "type", value: "large", url: URL_OF_SITE }]);
      for (const path of pages[name]) {
        await me.goto(path);
        await fits(page);
        await accessible(page);
      }
    });
  }
});

/** What is not theirs: account, then pages that are refused with a clear word. */
const REFUSED = [
  [WORKER, ["/imports", "/imports/new", "/runs", "/certificates", "/keys", "/people", "/jobs", "/accounts", "/audit", "/audit/looks", "/oversight/bodies"]],
  [CLERK, ["/keys", "/people", "/jobs", "/accounts", "/audit", "/oversight/bodies", "/oversight/bodies/new"]],
  [HANDLER, ["/imports", "/keys", "/jobs", "/accounts", "/audit"]],
  [CHECKER, ["/oversight/bodies/new", "/accounts", "/audit"]],
  [SYSTEM, ["/imports", "/runs", "/people", "/audit", "/oversight/bodies"]],
  [AUDITOR, ["/imports", "/keys", "/people", "/accounts/new"]],
];

for (const [i, [name, paths]] of REFUSED.entries()) {
  const lang = LANGUAGES[i % 2];
  test(`${name} is told clearly what is not theirs, in ${lang}`, () =>
    signedIn(name, lang, PHONE, { javaScript: false }, async (page, me) => {
      for (const path of paths) {
        const answer = await me.goto(path);
        assert.equal(answer.status(), 403, `${name} ${path}`);
        assert.equal(await me.heading(), me.t("problem-no-post"), path);
        assert.equal(await page.locator(".lead").count(), 1, "and what to do");
      }
      await sound(page, lang);
      // Who registers bodies does not yet file them.
      if (name === HANDLER || name === CHECKER) assert.equal((await me.goto(pages[APPROVER][3])).status(), 403);
      // What belongs to others looks as if it did not exist.
      if (name === WORKER) assert.equal((await me.goto(`/archive${pages[CLERK][7]}`)).status(), 404);
    }));
}

test("whoever has not signed in is asked to, and comes back to the page", () =>
  withPage("zh-CN", PHONE, { javaScript: false }, async (page) => {
    const me = visitor(page, "zh-CN");
    for (const path of ["/tasks", "/imports", "/runs", "/certificates", "/keys", "/people", "/oversight/bodies", "/jobs", "/accounts", "/audit", "/account"]) {
      assert.equal((await me.goto(path)).status(), 401, path);
    }
    await me.goto("/archive");
    assert.equal(await me.heading(), me.t("problem-unauthenticated"));
    await sound(page, "zh-CN");
    await me.press(page.locator("main").getByRole("link", { name: me.t("sign-in") }));
    await me.press(me.button(me.t("sign-in-demo-button", { name: WORKER })));
    assert.equal(me.path(), "/archive");
  }));

for (const lang of LANGUAGES) {
  test(`an official finds a person, for a purpose that the person sees, in ${lang}`, async () => {
    await signedIn(HANDLER, lang, DESK, {}, async (page, me) => {
      await me.menu("nav-people");
      await me.type(page.locator("#f-number"), worker.number);
      await me.press(me.button(me.t("search")));
      assert.equal(await page.evaluate(() => document.activeElement.className), "errors", "the purpose is missing");
      assert.equal(await page.locator("#f-number").inputValue(), worker.number, "and the number is not lost");
      await sound(page, lang);
      await me.choose(page.locator("#f-purpose"), "complaint");
      await me.press(me.button(me.t("search")));
      assert.equal(await page.locator("tbody tr").count(), 1);
      assert.match(await page.locator("tbody tr").innerText(), /示\*.*\d{6}\*{8}\d{4}/s, "in part only");
      await sound(page, lang);
      await me.press(page.locator("tbody th a"));
      assert.equal(await me.heading(), worker.name);
      assert.ok((await page.locator(".notice").innerText()).includes(me.t("people-purpose-complaint")));
      await sound(page, lang);
      if (lang === "zh-CN") await picture(page, "people");
    });
    await signedIn(WORKER, lang, PHONE, { javaScript: false }, async (page, me) => {
      await me.goto("/archive/looks");
      const latest = await page.locator("tbody tr").first().innerText();
      assert.ok(latest.includes(me.t("people-purpose-complaint")), latest);
    });
    await signedIn(AUDITOR, lang, PHONE, {}, async (page, me) => {
      await me.menu("nav-audit");
      await me.press(me.link(me.t("audit-looks")));
      const rows = await page.locator("tbody tr").allInnerTexts();
      assert.ok(rows.some((row) => row.includes(HANDLER) && row.includes(me.t("people-purpose-complaint"))), rows.join("\n"));
      await sound(page, lang);
    });
  });
}

test("a signing key takes two people", async () => {
  let fingerprint;
  await signedIn(MANAGER, "zh-CN", DESK, {}, async (page, me) => {
    await me.goto("/keys");
    await me.press(me.button(me.t("keys-propose")));
    fingerprint = await page.locator(".rows li .code").first().innerText();
    assert.equal(await page.locator("form[action$='/confirm']").count(), 0, "whoever made it does not confirm it");
    await sound(page, "zh-CN");
  });
  await signedIn(ISSUER, "en", PHONE, { javaScript: false }, async (page, me) => {
    await me.press(page.locator(".tasks").getByRole("link", { name: me.t("tasks-key") }));
    const key = page.locator(".rows li", { hasText: fingerprint });
    await sound(page, "en");
    await me.press(key.getByRole("button", { name: me.t("keys-confirm") }));
    assert.ok((await key.innerText()).includes(me.t("keys-state-active")));
    await sound(page, "en");
  });
});

test("the main pages of the desks are pictured for the documents", async () => {
  const pictures = [
    ["archive", "zh-CN", PHONE, WORKER, "/archive"],
    ["archive-en", "en", DESK, WORKER, "/archive"],
    ["audit", "zh-CN", DESK, AUDITOR, "/audit"],
    ["accounts", "zh-CN", DESK, SYSTEM, "/accounts"],
  ];
  for (const [name, lang, width, account, path] of pictures) {
    await signedIn(account, lang, width, {}, async (page, me) => {
      await me.goto(path);
      await picture(page, name);
    });
  }
});
