// The scenarios of scenarios.tsv through the JavaScript driver, in node (javascript.mjs) and in a browser (browser.mjs).
// `talk` is given the driver, where the server is, the scenarios' names and texts, and where to report.

class Skip extends Error {}

// A value with its type, as a text: what two values have in common when the driver says the same of them.
export function show (value) {
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : String(value) + (typeof value === 'string' ? '"' : '')
  if (Array.isArray(value)) return '[' + value.map(show).join(', ') + ']'
  if (value instanceof Int8Array || value instanceof Uint8Array) return 'bytes ' + [...value].map(b => b & 255).join(' ')
  if (value.constructor === Object) return '{' + Object.keys(value).sort().map(k => k + ': ' + show(value[k])).join(', ') + '}'
  return value.constructor.name + ' ' + value.toString()
}

export async function talk ({ neo4j, name: tag, port, password, scenarios, report, browser = false, only = [] }) {
  const { int, types } = neo4j
  const long = 'UNWIND range(1, 3000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n'
  const actions = {}
  const me = neo4j.auth.basic('neo4j', password)
  const open = (scheme = 'bolt', auth = me, host = 'localhost', config = {}) => neo4j.driver(`${scheme}://${host}:${port}`, auth, config)
  const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
  const check = (right, what) => { if (!right) throw new Error(what) }
  const equal = (got, wanted) => check(show(got) === show(wanted), `${show(got).slice(0, 300)} instead of ${show(wanted).slice(0, 300)}`)
  async function fails (code, action) {
    let result
    try { result = await action() } catch (error) {
      check(error.code === code, `${error.code} instead of ${code}: ${error.message}`)
      return error
    }
    throw new Error(`no error but ${show(result)}`)
  }
  async function withSession (config, action, from = driver) {
    const session = from.session(config)
    try { return await action(session) } finally { await session.close() }
  }
  async function withDriver (made, action) { try { return await action(made) } finally { await made.close() } }
  const ask = (text, parameters = {}, config = {}, from = driver) => withSession(config, async session =>
    (await session.run(text, parameters)).records.map(record => record.keys.map(key => record.get(key))), from)
  const one = async (...question) => {
    const rows = await ask(...question)
    check(rows.length === 1, `${rows.length} rows`)
    return rows[0][0]
  }
  const summary = (text, parameters = {}, config = {}) => withSession(config, async session => (await session.run(text, parameters)).summary)
  const driver = open('neo4j')

  // Connecting.
  for (const scheme of ['bolt', 'neo4j', 'bolt+s', 'neo4j+s', 'bolt+ssc', 'neo4j+ssc']) {
    actions['connect.' + scheme] = async () => {
      if (browser && scheme.endsWith('+ssc')) throw new Skip('a browser decides itself whom to trust')
      await withDriver(open(scheme), async driver => {
        await driver.verifyConnectivity()
        equal(await one('RETURN 1', {}, {}, driver), int(1))
      })
    }
  }
  actions['connect.bolt+s.other-name'] = async () => {
    if (!browser) await withDriver(open('bolt+ssc', me, '127.0.0.1'), driver => driver.verifyConnectivity())
    let connected = true
    await withDriver(open('bolt+s', me, '127.0.0.1'), driver => driver.verifyConnectivity().catch(() => { connected = false }))
    check(!connected, 'the certificate was accepted')
  }
  actions['auth.wrong-password'] = () => fails('Neo.ClientError.Security.Unauthorized', () =>
    withDriver(open('bolt', neo4j.auth.basic('neo4j', 'not-the-password')), driver => driver.getServerInfo()))
  const system = { database: 'system' }
  const makeUser = (name, suffix = '') => ask(`CREATE OR REPLACE USER ${name} SET PASSWORD 'first-password' CHANGE ${suffix}REQUIRED`, {}, system)
  actions['auth.expired'] = async () => {
    const user = 'expired' + tag
    const as = (password, text, config) => withDriver(open('bolt', neo4j.auth.basic(user, password)), driver => one(text, {}, config, driver))
    await makeUser(user)
    await fails('Neo.ClientError.Security.CredentialsExpired', () => as('first-password', 'RETURN 1'))
    await withDriver(open('bolt', neo4j.auth.basic(user, 'first-password')), driver =>
      ask("ALTER CURRENT USER SET PASSWORD FROM 'first-password' TO 'second-password'", {}, system, driver))
    await fails('Neo.ClientError.Security.Unauthorized', () => as('first-password', 'RETURN 1'))
    equal(await as('second-password', 'RETURN 1'), int(1))
    await ask(`DROP USER ${user}`, {}, system)
  }

  // Transactions.
  const count = label => one(`MATCH (n:${label}) RETURN count(n)`)
  actions['tx.auto-commit'] = () => withSession({}, async session => {
    await session.run(`CREATE (:${tag}Auto {i: $i})`, { i: int(1) })
    equal((await session.run(`MATCH (n:${tag}Auto) RETURN n.i AS i`)).records[0].get('i'), int(1))
  })
  actions['tx.explicit.commit'] = async () => {
    await withSession({}, async session => {
      const tx = await session.beginTransaction()
      await tx.run(`CREATE (:${tag}Commit)`)
      equal(await count(tag + 'Commit'), int(0))
      await tx.commit()
    })
    equal(await count(tag + 'Commit'), int(1))
  }
  actions['tx.explicit.rollback'] = async () => {
    await withSession({}, async session => {
      const tx = await session.beginTransaction()
      await tx.run(`CREATE (:${tag}Rollback)`)
      equal((await tx.run(`MATCH (n:${tag}Rollback) RETURN count(n) AS n`)).records[0].get('n'), int(1))
      await tx.rollback()
    })
    equal(await count(tag + 'Rollback'), int(0))
  }
  actions['tx.managed'] = async () => {
    const got = await withSession({}, session => session.executeWrite(async tx => {
      await tx.run(`CREATE (:${tag}Managed {i: 1})`)
      return (await tx.run(`MATCH (n:${tag}Managed) RETURN n.i AS i`)).records[0].get('i')
    }))
    equal(got, int(1))
    const { keys, records, summary } = await driver.executeQuery(`MATCH (n:${tag}Managed) RETURN n.i AS i`, {}, { routing: neo4j.routing.READ })
    equal([keys, records.map(record => record.get('i'))], [['i'], [int(1)]])
    check(summary.server.agent.startsWith('Neo4j/'), summary.server.agent)
  }
  actions['tx.managed.rollback'] = async () => {
    let thrown = ''
    await withSession({}, session => session.executeWrite(async tx => {
      await tx.run(`CREATE (:${tag}Given)`)
      throw new Error('of its own')
    })).catch(error => { thrown = error.message })
    equal([thrown, await count(tag + 'Given')], ['of its own', int(0)])
  }
  actions['tx.read-mode'] = () => fails('Neo.ClientError.Statement.AccessMode', () => ask(`CREATE (:${tag}Read)`, {}, { defaultAccessMode: neo4j.session.READ }))
  actions['tx.deadlock'] = async () => {
    await ask(`CREATE (:${tag}Lock {k: 'a', n: 0}), (:${tag}Lock {k: 'b', n: 0})`)
    const add = `MATCH (l:${tag}Lock {k: $k}) SET l.n = l.n + 1`
    let attempts = 0; let here = 0; let meet
    const met = new Promise(resolve => { meet = resolve })
    const run = (mine, other) => {
      let first = true
      return withSession({}, session => session.executeWrite(async tx => {
        attempts++
        await tx.run(add, { k: mine })
        if (first) { first = false; if (++here === 2) meet(); await met }
        await tx.run(add, { k: other })
      }))
    }
    await Promise.all([run('a', 'b'), run('b', 'a')])
    check(attempts >= 3, `${attempts} attempts`)
    equal(await ask(`MATCH (l:${tag}Lock) RETURN l.n`), [[int(2)], [int(2)]])
  }
  actions['tx.parallel'] = async () => {
    await ask(`CREATE (:${tag}Counter {n: 0})`)
    await Promise.all(Array.from({ length: 16 }, () => withSession({}, async session => {
      for (let i = 0; i < 5; i++) await session.executeWrite(tx => tx.run(`MATCH (c:${tag}Counter) SET c.n = c.n + 1`))
    })))
    equal(await one(`MATCH (c:${tag}Counter) RETURN c.n`), int(80))
  }
  actions['tx.metadata'] = () => withSession({}, async session => {
    const tx = await session.beginTransaction({ metadata: { app: tag, i: int(1) } })
    await tx.run('RETURN 1')
    const rows = await ask('SHOW TRANSACTIONS YIELD metaData')
    equal(rows.map(row => row[0]).filter(data => data.app === tag), [{ app: tag, i: int(1) }])
    await tx.rollback()
  })

  // Values.
  const local = (...parts) => new types.LocalDateTime(...parts.map(int))
  const values = {
    null: [null, { a: null }],
    boolean: [true, false],
    integer: [0, 1, -1, -16, -17, 127, 128, -128, -129, 32767, 32768, -32769, 2147483647, 2147483648, -2147483649].map(i => int(i))
      .concat(['9007199254740993', '9223372036854775807', '-9223372036854775808'].map(i => int(i))),
    float: [0.0, 1.5, -1.5, 1e300, 5e-324, Infinity, -Infinity],
    string: ['', 'a', 'grüße 🙂', 'quote \' and "', 'line\nbreak'],
    'string.long': 'abcdefghij'.repeat(8192),
    bytes: Int8Array.from({ length: 256 * 300 }, (_, i) => i),
    list: [int(1), 'a', [2.5, []], { k: int(1) }],
    'list.long': Array.from({ length: 70000 }, (_, i) => int(i + 1)),
    map: { a: int(1), b: { c: [int(2)] }, 'd e': '' },
    date: [[2020, 2, 29], [1, 1, 1], [1969, 12, 31], [9999, 12, 31]].map(parts => new types.Date(...parts.map(int))),
    time: [new types.Time(...[12, 34, 56, 789012345, 7200].map(int)), new types.Time(...[0, 0, 0, 0, -41400].map(int))],
    'local-time': [new types.LocalTime(...[12, 34, 56, 789012345].map(int)), new types.LocalTime(...[23, 59, 59, 999999999].map(int))],
    'date-time': [new types.DateTime(...[2020, 2, 29, 12, 34, 56, 789012345, 7200].map(int)), new types.DateTime(...[1969, 12, 31, 23, 59, 59, 1, -41400].map(int))],
    'date-time.zone': [new types.DateTime(...[2020, 7, 1, 12, 34, 56, 789012345, 7200].map(int), 'Europe/Stockholm'),
      new types.DateTime(...[2020, 12, 1, 0, 0, 0, 0, -18000].map(int), 'America/New_York')],
    'local-date-time': [local(2020, 2, 29, 12, 34, 56, 789012345), local(1969, 12, 31, 23, 59, 59, 1)],
    duration: [[1, 2, 3, 4], [-1, -2, -3, 0], [0, 0, -1, 1]].map(parts => new types.Duration(...parts.map(int))),
    'point.2d': [new types.Point(int(7203), 1.5, -2.5), new types.Point(int(4326), 13.4, 52.5)],
    'point.3d': [new types.Point(int(9157), 1.5, -2.5, 0), new types.Point(int(4979), 13.4, 52.5, 34)],
    vector: [new Int8Array([1, -2, 3]), new Int16Array([1, -2, 3]), new Int32Array([1, -2, 3]), new BigInt64Array([1n, -2n, 3n]),
      new Float32Array([1.5, -2.5]), new Float64Array([1.5, -2.5])].map(array => neo4j.vector(array)),
    uuid: neo4j.uuid('123e4567-e89b-12d3-a456-426614174000')
  }
  for (const [name, value] of Object.entries(values)) {
    actions['value.' + name] = async () => {
      const text = scenarios['value.' + name]
      if (text !== '-') {
        equal(await one(`RETURN ${text}`), value)
        if (name !== 'null') equal(await one(`RETURN $value = ${text}`, { value }), true) // null equals nothing
      }
      equal(await one('RETURN $value', { value }), value)
    }
  }
  actions['value.nan'] = async () => {
    equal([await one('RETURN ' + scenarios['value.nan']), await one('RETURN $value', { value: NaN })], [NaN, NaN])
  }
  actions['value.stored'] = async () => {
    for (let [name, value] of Object.entries(values)) {
      if (['null', 'list', 'map', 'vector', 'uuid'].includes(name)) continue // no properties, or not of this version of Cypher
      if (name.startsWith('point')) value = value[0] // no list of points of several systems
      await ask(`CREATE (:${tag}Stored {name: $name, value: $value})`, { name, value })
      equal(await one(`MATCH (n:${tag}Stored {name: $name}) RETURN n.value`, { name }), value)
    }
  }

  // The graph.
  const makeGraph = () => ask(`MERGE (a:${tag}A:${tag} {i: 1}) MERGE (b:${tag}B:${tag} {i: 2}) MERGE (a)-[:${tag}_TO {j: 1.5}]->(b)`)
  actions['graph.node'] = async () => {
    await makeGraph()
    const [[node, elementId, id]] = await ask(`MATCH (n:${tag}A) RETURN n, elementId(n), id(n)`)
    equal([node.labels.sort(), node.properties, node.elementId, node.identity], [[tag, tag + 'A'], { i: int(1) }, elementId, id])
  }
  actions['graph.relationship'] = async () => {
    await makeGraph()
    const [[a, r, b, id]] = await ask(`MATCH (a:${tag}A)-[r]->(b:${tag}B) RETURN a, r, b, id(r)`)
    equal([r.type, r.properties, r.identity, r.startNodeElementId, r.endNodeElementId, r.start], [tag + '_TO', { j: 1.5 }, id, a.elementId, b.elementId, a.identity])
  }
  actions['graph.path'] = async () => {
    await makeGraph()
    await ask(`MATCH (a:${tag}A) MERGE (c:${tag}C:${tag} {i: 3}) MERGE (a)-[:${tag}_TO {j: 2.5}]->(c)`)
    const path = await one(`MATCH p = (:${tag}B)<--(:${tag}A)-->(:${tag}C) RETURN p`)
    equal(path.segments.map(s => [s.start.properties.i, s.relationship.properties.j, s.end.properties.i]), [[int(2), 1.5, int(1)], [int(1), 2.5, int(3)]])
    equal(path.segments[0].relationship.startNodeElementId, path.segments[0].end.elementId)
    const point = await one(`MATCH p = (:${tag}A) RETURN p`)
    equal([point.length, point.start.elementId], [0, point.end.elementId])
  }

  // Rows.
  actions['rows.100000'] = () => withSession({ fetchSize: 1000 }, async session => {
    let n = 0
    for await (const record of session.run("UNWIND range(1, 100000) AS i RETURN i, 'row ' + i AS text")) {
      n++
      check(record.get('i').toNumber() === n && record.get('text') === `row ${n}`, `row ${n}`)
    }
    equal(n, 100000)
  })
  actions['rows.abandoned'] = () => withSession({ fetchSize: 10 }, async session => {
    let n = 0
    for await (const record of session.run('UNWIND range(1, 1000000) AS i RETURN i')) {
      equal(record.get('i'), int(++n))
      if (n === 3) break
    }
    equal((await session.run('RETURN 1 AS x')).records[0].get('x'), int(1))
    const tx = await session.beginTransaction()
    for await (const record of tx.run('UNWIND range(1, 1000000) AS i RETURN i')) { equal(record.get('i'), int(1)); break }
    await tx.rollback()
    equal((await session.run('RETURN 2 AS x')).records[0].get('x'), int(2))
  })

  // Errors.
  const errors = {
    parameter: ['Neo.ClientError.Statement.ParameterMissing', 'RETURN $missing'],
    procedure: ['Neo.ClientError.Procedure.ProcedureNotFound', 'CALL no.such()']
  }
  for (const [name, [code, text]] of Object.entries(errors)) actions['error.' + name] = () => fails(code, () => ask(text))
  actions['error.syntax'] = async () => {
    const { message } = await fails('Neo.ClientError.Statement.SyntaxError', () => ask('RETURN 1 +'))
    check(message.includes('line 1, column') && message.includes('^'), message)
  }
  actions['error.arithmetic'] = () => fails('Neo.ClientError.Statement.ArithmeticError', () => withSession({ fetchSize: 2 }, async session => {
    for await (const record of session.run('UNWIND [1, 1, 1, 1, 0] AS i RETURN 10 / i AS x')) equal(record.get('x'), int(10))
  }))
  actions['error.constraint'] = async () => {
    await ask(`CREATE CONSTRAINT ${tag}Unique IF NOT EXISTS FOR (n:${tag}Unique) REQUIRE n.k IS UNIQUE`)
    await ask(`CREATE (:${tag}Unique {k: 1})`)
    await fails('Neo.ClientError.Schema.ConstraintValidationFailed', () => ask(`CREATE (:${tag}Unique {k: 1})`))
    await ask(`DROP CONSTRAINT ${tag}Unique`)
  }
  actions['error.database'] = async () => {
    for (const scheme of ['bolt', 'neo4j']) {
      await fails('Neo.ClientError.Database.DatabaseNotFound', () => withDriver(open(scheme), driver => ask('RETURN 1', {}, { database: 'nowhere' }, driver)))
    }
  }
  actions['error.in-transaction'] = () => withSession({}, async session => {
    const tx = await session.beginTransaction()
    await tx.run(`CREATE (:${tag}Broken)`)
    await fails('Neo.ClientError.Statement.SyntaxError', () => tx.run('RETURN 1 +'))
    let went = true
    await tx.run('RETURN 1').catch(() => { went = false })
    check(!went, 'the transaction went on')
    await tx.close()
    equal((await session.run(`MATCH (n:${tag}Broken) RETURN count(n) AS n`)).records[0].get('n'), int(0))
  })
  actions['error.gql-status'] = async () => {
    const error = await fails('Neo.ClientError.Statement.SyntaxError', () => ask('RETURN 1 +'))
    equal([error.gqlStatus, error.cause.gqlStatus], ['42001', '42I06'])
  }

  // Summaries.
  actions['summary.counters'] = async () => {
    const counted = async text => (await summary(text)).counters.updates()
    const pick = (updates, ...names) => names.map(name => updates[name])
    equal(pick(await counted(`CREATE (a:${tag}Count {i: 1})-[:${tag}_TO]->(b:${tag}Count) SET b.i = 2`),
      'nodesCreated', 'relationshipsCreated', 'labelsAdded', 'propertiesSet'), [2, 1, 2, 2])
    equal(pick(await counted(`MATCH (n:${tag}Count) DETACH DELETE n`), 'nodesDeleted', 'relationshipsDeleted'), [2, 1])
    equal(pick(await counted(`CREATE INDEX ${tag}Count FOR (n:${tag}Count) ON (n.i)`), 'indexesAdded'), [1])
    equal(pick(await counted(`DROP INDEX ${tag}Count`), 'indexesRemoved'), [1])
    equal((await summary('RETURN 1')).counters.containsUpdates(), false)
  }
  actions['summary.type'] = async () => {
    const types = []
    for (const text of ['RETURN 1', `CREATE (:${tag}Type)`, `CREATE (n:${tag}Type) RETURN n`, `DROP INDEX ${tag}None IF EXISTS`]) types.push((await summary(text)).queryType)
    equal(types, ['r', 'w', 'rw', 's'])
  }
  actions['summary.notifications'] = async () => {
    const unknown = `MATCH (n:${tag}NoSuchLabel) RETURN n`
    const got = await summary(unknown)
    equal(got.notifications.map(n => [n.code, n.severityLevel]), [['Neo.ClientNotification.Statement.UnknownLabelWarning', 'WARNING']])
    equal(got.gqlStatusObjects.map(status => status.gqlStatus), ['02000', '01N50'])
    equal((await summary(unknown, {}, { notificationFilter: { minimumSeverityLevel: 'OFF' } })).notifications, [])
    equal((await summary(unknown, {}, { notificationFilter: { disabledClassifications: ['UNRECOGNIZED'] } })).notifications, [])
  }
  actions['summary.plan'] = async () => {
    const { plan, profile } = await summary(`EXPLAIN CREATE (n:${tag}Plan) RETURN n`)
    check(plan.operatorType.startsWith('ProduceResults') && !profile, show(plan))
    equal(await count(tag + 'Plan'), int(0))
    equal((await summary('PROFILE UNWIND [1, 2, 3] AS i RETURN i')).profile.rows, 3)
  }
  actions['bookmarks.chain'] = async () => {
    let bookmarks = []
    for (let i = 0; i < 5; i++) {
      await withSession({ bookmarks }, async session => {
        equal((await session.run(`MATCH (n:${tag}Mark) RETURN count(n) AS n`)).records[0].get('n'), int(i))
        await session.run(`CREATE (:${tag}Mark)`)
        bookmarks = session.lastBookmarks()
        equal(bookmarks.length, 1)
      })
    }
    await fails('Neo.ClientError.Transaction.InvalidBookmark', () => ask('RETURN 1', {}, { bookmarks: ['no bookmark'] }))
  }
  actions['database.system'] = async () => {
    const names = (await ask('SHOW DATABASES YIELD name', {}, system)).map(row => row[0])
    check(names.includes('neo4j') && names.includes('system'), show(names))
  }

  // Giving up.
  const running = marker => ask(`SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $marker AND NOT currentQuery STARTS WITH 'SHOW'
    RETURN transactionId`, { marker })
  async function until (marker, wanted) {
    for (let i = 0; i < 200; i++) {
      const rows = await running(marker)
      if (rows.length > 0 === wanted) return rows
      await pause(50)
    }
    throw new Error(`still ${wanted ? 'not ' : ''}there`)
  }
  actions['cancel.client'] = async () => {
    const marker = 'cancel' + tag
    const session = driver.session()
    const work = session.run(`/* ${marker} */ ${long}`).then(() => 'no error', () => '')
    await until(marker, true)
    await session.close() // which sends RESET
    await until(marker, false)
    equal(await work, '')
  }
  actions['cancel.terminate'] = async () => {
    const marker = 'terminate' + tag
    const work = fails('Neo.ClientError.Transaction.Terminated', () => ask(`/* ${marker} */ ${long}`))
    work.catch(() => {})
    for (const [id] of await until(marker, true)) await ask('TERMINATE TRANSACTIONS $id', { id })
    await work
  }
  actions['timeout.client'] = () => withSession({}, async session => {
    const code = 'Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration'
    await fails(code, () => session.run(long, {}, { timeout: 300 }))
    const tx = await session.beginTransaction({ timeout: 300 })
    await fails(code, () => tx.run(long))
    await tx.close()
    equal((await session.run('RETURN 1 AS x', {}, { timeout: 30000 })).records[0].get('x'), int(1))
  })

  // Other people.
  const current = 'SHOW CURRENT USER YIELD user RETURN user'
  actions['reauth.session'] = async () => {
    const user = 'session' + tag.toLowerCase()
    await makeUser(user, 'NOT ')
    for (let i = 0; i < 2; i++) {
      equal(await one(current, {}, { auth: neo4j.auth.basic(user, 'first-password') }), user)
      equal(await one(current), 'neo4j')
    }
    // This driver calls it a ProtocolError when a connection that was logged in as another user is refused.
    const refused = await ask('RETURN 1', {}, { auth: neo4j.auth.basic(user, 'not-the-password') }).catch(error => error.message)
    check(/unauthorized/.test(refused), show(refused))
    equal(await one(current), 'neo4j')
    await ask(`DROP USER ${user}`, {}, system)
  }
  actions['reauth.renewed'] = async () => {
    const user = 'renewed' + tag.toLowerCase()
    await makeUser(user, 'NOT ')
    let now = me
    const manager = { getToken: async () => now, handleSecurityException: () => false }
    await withDriver(open('bolt', manager, 'localhost', { maxConnectionPoolSize: 1 }), async driver => {
      for (const who of ['neo4j', user, 'neo4j']) {
        now = who === 'neo4j' ? me : neo4j.auth.basic(user, 'first-password')
        equal(await one(current, {}, {}, driver), who)
      }
    })
    await ask(`DROP USER ${user}`, {}, system)
  }
  actions.impersonation = async () => {
    const user = 'other' + tag
    await makeUser(user, 'NOT ')
    await withDriver(open('bolt'), driver => fails('Neo.ClientError.Statement.ArgumentError', () => ask('RETURN 1', {}, { impersonatedUser: user }, driver)))
    await ask(`DROP USER ${user}`, {}, system)
  }

  for (const name of Object.keys(scenarios)) {
    if (only.length && !only.includes(name)) continue
    try {
      check(actions[name], 'the program does not know it')
      let timer
      await Promise.race([actions[name](), new Promise((resolve, reject) => { timer = setTimeout(() => reject(new Error('took over 40 s')), 40000) })])
        .finally(() => clearTimeout(timer))
      report(`ok ${name}`)
    } catch (error) {
      report(error instanceof Skip ? `SKIPPED: ${name} ${error.message}` : `FAILED: ${name} ${error.code ?? ''} ${String(error.message ?? error).replaceAll('\n', ' ').slice(0, 400)}`)
    }
  }
  await driver.close()
}

export function read (table) {
  return Object.fromEntries(table.split('\n').filter(line => line && !line.startsWith('#')).map(line => {
    const [name, text = ''] = line.split('\t')
    return [name, text]
  }))
}
