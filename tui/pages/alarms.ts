import { below, type Page, within } from "./page.ts";

/** What asks for attention, and what happened. */
export const ALARMS: Page = {
  key: "5",
  title: "Alarms",
  focus: "alarms",
  place(body) {
    const [alarms, journal] = below(body, within(Math.round(body.height * 0.55), 6, 24));
    return [{ panel: "alarms", rect: alarms }, { panel: "journal", rect: journal }];
  },
};
