// Neo4j Browser in headless Chromium, as a person would use it: log in, see what the database holds, run a query and
// look at the graph. Prints "ok NAME" or "FAILED: NAME: why" for each step; the first failure ends it. Settings: URL of the
// page, BOLT (host:port), PASSWORD, CHROMIUM, and SHOTS, a folder for pictures.
import puppeteer from 'puppeteer-core'

const { URL: url, BOLT: bolt, PASSWORD: password, SHOTS: shots, CHROMIUM: chromium = '/usr/bin/chromium' } = process.env
const wait = { timeout: 30000 }
const by = id => `[data-testid="${id}"]`

const browser = await puppeteer.launch({
  executablePath: chromium,
  defaultViewport: { width: 1400, height: 1000 },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
const page = await browser.newPage()
const complaints = []
page.on('pageerror', error => complaints.push(String(error)))

// Fills a field and sees that it took: the page draws its form anew while it looks for a server, and a field that moves or
// is replaced under the pointer cannot be clicked, or forgets what was typed.
async function fill(selector, text) {
  const end = Date.now() + wait.timeout
  for (;;) {
    try {
      await page.locator(selector).setTimeout(wait.timeout).fill(text)
      if ((await page.$eval(selector, field => field.value)) === text) return
    } catch (error) {
      if (Date.now() > end) throw error
    }
    if (Date.now() > end) throw new Error(`${selector} does not keep what is typed`)
    await new Promise(next => setTimeout(next, 200))
  }
}

// A locator waits until the element stands still and is enabled, and tries again when it went away.
const click = selector => page.locator(selector).setTimeout(wait.timeout).click()

// Runs a query through the editor and waits for its frame, the topmost.
async function run(query) {
  const before = await page.$$eval(by('frame'), frames => frames.length)
  await click(`${by('activeEditor')} .monaco-editor`)
  await page.keyboard.type(query)
  await page.keyboard.down('Control')
  await page.keyboard.press('Enter')
  await page.keyboard.up('Control')
  await page.waitForFunction((selector, count) => document.querySelectorAll(selector).length > count, wait, by('frame'), before)
}

const text = selector => page.$eval(selector, element => element.innerText)

const steps = {
  async 'the page is served'() {
    await page.goto(url, { waitUntil: 'load', ...wait })
  },
  async 'a person can log in'() {
    await fill(by('boltaddress'), bolt)
    await fill(by('username'), 'neo4j')
    await fill(by('password'), password)
    await click(by('connect'))
    await page.waitForFunction(() => /You are connected as user\s+neo4j/.test(document.body.innerText), wait)
  },
  async 'the drawer shows labels, types and keys'() {
    await click('[data-testid^="navicon-"], [data-testid="navigationDBMS"]')
    await page.waitForFunction(
      () => ['Ship', 'Port', 'CALLS_AT', 'tonnage'].every(name => document.body.innerText.includes(name)),
      wait
    )
  },
  async 'a query is drawn'() {
    await run('MATCH p = (:Ship)-[:CALLS_AT]->(:Port) RETURN p')
    await page.waitForFunction(
      frame => {
        const newest = document.querySelector(frame)
        return newest.querySelectorAll('g.node').length === 3 && newest.querySelectorAll('g.relationship').length >= 2
      },
      wait,
      by('frame')
    )
  },
  async 'a table shows values'() {
    await run('MATCH (s:Ship) RETURN s.name AS name, s.tonnage AS tonnage ORDER BY name')
    await page.waitForFunction(
      frame => /Albatros[\s\S]*1200[\s\S]*Bounty[\s\S]*215/.test(document.querySelector(frame).innerText),
      wait,
      by('frame')
    )
  },
  async 'an error is shown with its code'() {
    await run('RETURN nothing_of_the_kind')
    await page.waitForFunction(
      frame => document.querySelector(frame).innerText.includes('Neo.ClientError.Statement.SyntaxError'),
      wait,
      by('frame')
    )
  },
  async 'a plan is drawn'() {
    await run('EXPLAIN MATCH (s:Ship) RETURN s')
    await page.waitForSelector(`${by('frame')} ${by('planSvg')}, ${by('planSvg')}`, wait)
    await page.waitForFunction(
      frame => /NodeByLabelScan/.test(document.querySelector(frame).innerText),
      wait,
      by('frame')
    )
  },
  async 'the schema is listed'() {
    await run(':schema')
    await page.waitForFunction(
      frame => /ship_name/.test(document.querySelector(frame).innerText),
      wait,
      by('frame')
    )
  },
  async 'the page had nothing to complain of'() {
    if (complaints.length) throw new Error(complaints.join('; '))
  }
}

let failed = 0
for (const [name, step] of Object.entries(steps)) {
  try {
    await step()
    console.log(`ok ${name}`)
  } catch (error) {
    failed = 1
    console.log(`FAILED: ${name}: ${String(error).split('\n')[0]}; ${complaints.join('; ')}`)
    console.log((await text('body')).slice(0, 2000))
  }
  if (shots) await page.screenshot({ path: `${shots}/${name.replaceAll(' ', '-')}.png` })
  if (failed) break
}
await browser.close()
process.exitCode = failed
