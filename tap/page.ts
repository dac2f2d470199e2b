import type { PlainResponse } from "./routes.ts";

/** One file of the page. */
interface PageFile {
  readonly type: string;
  readonly load: () => Promise<{ readonly default: string }>;
}

/** What the page may do in a browser: its own scripts and styles, and the tap it came from. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The files of the page, by their paths; loaded when they are asked for. */
const FILES: Readonly<Record<string, PageFile>> = {
  "/": {
    type: "text/html",
    load: () => import("./page/index.html", { with: { type: "text" } }),
  },
  "/page.css": {
    type: "text/css",
    load: () => import("./page/page.css", { with: { type: "text" } }),
  },
  "/page.js": {
    type: "text/javascript",
    load: () => import("./page/page.js", { with: { type: "text" } }),
  },
  "/uplot.css": {
    type: "text/css",
    load: () => import("uplot/dist/uPlot.min.css", { with: { type: "text" } }),
  },
  "/uplot.js": {
    type: "text/javascript",
    load: () => import("uplot/dist/uPlot.iife.min.js", { with: { type: "text" } }),
  },
};

/** Paths of the page, which say nothing of the plant. */
export const PAGE_PATHS: readonly string[] = Object.keys(FILES);

/** The file of the page at a path. */
export async function pageFile(path: string): Promise<PlainResponse> {
  const { type, load } = FILES[path];
  const headers = { "content-security-policy": POLICY };
  return { status: 200, type: `${type}; charset=utf-8`, body: (await load()).default, headers };
}
