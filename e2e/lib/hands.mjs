// How a person uses a page: with a mouse or finger, or with keys alone. Stories are told once and
// played with either.

import assert from "node:assert/strict";
import { keyboard } from "./keyboard.mjs";

const MOST_ARROWS = 40;

/** With a mouse or a finger. */
export function pointer(page) {
  return {
    type: (field, text) => field.fill(text),
    date: (field, day) => field.fill(day),
    tick: (box) => box.check(),
    choose: (list, option) => list.selectOption(option),
    /** Opens what the element opens on the same page. */
    open: (element) => element.click(),
    /** Presses what leads to another page. */
    press: (element) => Promise.all([page.waitForNavigation(), element.click()]),
    /** Presses what saves a file; gives the download. */
    save: (element) => Promise.all([page.waitForEvent("download"), element.click()]).then(([download]) => download),
    attach: (field, file) => field.setInputFiles(file),
  };
}

/** With keys alone; everything that gets the focus must show it. */
export function keys(page) {
  const board = keyboard(page);
  // From the first listener on the browser leaves its dialogue out; that must not race with the key.
  page.on("filechooser", () => {});
  return {
    type: board.type,
    /** Types a day (yyyy-mm-dd) as an English browser asks for it: month, day, year. */
    date: async (field, day) => {
      await board.to(field);
      const [year, month, date] = day.split("-");
      await page.keyboard.type(month + date + year);
    },
    tick: board.space,
    // With arrows, because not every name can be typed with the keys at hand.
    choose: async (list, option) => {
      await board.to(list);
      for (let i = 0; (await list.inputValue()) !== option; i += 1) {
        assert.ok(i < MOST_ARROWS, `${option} is not reached by ${MOST_ARROWS} presses of the arrow`);
        await page.keyboard.press("ArrowDown");
      }
    },
    open: async (element) => {
      await board.to(element);
      await page.keyboard.press("Enter");
    },
    press: board.enter,
    save: async (element) => {
      await board.to(element);
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      return download;
    },
    attach: async (field, file) => {
      await board.to(field);
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
      await chooser.setFiles(file);
    },
  };
}
