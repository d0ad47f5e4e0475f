// The scenarios through the JavaScript driver in node. Arguments: names of scenarios, if not all.
import { readFileSync } from 'node:fs'
import neo4j from 'neo4j-driver'
import { read, talk } from './talk.mjs'

const { PORT: port, PASSWORD: password, RUN: run = '' } = process.env
const scenarios = read(readFileSync(new URL('scenarios.tsv', import.meta.url), 'utf8'))
await talk({ neo4j, name: 'JavaScript' + run, port, password, scenarios, report: line => console.log(line), only: process.argv.slice(2) })
