import { below, besides, type Page, within } from "./page.ts";

/** How well the clock, the engine and the screen keep up. */
export const PERFORMANCE: Page = {
  key: "6",
  title: "Performance",
  focus: "ticks",
  place(body) {
    const [left, health] = besides(body, Math.floor((body.width - 2) / 2));
    const [ticks, clock] = below(left, within(Math.floor(left.height / 2), 6, 14));
    return [
      { panel: "ticks", rect: ticks },
      { panel: "clock", rect: clock },
      { panel: "health", rect: health },
    ];
  },
};
