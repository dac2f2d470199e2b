/** The line that refuses a value. */
export function refusal(name: string, allowed: string, text: string): string {
  return `Cannot use ${name} as it must be ${allowed}: current value is ${text || "nothing"}`;
}

/** What an error says. Anything can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
