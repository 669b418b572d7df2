// A person without a mouse. Only keys are pressed, and what has the focus must show it.

import assert from "node:assert/strict";

const MOST_TABS = 80;

/** How the focused element shows its focus; empty when it does not. */
function focusShown() {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return outlined ? "outline" : style.boxShadow !== "none" ? "shadow" : "";
}

/** The keys of one page; nothing here can click. */
export function keyboard(page) {
  const focused = (target) => target.evaluate((element) => element === document.activeElement);
  const self = {
    /** Presses Tab until the target has the focus, and checks that one sees it. */
    async to(target) {
      for (let i = 0; i < MOST_TABS; i += 1) {
        if (await focused(target)) {
          assert.notEqual(await page.evaluate(focusShown), "", `${target} has the focus and does not show it`);
          return self;
        }
        await page.keyboard.press("Tab");
      }
      assert.fail(`${target} is not reached by ${MOST_TABS} presses of Tab`);
    },
    /** Types into the target. */
    async type(target, text) {
      await self.to(target);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
    },
    /** Goes to the target and presses Enter; waits for the page that follows. */
    async enter(target) {
      await self.to(target);
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    },
    /** Goes to the target and presses Space: for boxes and buttons. */
    async space(target) {
      await self.to(target);
      await page.keyboard.press("Space");
    },
  };
  return self;
}
