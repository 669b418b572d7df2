// Somebody at work on the site: signs in, finds the way by the menu, waits for what runs.

import assert from "node:assert/strict";
import { keys, pointer } from "./hands.mjs";
import { oneTimeCode } from "./people.mjs";
import { URL_OF_SITE } from "./trial.mjs";
import { words } from "./words.mjs";

/** The password of all accounts of the demonstration. */
export const PASSWORD = "kaogong-shifan-2026";

/** What the summary of a form's faults says. */
export const faults = (page) => page.locator(".errors li").allInnerTexts();

/** The summary must say it. */
export async function tells(page, text, why) {
  const all = (await faults(page)).join("\n");
  assert.ok(all.includes(text), `${why ?? text}: ${all}`);
}

/** Everything a story does with a page. `byKeys`: without a mouse. */
export function visitor(page, lang, byKeys = false) {
  const t = words(lang);
  const hands = byKeys ? keys(page) : pointer(page);
  const link = (name) => page.getByRole("link", { name, exact: true });
  const button = (name) => page.getByRole("button", { name, exact: true });
  const self = {
    t,
    ...hands,
    link,
    button,
    goto: (path) => page.goto(new URL(path, URL_OF_SITE).href),
    heading: () => page.locator("h1").innerText(),
    path: () => new URL(page.url()).pathname,

    /** Signs in with one press, as the demonstration offers it. */
    async enterDemo(name) {
      await self.goto("/sign-in");
      await self.press(button(t("sign-in-demo-button", { name })));
      assert.equal(self.path(), "/tasks");
    },

    /** Signs in with password and one-time code; `secret` is that of the person's authenticator. */
    async enter({ login, password, secret }) {
      await self.goto("/sign-in");
      await self.type(page.getByLabel(t("sign-in-login"), { exact: true }), login);
      await self.type(page.getByLabel(t("sign-in-password"), { exact: true }), password);
      await self.press(button(t("sign-in-button")));
      assert.equal(await self.heading(), t("code-title"));
      // The code of this moment may be used up by the activation; the next one is accepted too.
      await self.type(page.getByLabel(t("code-field")), oneTimeCode(secret, 1));
      await self.press(button(t("continue")));
      assert.equal(self.path(), "/tasks");
    },

    /** Goes to an entry of one's own menu. */
    async menu(key) {
      await self.open(page.locator(".account summary"));
      await self.press(page.locator(".account-menu").getByRole("link", { name: t(key), exact: true }));
    },

    /** Waits until nothing on the page changes by itself any more; without JavaScript by looking again. */
    async settled() {
      const live = page.locator("[data-live]");
      if (page.javaScript) await live.waitFor({ state: "detached", timeout: 60_000 });
      else while ((await live.count()) > 0) await page.reload();
    },
  };
  return self;
}
