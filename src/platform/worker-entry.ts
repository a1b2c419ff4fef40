const sources = new URL("../", import.meta.url).href;

/**
 * The script of a worker thread that is beside the module that starts it. Threads can't load TypeScript: from the sources
 * (under test) they run what was built.
 * @param here `import.meta.url` of that module
 * @param name of the script, without its extension
 */
export function workerEntry(here: string, name: string): URL {
  const beside = new URL(`./${name}.js`, here);
  if (!here.endsWith(".ts")) return beside;
  return new URL(beside.href.slice(sources.length), new URL("../dist/", sources));
}
