// Accounts from the first slip to the lost password: at the service window for people, and by the
// three administrators for those who hold a post.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, sound, withPage } from "../lib/browser.mjs";
import { activated, invited } from "../lib/colleague.mjs";
import { ofDemo } from "../lib/people.mjs";
import { faults, tells, visitor } from "../lib/visit.mjs";

const PASSWORDS = ["示例：第一句记得住的长话", "示例：第二句记得住的长话"];

/** Each way of playing the story, with people of its own; they have a telephone, the clerk a desk. */
const WAYS = [
  { name: "with a mouse in zh-CN", lang: "zh-CN", person: 171, colleague: "示例新复核甲", javaScript: false },
  { name: "by keys alone in en", lang: "en", person: 172, colleague: "示例新复核乙", byKeys: true },
];

const atDesk = (way, name, story) =>
  withPage(way.lang, DESK, {}, async (page) => {
    const me = visitor(page, way.lang, way.byKeys);
    await me.enterDemo(name);
    await story(page, me);
  });

const atPhone = (way, story) => withPage(way.lang, PHONE, { javaScript: way.javaScript }, (page) => story(page, visitor(page, way.lang)));

/** From the search to the person's account; gives the person's name. */
async function reached(page, me, way) {
  await me.menu("nav-people");
  await me.type(page.locator("#f-number"), ofDemo(way.person));
  await me.choose(page.locator("#f-purpose"), "account");
  await me.press(me.button(me.t("search")));
  await me.press(page.locator("tbody th a"));
  const name = await me.heading();
  await me.press(me.link(me.t("person-account")));
  assert.equal(await me.heading(), me.t("window-title"));
  return name;
}

/** The slip on the page: what the person takes home. */
async function slip(page, me, way, { name, login }) {
  assert.equal(await me.heading(), me.t("accounts-slip-title"));
  const text = await page.locator(".slip").innerText();
  for (const part of [name, login, "/activate"]) assert.ok(text.includes(part), `${text} tells ${part}`);
  await sound(page, way.lang);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".slip-code").last().isVisible(), true, "the code is printed");
  assert.equal(await page.locator("header nav").isVisible(), false);
  await page.emulateMedia({ media: null });
  return { login, code: (await page.locator(".slip-code").last().innerText()).trim() };
}

/** Activates without an authenticator, which people need not have. */
async function begins(page, me, way, { login, code }, password) {
  await me.goto("/activate");
  for (const [field, text] of Object.entries({ login, code, password, again: password })) await me.type(page.locator(`#f-${field}`), text);
  await me.press(me.button(me.t("continue")));
  await sound(page, way.lang);
  await me.press(me.button(me.t("activate-codes-skip")));
  assert.equal(await me.heading(), me.t("activate-done"));
}

async function signsIn(page, me, login, password) {
  await me.goto("/sign-in");
  await me.type(page.locator("#f-login"), login);
  await me.type(page.locator("#f-password"), password);
  await me.press(me.button(me.t("sign-in-button")));
}

