import { equal, notEqual, ok } from "node:assert/strict";
import { ALARM_ROLES, PLAIN, ROLES, THEMES } from "../../../tui/kit/mod.ts";

/** Contrast of two colors, 1 to 21 (WCAG 2.2, "contrast ratio"). */
function contrast(one: number, other: number): number {
  const luminance = (color: number) =>
    [16, 8, 0].map((shift) => {
      const part = ((color >> shift) & 0xff) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Hue of a color in degrees, NaN for a gray. */
function hue(color: number): number {
  const [r, g, b] = [16, 8, 0].map((shift) => (color >> shift) & 0xff);
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  if (most - least < 0.15 * most) return NaN;
  const spread = most - least;
  const sixth = most === r ? (g - b) / spread : most === g ? 2 + (b - r) / spread : 4 +
    (r - g) / spread;
  return (60 * sixth + 360) % 360;
}

Deno.test("themes have names of their own", () => {
  equal(new Set(THEMES.map(({ name }) => name)).size, THEMES.length);
});

for (const theme of THEMES) {
  const colors = [...ROLES.map((role) => theme[role]), ...theme.series]
    .map(({ foreground }) => foreground)
    .filter((color) => color >= 0);

  Deno.test(`${theme.name}: every alarm differs by more than color`, () => {
    for (const role of ALARM_ROLES) {
      notEqual(theme[role].attributes, PLAIN.attributes, role);
    }
    notEqual(theme.warning.attributes, theme.critical.attributes);
  });

  Deno.test(`${theme.name}: colors can be read on its page`, () => {
    const least = theme.name === "high-contrast" ? 7 : 4.5;
    const { foreground, background } = theme.page;
    for (const color of [foreground, ...colors]) {
      ok(contrast(color, background) >= least, color.toString(16));
    }
  });

  Deno.test(`${theme.name}: amber and red are kept for alarms`, () => {
    const quiet = ROLES.filter((role) => !ALARM_ROLES.includes(role)).map((role) => theme[role]);
    for (const { foreground } of [...quiet, ...theme.series]) {
      if (foreground < 0 || Number.isNaN(hue(foreground))) continue;
      ok(hue(foreground) > 70 && hue(foreground) < 330, foreground.toString(16));
    }
  });
}
