import { equal } from "node:assert/strict";
import { toDepth } from "../../../tui/kit/color.ts";
import {
  type ColorDepth,
  detectColors,
  detectSymbols,
  type Environment,
  type SymbolSet,
} from "../../../tui/kit/mod.ts";

const colors: readonly [Environment, ColorDepth][] = [
  [{}, "mono"],
  [{ TERM: "xterm-256color" }, "256"],
  [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, "truecolor"],
  [{ TERM: "xterm-256color", COLORTERM: "24bit", NO_COLOR: "1" }, "mono"],
  [{ TERM: "xterm-256color", NO_COLOR: "" }, "256"],
  [{ TERM: "xterm" }, "16"],
  [{ TERM: "xterm", COLORTERM: "truecolor" }, "truecolor"],
  [{ TERM: "xterm-kitty" }, "truecolor"],
  [{ TERM: "alacritty" }, "truecolor"],
  [{ TERM: "xterm-direct" }, "truecolor"],
  [{ TERM: "tmux-256color" }, "256"],
  [{ TERM: "tmux-256color", TMUX: "/tmp/tmux", COLORTERM: "truecolor" }, "truecolor"],
  [{ TERM: "screen-256color", TMUX: "/tmp/tmux", COLORTERM: "truecolor" }, "truecolor"],
  [{ TERM: "screen-256color", COLORTERM: "truecolor" }, "256"],
  [{ TERM: "xterm-256color", STY: "1.pts", COLORTERM: "truecolor" }, "256"],
  [{ TERM: "screen" }, "16"],
  [{ TERM: "linux" }, "16"],
  [{ TERM: "dumb" }, "mono"],
  [{ TERM: "vt100" }, "mono"],
  [{ COLORTERM: "truecolor" }, "truecolor"],
  [{ TERM: "unheard-of", COLORTERM: "yes" }, "16"],
];

for (const [environment, expected] of colors) {
  Deno.test(`colors of ${JSON.stringify(environment)}: ${expected}`, () => {
    equal(detectColors(environment), expected);
  });
}

Deno.test("what the user asks for comes first", () => {
  equal(detectColors({ NO_COLOR: "1", TERM: "dumb" }, "truecolor"), "truecolor");
  equal(detectSymbols({ TERM: "dumb" }, "braille"), "braille");
  equal(detectSymbols({ LANG: "en_US.UTF-8" }, "blocks"), "blocks");
});

const symbols: readonly [Environment, SymbolSet][] = [
  [{ LANG: "en_US.UTF-8" }, "braille"],
  [{ LANG: "C.utf8" }, "braille"],
  [{ LANG: "C" }, "ascii"],
  [{}, "ascii"],
  [{ LANG: "C", LC_CTYPE: "de_DE.UTF-8" }, "braille"],
  [{ LANG: "de_DE.UTF-8", LC_CTYPE: "C" }, "ascii"],
  [{ LANG: "de_DE.UTF-8", LC_CTYPE: "de_DE.UTF-8", LC_ALL: "POSIX" }, "ascii"],
  [{ LANG: "de_DE.UTF-8", LC_ALL: "" }, "braille"],
  [{ LANG: "en_US.UTF-8", TERM: "linux" }, "ascii"],
  [{ LANG: "en_US.UTF-8", TERM: "dumb" }, "ascii"],
];

for (const [environment, expected] of symbols) {
  Deno.test(`symbols of ${JSON.stringify(environment)}: ${expected}`, () => {
    equal(detectSymbols(environment), expected);
  });
}

Deno.test("a color becomes the nearest of the 256, exact where it is one of them", () => {
  equal(toDepth(0x000000, "256"), 16);
  equal(toDepth(0xffffff, "256"), 231);
  equal(toDepth(0xff0000, "256"), 196);
  equal(toDepth(0x5f87af, "256"), 67);
  equal(toDepth(0x808080, "256"), 244);
  equal(toDepth(0x121212, "256"), 233);
  equal(toDepth(0xf8fafc, "256"), 231);
});

Deno.test("a color becomes the one of the 16 that has its hue", () => {
  equal(toDepth(0x000000, "16"), 0);
  equal(toDepth(0x1a1b26, "16"), 0);
  equal(toDepth(0xcd0000, "16"), 1);
  equal(toDepth(0xff5555, "16"), 9);
  equal(toDepth(0x7ee787, "16"), 10);
  equal(toDepth(0x7aa2f7, "16"), 12);
  equal(toDepth(0xe3b341, "16"), 11);
  equal(toDepth(0x56d4dd, "16"), 14);
  equal(toDepth(0x808080, "16"), 8);
  equal(toDepth(0xc0c0c0, "16"), 7);
  equal(toDepth(0xf0f6fc, "16"), 15);
});

Deno.test("mono and the terminal's own color have no code", () => {
  equal(toDepth(0xff0000, "mono"), -1);
  equal(toDepth(-1, "truecolor"), -1);
  equal(toDepth(0x123456, "truecolor"), 0x123456);
});
