import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { parseTheme, style, THEMES } from "../../../tui/kit/mod.ts";

const read = (file: unknown) => parseTheme(JSON.stringify(file));
const [dark, light] = THEMES;

Deno.test("a theme file replaces what it names, and leaves the rest to its base", () => {
  const { theme, faults } = read({
    name: "sea",
    base: "light",
    page: { background: "#08141C" },
    styles: { accent: { color: "#5fb3c8" }, warning: { color: "#e0c040", underline: true } },
    series: [{ color: "#5fb3c8" }, { color: "#8fd0a0", bold: true, dim: false }],
  });
  deepEqual(faults, []);
  deepEqual(theme, {
    ...light,
    name: "sea",
    page: { foreground: light.page.foreground, background: 0x08141c },
    accent: style({ color: 0x5fb3c8 }),
    warning: style({ color: 0xe0c040, underline: true }),
    series: [style({ color: 0x5fb3c8 }), style({ color: 0x8fd0a0, bold: true })],
  });
});

Deno.test("a name is enough", () => {
  deepEqual(read({ name: "mine" }), { theme: { ...dark, name: "mine" }, faults: [] });
});

const cases: readonly (readonly [file: unknown, faults: readonly string[]])[] = [
  [[], ["theme must be an object: current value is []", "name must be a name"]],
  [{}, ["name must be a name that no theme of the kit has: current value is missing"]],
  [{ name: "dark" }, ['name must be a name that no theme of the kit has: current value is "dark"']],
  [{ name: " " }, ["name must be a name"]],
  [{ name: "a", base: "drak" }, ["base must be one of dark, light, high-contrast, monochrome"]],
  [{ name: "a", colors: {} }, [
    "a member of theme must be one of name, base, page, styles, series",
  ]],
  [{ name: "a", page: { foreground: "white" } }, ["page.foreground must be #000000 to #ffffff"]],
  [{ name: "a", styles: { alarm: {} } }, ["a member of styles must be one of value, faint"]],
  [{ name: "a", styles: { value: { color: 255 } } }, ["styles.value.color must be #000000"]],
  [{ name: "a", styles: { value: { bold: "yes" } } }, ["styles.value.bold must be true or false"]],
  [{ name: "a", styles: { value: { blink: true } } }, ["a member of styles.value must be one of"]],
  [{ name: "a", styles: { value: null } }, [
    "styles.value must be an object: current value is null",
  ]],
  [{ name: "a", series: [] }, ["series must be a list of 1 to 16 styles: current value is []"]],
  [{ name: "a", series: [{}, 7] }, ["series[1] must be an object: current value is 7"]],
  ...["warning", "error", "critical"].map((role) =>
    [
      { name: "a", styles: { [role]: { color: "#ff0000", dim: true } } },
      [`styles.${role} must be bold, underline or inverse, since color alone`],
    ] as const
  ),
  [
    { name: 1, page: { background: "#12345" }, styles: { error: { color: "red" } } },
    ["name", "page.background", "styles.error.color", "styles.error must be bold"],
  ],
];

for (const [file, expected] of cases) {
  Deno.test(`faults of the theme ${JSON.stringify(file)}`, () => {
    const { theme, faults } = read(file);
    equal(theme, null);
    equal(faults.length, expected.length, faults.join("\n"));
    for (const [i, fault] of faults.entries()) {
      ok(fault.startsWith(`Cannot take theme as ${expected[i]}`), fault);
      ok(!fault.includes("\n"));
    }
  });
}

Deno.test("what is no JSON is told in one line", () => {
  const { theme, faults } = parseTheme("{\n  name: dark\n}");
  equal(theme, null);
  equal(faults.length, 1);
  ok(/^Cannot read theme as it must be JSON: .+/.test(faults[0]) && !faults[0].includes("\n"));
});

Deno.test("any JSON is a theme or has faults, each one line", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const { theme, faults } = parseTheme(text);
      equal(theme === null, faults.length > 0);
      ok(faults.every((fault) => !fault.includes("\n")));
    }),
    { seed: 9, endOnFailure: true },
  );
});
