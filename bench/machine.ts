/** What a benchmark ran on. */

/** One line per fact that a reader needs to judge the figures. */
export function describeMachine(): string[] {
  const cpu = Deno.readTextFileSync("/proc/cpuinfo").match(/^model name\s*:\s*(.+)$/m)?.[1];
  const memory = (Deno.systemMemoryInfo().total / 2 ** 30).toFixed(0);
  const [load] = Deno.loadavg();
  return [
    `- machine: ${cpu ?? "unknown"}, ${navigator.hardwareConcurrency} cores, ${memory} GiB`,
    `- system: ${Deno.build.os} ${Deno.osRelease()}, load average ${load.toFixed(2)} at the start`,
    `- versions: deno ${Deno.version.deno}, v8 ${Deno.version.v8}, kpp ${commit()}`,
    `- date: ${new Date().toISOString().slice(0, 10)}`,
  ];
}

function commit(): string {
  const git = (...args: string[]) =>
    new TextDecoder().decode(new Deno.Command("git", { args }).outputSync().stdout).trim();
  const changed = git("status", "--porcelain", "--", "*.ts", "*.tsx") !== "";
  return git("rev-parse", "--short", "HEAD") + (changed ? " with changes" : "");
}
