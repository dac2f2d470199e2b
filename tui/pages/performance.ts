import { below, besides, type Page, within } from "./page.ts";

/** Rows of the profile and of the queues where they have all the room they need. */
const PROFILE_ROWS = 10;
const QUEUE_ROWS = 8;

/** Rows that the profile leaves to what is below it. */
const ROOM_BELOW = 9;

/** How well the clock, the engine and the screen keep up. */
export const PERFORMANCE: Page = {
  key: "6",
  title: "Performance",
  focus: "ticks",
  place(body) {
    const [left, right] = besides(body, Math.floor((body.width - 2) / 2));
    const [ticks, clock] = below(left, within(Math.floor(left.height / 2), 6, 14));
    const [profile, rest] = below(right, within(right.height - ROOM_BELOW, 5, PROFILE_ROWS));
    const [queues, health] = below(rest, within(Math.floor(rest.height / 2), 2, QUEUE_ROWS));
    return [
      { panel: "ticks", rect: ticks },
      { panel: "clock", rect: clock },
      { panel: "profile", rect: profile },
      { panel: "queues", rect: queues },
      { panel: "health", rect: health },
    ];
  },
};
