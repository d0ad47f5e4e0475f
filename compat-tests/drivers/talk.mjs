// The conversation of run.sh through the JavaScript driver.
import assert from 'node:assert/strict'
import neo4j from 'neo4j-driver'

const driver = neo4j.driver(process.env.URI, neo4j.auth.basic('neo4j', process.env.PASSWORD))
try {
  await driver.verifyConnectivity()
  const values = [null, true, neo4j.int(1), neo4j.int('4611686018427387904'), 1.5, 'grüße 🙂', [neo4j.int(1), 'a', null], { k: { l: [] } },
    new neo4j.types.Date(...[2020, 2, 29].map(neo4j.int)), new neo4j.types.Duration(...[1, 2, 3, 4].map(neo4j.int)), new neo4j.types.Point(neo4j.int(4326), 1, 2)]
  for (const value of values) {
    const { records } = await driver.executeQuery('RETURN $value AS value', { value }, { routing: neo4j.routing.READ })
    assert.deepEqual(JSON.stringify(records[0].get('value')), JSON.stringify(value))
  }

  const session = driver.session()
  const record = await session.executeWrite(async tx => {
    await tx.run('CREATE (:JavaScript {i: $i})-[:TO {j: 1}]->(:JavaScript {i: 2})', { i: neo4j.int(1) })
    return (await tx.run('MATCH p = (a:JavaScript)-[r:TO]->(b) RETURN a, r, b, p')).records[0]
  })
  assert.deepEqual(record.get('a').labels, ['JavaScript'])
  assert.equal(record.get('r').startNodeElementId, record.get('a').elementId)
  assert.equal(record.get('p').segments.length, 1)
  assert.equal(session.lastBookmarks().length, 1)

  await assert.rejects(session.run('RETURN 1 +'), error => error.code === 'Neo.ClientError.Statement.SyntaxError' && error.message.includes('^'))

  const tx = session.beginTransaction()
  await tx.run('CREATE (:JavaScript {i: 3})')
  await tx.rollback()
  const { summary } = await session.run('MATCH (n:JavaScript) DETACH DELETE n')
  assert.equal(summary.counters.updates().nodesDeleted, 2)
  let sum = 0
  for await (const row of session.run('UNWIND range(1, 10000) AS i RETURN i')) sum += row.get('i').toNumber()
  assert.equal(sum, 50005000)
  await session.close()
} finally {
  await driver.close()
}
console.log('all right')
