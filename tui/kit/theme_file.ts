import { ATTRIBUTES, type Style, style, type StyleOptions } from "./style.ts";
import { ALARM_ROLES, type Role, ROLES, type Theme, THEMES } from "./theme.ts";

/** A theme, or what is wrong with it: one line for each fault. */
export interface ThemeReading {
  /** Null where anything is wrong. */
  readonly theme: Theme | null;
  /** Empty where nothing is. */
  readonly faults: readonly string[];
}

/** Curves that a theme can tell apart at most. */
const SERIES_MAX = 16;

const LOOKS = ["bold", "dim", "italic", "underline", "inverse"] as const;

/** Attributes that an alarm can be told by, whatever the terminal does with colors. */
const ALARM_ATTRIBUTES = ATTRIBUTES.bold | ATTRIBUTES.underline | ATTRIBUTES.inverse;

/**
 * Reads a theme file:
 *
 * ```json
 * {
 *   "name": "sea",
 *   "base": "dark",
 *   "page": { "foreground": "#d0e0e8", "background": "#08141c" },
 *   "styles": { "warning": { "color": "#e0c040", "bold": true } },
 *   "series": [{ "color": "#5fb3c8" }, { "color": "#8fd0a0" }]
 * }
 * ```
 *
 * `name` must be given, and not be that of a theme of the kit. `base` names the theme of the kit
 * that says what is left out; the first one, when left out itself. A style replaces that of the
 * base whole. An alarm (`warning`, `error`, `critical`) must be bold, underlined or inverse: color
 * alone must not tell it.
 */
export function parseTheme(text: string): ThemeReading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { theme: null, faults: [`Cannot read theme as it must be JSON: ${oneLine(error)}`] };
  }
  const reader = new ThemeReader();
  const theme = reader.read(content);
  return { theme: reader.faults.length === 0 ? theme : null, faults: reader.faults };
}

type Members = Readonly<Record<string, unknown>>;

/** Goes on after a fault, so that all of them are told at once. */
class ThemeReader {
  readonly faults: string[] = [];

  read(content: unknown): Theme {
    const file = this.#members(content, "theme", ["name", "base", "page", "styles", "series"]);
    const base = this.#base(file.base);
    const page = this.#members(file.page ?? {}, "page", ["foreground", "background"]);
    const styles = this.#members(file.styles ?? {}, "styles", ROLES);
    return {
      ...base,
      name: this.#name(file.name),
      page: {
        foreground: this.#color(page.foreground, "page.foreground") ?? base.page.foreground,
        background: this.#color(page.background, "page.background") ?? base.page.background,
      },
      ...this.#styles(styles),
      series: file.series === undefined ? base.series : this.#series(file.series),
    };
  }

  #name(name: unknown): string {
    const isOwn = typeof name === "string" && /\S/.test(name) &&
      !THEMES.some((theme) => theme.name === name);
    if (!isOwn) this.#refuse("name", "a name that no theme of the kit has", name);
    return String(name);
  }

  #base(name: unknown): Theme {
    const base = name === undefined ? THEMES[0] : THEMES.find((theme) => theme.name === name);
    const names = THEMES.map((theme) => theme.name);
    if (base === undefined) this.#refuse("base", `one of ${names.join(", ")}`, name);
    return base ?? THEMES[0];
  }

  #styles(styles: Members): Partial<Record<Role, Style>> {
    const read: Partial<Record<Role, Style>> = {};
    for (const role of ROLES) {
      if (styles[role] === undefined) continue;
      const look = this.#style(styles[role], `styles.${role}`);
      if (ALARM_ROLES.includes(role) && (look.attributes & ALARM_ATTRIBUTES) === 0) {
        const limit = "bold, underline or inverse, since color alone must not tell an alarm";
        this.#refuse(`styles.${role}`, limit, styles[role]);
      }
      read[role] = look;
    }
    return read;
  }

  #series(series: unknown): Style[] {
    if (!Array.isArray(series) || series.length === 0 || series.length > SERIES_MAX) {
      this.#refuse("series", `a list of 1 to ${SERIES_MAX} styles`, series);
      return [];
    }
    return series.map((each, i) => this.#style(each, `series[${i}]`));
  }

  #style(value: unknown, path: string): Style {
    const members = this.#members(value, path, ["color", "background", ...LOOKS]);
    const options: StyleOptions = {
      color: this.#color(members.color, `${path}.color`),
      background: this.#color(members.background, `${path}.background`),
    };
    const looks = LOOKS.filter((look) => {
      const wanted = members[look];
      if (wanted !== undefined && typeof wanted !== "boolean") {
        this.#refuse(`${path}.${look}`, "true or false", wanted);
      }
      return wanted === true;
    });
    return style({ ...options, ...Object.fromEntries(looks.map((look) => [look, true])) });
  }

  #color(value: unknown, path: string): number | undefined {
    if (value === undefined) return undefined;
    if (typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value)) {
      return parseInt(value.slice(1), 16);
    }
    this.#refuse(path, "#000000 to #ffffff", value);
    return undefined;
  }

  /** The members of an object; none where it is no object. */
  #members(value: unknown, path: string, known: readonly string[]): Members {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.#refuse(path, "an object", value);
      return {};
    }
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      this.#refuse(`a member of ${path}`, `one of ${known.join(", ")}`, name);
    }
    return value as Members;
  }

  #refuse(path: string, limit: string, value: unknown): void {
    const said = JSON.stringify(value) ?? "missing";
    this.faults.push(`Cannot take theme as ${path} must be ${limit}: current value is ${said}`);
  }
}

function oneLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).replaceAll(/\s+/g, " ");
}
