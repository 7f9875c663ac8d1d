// Opens pages from disk in Chromium and tells, as JSON, what went wrong: console messages, requests, overflow, and
// what axe-core finds. Usage: node look.cjs CHROMIUM PAGE... With SHOTS=FOLDER it also takes pictures.
const fs = require("fs");
const os = require("os");
const path = require("path");
const { chromium } = require("playwright-core");

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

async function look(context, file, size, scheme) {
  const page = await context.newPage();
  const told = { file, size, scheme, console: [], requests: [], overflow: 0, axe: [] };
  page.on("console", (message) => told.console.push(message.text()));
  page.on("pageerror", (error) => told.console.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== "file://" + encodeURI(file)) told.requests.push(request.url());
  });
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await page.goto("file://" + encodeURI(file));
  told.overflow = Math.max(0, (await page.evaluate(() => document.documentElement.scrollWidth)) - SIZES[size].width);
  if (process.env.SHOTS) {
    const name = `${path.basename(file, ".html")}-${size}-${scheme}.png`;
    await page.screenshot({ path: path.join(process.env.SHOTS, name), fullPage: !process.env.FOLD });
  }
  told.text = await page.evaluate(() => document.body.textContent);
  // The page's policy lets no script in; the audit runs past it, through the debugger.
  const session = await context.newCDPSession(page);
  const run = async (expression) => {
    const answer = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return answer.result.value;
  };
  await run(fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") + ";1");
  const found = await run("axe.run(document, { resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations))");
  for (const { id, impact, help, nodes } of JSON.parse(found)) {
    told.axe.push({ id, impact, help, where: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)) });
  }
  await page.close();
  return told;
}

async function main([executablePath, ...files]) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "look-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
  const all = [];
  for (const file of files)
    for (const size of Object.keys(SIZES))
      for (const scheme of ["light", "dark"]) all.push(await look(context, path.resolve(file), size, scheme));
  await context.close();
  fs.rmSync(profile, { recursive: true, force: true });
  console.log(JSON.stringify(all));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
