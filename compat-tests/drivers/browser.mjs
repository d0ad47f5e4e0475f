// The scenarios through the JavaScript driver in headless Chromium, where Bolt goes over WebSocket. Chromium trusts what
// the NSS database in $HOME/.pki/nssdb trusts. Arguments: names of scenarios, if not all.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import puppeteer from 'puppeteer-core'

const { PORT: port, PASSWORD: password, RUN: run = '', CHROMIUM: chromium = '/usr/bin/chromium' } = process.env
const file = name => readFileSync(new URL(name, import.meta.url), 'utf8')
const driver = 'node_modules/neo4j-driver/lib/browser/neo4j-web.esm.min.js'
const pages = {
  '/': ['text/html', `<!doctype html><title>drivers</title><script type="module">
    import neo4j from '/driver.js'
    import { read, talk } from '/talk.mjs'
    try {
      const scenarios = read(await (await fetch('/scenarios.tsv')).text())
      await talk({ neo4j, scenarios, browser: true, report: line => console.log(line), ...${JSON.stringify({ name: 'Browser' + run, port, password, only: process.argv.slice(2) })} })
    } finally { console.log('done') }
  </script>`],
  '/driver.js': ['text/javascript', file(driver)],
  '/talk.mjs': ['text/javascript', file('talk.mjs')],
  '/scenarios.tsv': ['text/plain', file('scenarios.tsv')]
}
const server = createServer((request, response) => {
  const [type, text] = pages[request.url] ?? []
  response.writeHead(type ? 200 : 404, { 'content-type': `${type}; charset=utf-8` }).end(text)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
try {
  const page = await browser.newPage()
  await new Promise((resolve, reject) => {
    page.on('console', message => {
      const line = message.text()
      if (line === 'done') resolve()
      else if (/^(ok |SKIPPED: |FAILED: )/.test(line)) console.log(line)
    })
    page.on('pageerror', reject)
    page.goto(`http://localhost:${server.address().port}/`).catch(reject)
  })
} finally {
  await browser.close()
  server.close()
}