for (const way of WAYS) {
  test(`the window opens a person's account and recovers it ${way.name}`, async () => {
    const login = `1277${String(process.pid).padStart(7, "0").slice(-6)}${way.person % 10}`;
    let name, first, second;
    await atDesk(way, "示例经办", async (page, me) => {
      name = await reached(page, me, way);
      assert.ok((await page.locator("main").innerText()).includes(me.t("window-check-text")), "the clerk is told to look at the document");
      await sound(page, way.lang);
      // A sign-in name that is taken is told, and the form is as it was.
      await me.type(page.locator("#f-login"), "gongren");
      await me.press(me.button(me.t("window-open")));
      await tells(page, me.t("access-login-taken"));
      assert.equal(await page.locator("#f-login").inputValue(), "gongren");
      await sound(page, way.lang);
      await me.type(page.locator("#f-login"), login);
      await me.press(me.button(me.t("window-open")));
      first = await slip(page, me, way, { name, login });
      await me.press(me.link(me.t("back")));
      assert.ok((await page.locator("main .facts").last().innerText()).includes(me.t("state-new")));
      await sound(page, way.lang);
    });
    await atPhone(way, async (page, me) => {
      await begins(page, me, way, first, PASSWORDS[0]);
      await signsIn(page, me, login, PASSWORDS[0]);
      await me.menu("nav-archive");
      assert.ok((await page.locator(".lead").innerText()).startsWith(name), "it is their own archive");
      await sound(page, way.lang);
      await me.goto("/archive/looks");
      const looks = await page.locator("tbody").innerText();
      assert.ok(looks.includes(me.t("people-purpose-account")), looks);
      await atDesk(way, "示例经办", async (window, clerk) => {
        await reached(window, clerk, way);
        assert.ok((await window.locator("main").innerText()).includes(login));
        await sound(window, way.lang);
        await clerk.press(clerk.button(clerk.t("window-code-button")));
        second = await slip(window, clerk, way, { name, login });
      });
      assert.notEqual(second.code, first.code);
      assert.equal((await me.goto("/archive")).status(), 401, "whoever was signed in is not any more");
      await signsIn(page, me, login, PASSWORDS[0]);
      assert.equal(me.path(), "/sign-in", "the old password opens nothing");
      assert.equal((await faults(page)).length, 1);
      await sound(page, way.lang);
      await begins(page, me, way, second, PASSWORDS[1]);
      await signsIn(page, me, login, PASSWORDS[1]);
      await me.menu("nav-archive");
      assert.ok((await page.locator(".lead").innerText()).startsWith(name));
    });
  });
}

for (const way of WAYS) {
  test(`three administrators share what none may do alone ${way.name}`, async () => {
    const made = { login: `fuhe-${process.pid}-${way.person}`, name: way.colleague };
    const find = async (page, me) => {
      await me.menu("nav-accounts");
      await me.type(page.locator("#f-q"), made.name);
      await me.press(me.button(me.t("search")));
      await me.press(page.locator("tbody th a"));
    };
    let slipOf;
    await atDesk(way, "示例系统管理员", async (page, me) => {
      slipOf = await invited(page, me, made);
      await me.press(me.link(me.t("back")));
      assert.ok((await page.locator("main").innerText()).includes(me.t("accounts-posts-empty")), "the account can do nothing yet");
      assert.equal(await page.locator("form[action$='/posts']").count(), 0, "and its maker cannot change that");
      await sound(page, way.lang);
    });
    await atDesk(way, "示例安全管理员", async (page, me) => {
      assert.equal((await me.goto("/accounts/new")).status(), 403, "whoever gives posts makes no accounts");
      await find(page, me);
      assert.equal(await me.heading(), made.name);
      await me.press(me.button(me.t("accounts-post-add-button")));
      assert.equal((await faults(page)).length, 2, "post and office are asked for");
      await sound(page, way.lang);
      await me.choose(page.locator("#f-role"), "checker");
      const office = await page.locator("#f-office option[value^='authority:']").first().getAttribute("value");
      await me.choose(page.locator("#f-office"), office);
      await me.press(me.button(me.t("accounts-post-add-button")));
      assert.ok((await page.locator("tbody tr").innerText()).includes(me.t("role-checker")));
      await sound(page, way.lang);
    });
    await atPhone(way, async (page, me) => {
      const password = PASSWORDS[0];
      const secret = await activated(page, me, slipOf, password);
      await me.enter({ login: made.login, password, secret });
      await me.menu("nav-filings");
      await sound(page, way.lang);
    });
    await atDesk(way, "示例审计管理员", async (page, me) => {
      await me.menu("nav-audit");
      await sound(page, way.lang);
      const rows = (await page.locator("tbody tr").allInnerTexts()).filter((row) => /示例(系统|安全)管理员/.test(row));
      const did = (who, key) => rows.some((row) => row.includes(who) && row.includes(me.t(key)));
      assert.ok(did("示例系统管理员", "did-account-invite"), rows.join("\n"));
      assert.ok(did("示例安全管理员", "did-account-grant-post"), rows.join("\n"));
      assert.ok(!did("示例系统管理员", "did-account-grant-post"), "only one of them gives posts");
    });
  });
}
