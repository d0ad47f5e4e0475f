// How many airports and states are there?
MATCH (n)
WHERE n:Airport OR n:State
RETURN labels(n) AS labels, count(*) AS nodes
ORDER BY nodes DESC;

// How many relationships are there of each type?
MATCH ()-[r]->()
RETURN type(r) AS type, count(*) AS relationships
ORDER BY type;

:param iata => "SEA"

// What is known about one airport?
MATCH (a:Airport {iata: $iata})-[:IN_STATE]->(s:State)
RETURN a {.name, .city, .country, state: s.code} AS airport, a.latitude AS latitude, a.longitude AS longitude;

// Which are the ten busiest airports, by the flights that leave them?
MATCH (a:Airport)-[r:ROUTE]->()
RETURN a.iata AS iata, a.city AS city, count(r) AS destinations, sum(r.flights) AS flights
ORDER BY flights DESC, iata
LIMIT 10;

// Which are the five busiest routes, and which share of all flights does each have, in per mille?
MATCH ()-[r:ROUTE]->()
WITH sum(r.flights) AS total
MATCH (a:Airport)-[r:ROUTE]->(b:Airport)
RETURN a.iata AS from, b.iata AS to, r.flights AS flights, round(1000.0 * r.flights / total, 2) AS perMille
ORDER BY flights DESC, from, to
LIMIT 5;

:param from => "MKG"
:param to => "GST"

// How do I get from Muskegon, Michigan, to Gustavus, Alaska, with the fewest flights?
MATCH (from:Airport {iata: $from}), (to:Airport {iata: $to})
MATCH p = shortestPath((from)-[:ROUTE*]->(to))
RETURN length(p) AS flights, [a IN nodes(p) | a.iata] AS airports, [r IN relationships(p) | r.flights] AS offered;

// How many airports does one reach from Muskegon, and how many flights does each take at least?
MATCH (from:Airport {iata: $from}), (to:Airport)
WHERE to <> from
MATCH p = shortestPath((from)-[:ROUTE*..10]->(to))
RETURN length(p) AS flights, count(*) AS airports
ORDER BY flights;

// Which airports of Alaska are within two flights of Gustavus?
MATCH (from:Airport {iata: $to})-[:ROUTE*1..2]->(a:Airport)-[:IN_STATE]->(:State {code: "AK"})
WHERE a <> from
RETURN DISTINCT a.iata AS iata, a.name AS name
ORDER BY iata;

:param from => "BOI"
:param to => "SAV"

// Where is it best to change between Boise and Savannah, if what counts is the leg with fewer flights?
MATCH (:Airport {iata: $from})-[first:ROUTE]->(via:Airport)-[second:ROUTE]->(:Airport {iata: $to})
RETURN via.iata AS via,
       CASE WHEN first.flights < second.flights THEN first.flights ELSE second.flights END AS scarcer
ORDER BY scarcer DESC, via
LIMIT 5;

// Which pairs of different states have the most flights between them, both directions together?
MATCH (s:State)<-[:IN_STATE]-(:Airport)-[r:ROUTE]-(:Airport)-[:IN_STATE]->(t:State)
WHERE s.code < t.code
RETURN s.code AS one, t.code AS other, count(r) AS routes, sum(r.flights) AS flights
ORDER BY flights DESC, one, other
LIMIT 5;

:param states => ["TX", "CA", "HI", "NY"]

// Which are the three busiest airports of each of these states?
UNWIND $states AS code
MATCH (s:State {code: code})<-[:IN_STATE]-(a:Airport)-[r:ROUTE]->()
WITH s, a, sum(r.flights) AS flights
ORDER BY flights DESC, a.iata
WITH s, collect(a.iata)[..3] AS busiest, count(a) AS airports
RETURN s.code AS state, airports, busiest
ORDER BY state;

// How many airports have no route at all, how many have few, and how many have many?
MATCH (a:Airport)
OPTIONAL MATCH (a)-[r:ROUTE]-()
WITH a, count(r) AS routes
RETURN CASE WHEN routes = 0 THEN "none" WHEN routes < 20 THEN "fewer than 20" ELSE "20 or more" END AS routes,
       count(a) AS airports
ORDER BY airports DESC;

// Which states have no airport with a route?
MATCH (s:State)<-[:IN_STATE]-(a:Airport)
OPTIONAL MATCH (a)-[r:ROUTE]-()
WITH s, count(DISTINCT a) AS airports, count(r) AS routes
WHERE routes = 0
RETURN s.code AS state, airports, routes
ORDER BY state;

// From which airports can one not fly back on the busiest one-way routes?
MATCH (a:Airport)-[out:ROUTE]->(b:Airport)
OPTIONAL MATCH (b)-[back:ROUTE]->(a)
WITH a, b, out, back
WHERE back IS NULL
RETURN a.iata AS from, b.iata AS to, out.flights AS flights
ORDER BY flights DESC, from, to
LIMIT 5;

// Which airports are in no state, and where are they?
MATCH (a:Airport)
OPTIONAL MATCH (a)-[:IN_STATE]->(s:State)
WITH a, s
WHERE s IS NULL
RETURN a.iata AS iata, a.name AS name, a.city AS city, a.country AS country
ORDER BY country DESC, iata;

// Which airports named after a San or a Santa have routes, and how many flights has a route on average?
MATCH (a:Airport)-[r:ROUTE]->(b:Airport)
WHERE a.city STARTS WITH "San " OR a.city STARTS WITH "Santa "
RETURN a.iata AS iata, a.city AS city, count(DISTINCT b) AS destinations, round(avg(r.flights), 1) AS average
ORDER BY destinations DESC, iata;

// Which round trips of exactly three flights stay in Alaska and leave from Juneau?
MATCH (a:Airport {iata: "JNU"})-[:ROUTE]->(b:Airport {state: "AK"})-[:ROUTE]->(c:Airport {state: "AK"})-[:ROUTE]->(a)
WHERE b <> c
RETURN b.iata AS first, c.iata AS second
ORDER BY first, second;
