// Graphs and questions of public guides: a shop, servers and what depends on them, fraud rings, who meets whom, visits.
CREATE CONSTRAINT UniqueProduct FOR (p:Product) REQUIRE p.productID IS UNIQUE;
CREATE INDEX FOR (c:Category) ON (c.categoryID);
UNWIND range(1, 20) AS i CREATE (:Product {productID: toString(i), productName: 'Prod "' + i + '", x', supplierID: toString(i % 3 + 1), categoryID: toString(i % 4 + 1), quantityPerUnit: '10 boxes x ' + i + ' bags', unitPrice: i * 1.25 + 2, unitsInStock: i * 7 % 50, unitsOnOrder: i % 5 * 10, reorderLevel: i % 3 * 5, discontinued: i % 6 = 0});
UNWIND range(1, 4) AS i CREATE (:Category {categoryID: toString(i), categoryName: ['Beverages', 'Condiments', 'Produce', 'Seafood'][i - 1]});
UNWIND range(1, 3) AS i CREATE (:Supplier {supplierID: toString(i), companyName: 'Sup ' + i, country: ['UK', 'USA', 'UK'][i - 1]}), (:Employee {employeeID: toString(i), firstName: ['Nancy', 'Andrew', 'Janet'][i - 1]});
MATCH (p:Product),(c:Category) WHERE p.categoryID = c.categoryID CREATE (p)-[:PART_OF]->(c);
MATCH (p:Product),(s:Supplier) WHERE p.supplierID = s.supplierID CREATE (s)-[:SUPPLIES]->(p);
UNWIND range(0, 29) AS i MERGE (order:Order {orderID: toString(10248 + i)}) ON CREATE SET order.shipName = 'Ship, ' + i, order.freight = i * 3.17, order.date = localdatetime({year: 1996, month: i % 12 + 1, day: i % 28 + 1}), order.shipped = CASE i % 4 WHEN 0 THEN null ELSE date({year: 1996, month: i % 12 + 1, day: 28}) END MERGE (c:Customer {customerID: 'C' + (i % 5)}) MERGE (c)-[:PURCHASED]->(order) WITH order, i MATCH (e:Employee {employeeID: toString(i % 3 + 1)}) MERGE (e)-[:SOLD]->(order);
UNWIND range(0, 79) AS i MATCH (p:Product {productID: toString(i % 20 + 1)}), (o:Order {orderID: toString(10248 + i % 30)}) MERGE (o)-[d:ORDERS]->(p) ON CREATE SET d.unitPrice = i % 20 + 3.5, d.quantity = i % 9 + 1, d.discount = [0.0, 0.05, 0.1][i % 3] ON MATCH SET d.quantity = d.quantity + i % 9 + 1;
MATCH (a:Employee {employeeID: '2'}), (b:Employee) WHERE b <> a CREATE (b)-[:REPORTS_TO]->(a);
CREATE (s1:Server {name: 'SERVER-1', cpu: 2}), (s2:Server {name: 'SERVER-2'}), (v1:Virtual {name: 'VM-1'}), (v2:Virtual {name: 'VM-2'}), (san:Hardware {name: 'SAN'}), (w:Service {name: 'WEB'}), (db:Database {name: 'DB'}), (crm:Application {name: 'CRM'}), (crm)-[:DEPENDS_ON]->(db), (w)-[:DEPENDS_ON]->(db), (crm)-[:DEPENDS_ON]->(w), (db)-[:DEPENDS_ON]->(v1), (w)-[:DEPENDS_ON]->(v2), (v1)-[:DEPENDS_ON]->(s1), (v2)-[:DEPENDS_ON]->(s1), (s1)-[:DEPENDS_ON]->(san), (s2)-[:DEPENDS_ON]->(san);
CREATE (ah1:AccountHolder {FirstName: 'John', LastName: 'Doe', UniqueId: 'JohnDoe'}), (ah2:AccountHolder {FirstName: 'Jane', LastName: 'Appleseed', UniqueId: 'Jane'}), (ah3:AccountHolder {FirstName: 'Matt', UniqueId: 'Matt'}), (ad:Address {Street: '123 NW'}), (cc1:CreditCard {Limit: 5000, Balance: 1442.23}), (cc2:CreditCard {Limit: 4000, Balance: 2345.56}), (ba:BankAccount {Balance: 7054.43}), (ph:PhoneNumber {n: '555'}), (ssn:SSN {n: '1'}), (l:UnsecuredLoan {Balance: 9045.53}), (ah1)-[:HAS_ADDRESS]->(ad), (ah2)-[:HAS_ADDRESS]->(ad), (ah3)-[:HAS_ADDRESS]->(ad), (ah1)-[:HAS_CREDITCARD]->(cc1), (ah2)-[:HAS_CREDITCARD]->(cc2), (ah3)-[:HAS_BANKACCOUNT]->(ba), (ah1)-[:HAS_PHONENUMBER]->(ph), (ah2)-[:HAS_PHONENUMBER]->(ph), (ah2)-[:HAS_SSN]->(ssn), (ah3)-[:HAS_SSN]->(ssn), (ah3)-[:HAS_UNSECUREDLOAN]->(l);
UNWIND [['Ned', 'Robert', 5], ['Ned', 'Cat', 8], ['Jon', 'Sam', 9], ['Arya', 'Jon', 2], ['Arya', 'Ned', 6], ['Tyrion', 'Jon', 3], ['Tyrion', 'Cersei', 7], ['Robert', 'Cersei', 4]] AS row MERGE (src:Character {name: row[0]}) MERGE (tgt:Character {name: row[1]}) MERGE (src)-[r:INTERACTS1]->(tgt) ON CREATE SET r.weight = row[2], r.book = 1;
CREATE (p1:Person {name: 'P1', healthstatus: 'Sick', confirmedtime: datetime('2020-05-01T10:00:00')}), (p2:Person {name: 'P2', healthstatus: 'Healthy'}), (pl:Place {name: 'Bar', type: 'bar'}), (v1:Visit {id: 1, starttime: datetime('2020-05-02T10:00:00'), endtime: datetime('2020-05-02T12:00:00')}), (v2:Visit {id: 2, starttime: datetime('2020-05-02T11:00:00'), endtime: datetime('2020-05-02T13:30:00')}), (p1)-[:PERFORMS_VISIT]->(v1)-[:LOCATED_AT]->(pl), (p2)-[:PERFORMS_VISIT]->(v2)-[:LOCATED_AT]->(pl), (p1)-[:VISITS {id: 1, starttime: v1.starttime, endtime: v1.endtime, duration: duration.between(datetime('2020-05-02T10:00:00'), datetime('2020-05-02T12:00:00'))}]->(pl), (p2)-[:VISITS {id: 2, starttime: datetime('2020-05-02T11:00:00'), endtime: datetime('2020-05-02T13:30:00'), duration: duration('PT2H30M')}]->(pl);
// queries
MATCH (s:Supplier)-->(:Product)-->(c:Category) RETURN s.companyName AS company, collect(DISTINCT c.categoryName) = [] AS e, count(DISTINCT c.categoryName) AS n ORDER BY company;
//: company | e | n
//> 'Sup 1' | false | 4
//> 'Sup 2' | false | 4
//> 'Sup 3' | false | 4
MATCH (c:Category {categoryName: "Produce"})<--(:Product)<--(s:Supplier) RETURN DISTINCT s.companyName AS ProduceSuppliers ORDER BY ProduceSuppliers;
//: ProduceSuppliers
//> 'Sup 1'
//> 'Sup 2'
//> 'Sup 3'
MATCH (cust:Customer)-[:PURCHASED]->(:Order)-[o:ORDERS]->(p:Product), (p)-[:PART_OF]->(c:Category {categoryName: "Produce"}) RETURN DISTINCT cust.customerID AS CustomerID, SUM(o.quantity) AS TotalProductsPurchased ORDER BY CustomerID;
//: CustomerID | TotalProductsPurchased
//> 'C0' | 18
//> 'C1' | 20
//> 'C2' | 21
//> 'C3' | 23
//> 'C4' | 16
MATCH (choc:Product {productName:'Prod "3", x'})<-[:ORDERS]-(:Order)<-[:SOLD]-(employee), (employee)-[:SOLD]->(o2)-[:ORDERS]->(other:Product) RETURN employee.employeeID AS employee, other.productName AS otherProduct, count(DISTINCT o2) AS count ORDER BY count DESC, employee, otherProduct LIMIT 5;
//: employee | otherProduct | count
//> '1' | 'Prod "1", x' | 1
//> '1' | 'Prod "10", x' | 1
//> '1' | 'Prod "11", x' | 1
//> '1' | 'Prod "12", x' | 1
//> '1' | 'Prod "14", x' | 1
MATCH path = (e:Employee)<-[:REPORTS_TO]-(sub) RETURN e.employeeID AS manager, sub.employeeID AS employee ORDER BY employee;
//: manager | employee
//> '2' | '1'
//> '2' | '3'
MATCH (e:Employee)<-[:REPORTS_TO*0..]-(sub)-[:SOLD]->(order) WITH e, count(DISTINCT order) AS total RETURN e.employeeID, total ORDER BY total DESC, e.employeeID;
//: e.employeeID | total
//> '2' | 30
//> '1' | 10
//> '3' | 10
MATCH path = (e:Employee)<-[:REPORTS_TO]-(sub) WITH e, sub, [person IN NODES(path) | person.employeeID][1..-1] AS path RETURN e.employeeID AS manager, path AS middleManager, sub.employeeID AS employee ORDER BY employee;
//: manager | middleManager | employee
//> '2' | [] | '1'
//> '2' | [] | '3'
MATCH (c:Customer)-[:PURCHASED]->(o:Order)-[:ORDERS]->(p:Product) RETURN c.customerID, p.productName, count(o) AS orders ORDER BY orders DESC, c.customerID, p.productName LIMIT 5;
//: c.customerID | p.productName | orders
//> 'C0' | 'Prod "1", x' | 3
//> 'C0' | 'Prod "11", x' | 3
//> 'C0' | 'Prod "16", x' | 3
//> 'C0' | 'Prod "6", x' | 3
//> 'C1' | 'Prod "12", x' | 3
MATCH (c:Customer)-[:PURCHASED]->(:Order)-[:ORDERS]->(p:Product) WITH c, count(p) AS total MATCH (c)-[:PURCHASED]->(o:Order)-[:ORDERS]->(p:Product) WITH c, total, p, count(o) * 1.0 AS orders MERGE (c)-[rated:RATED]->(p) ON CREATE SET rated.rating = orders / total ON MATCH SET rated.rating = orders / total WITH c, p, rated.rating AS rating ORDER BY rating DESC, c.customerID, p.productID LIMIT 5 RETURN c.customerID, p.productID, round(rating, 5) AS r;
//: c.customerID | p.productID | r
//> 'C0' | '1' | 0.25
//> 'C0' | '11' | 0.25
//> 'C0' | '16' | 0.25
//> 'C0' | '6' | 0.25
//> 'C1' | '12' | 0.25
//+ properties-set 20, relationships-created 20
MATCH (c1:Customer)-[:PURCHASED]->()-[:ORDERS]->(p:Product)<-[:ORDERS]-()<-[:PURCHASED]-(c2:Customer) WHERE c1.customerID < c2.customerID WITH c1, c2, count(DISTINCT p) AS both, collect(DISTINCT p.productID)[..0] AS x RETURN c1.customerID, c2.customerID, both, x ORDER BY both DESC, c1.customerID, c2.customerID LIMIT 4;
//: c1.customerID | c2.customerID | both | x
MATCH (c1:Customer {customerID: 'C0'})-[:PURCHASED]->()-[:ORDERS]->(p) WITH c1, collect(DISTINCT id(p)) AS s1 MATCH (c2:Customer)-[:PURCHASED]->()-[:ORDERS]->(q) WHERE c2 <> c1 WITH s1, c2, collect(DISTINCT id(q)) AS s2 WITH c2, [x IN s1 WHERE x IN s2] AS i, s1 + [x IN s2 WHERE NOT x IN s1] AS u RETURN c2.customerID, round(1.0 * size(i) / size(u), 4) AS jaccard ORDER BY jaccard DESC, c2.customerID;
//: c2.customerID | jaccard
//> 'C1' | 0.0
//> 'C2' | 0.0
//> 'C3' | 0.0
//> 'C4' | 0.0
MATCH (o:Order) WHERE o.shipped IS NULL RETURN count(*) AS open, min(o.date) AS first, max(o.date) AS last;
//: open | first | last
//> 8 | localdatetime('1996-01-01T00:00:00') | localdatetime('1996-09-21T00:00:00')
MATCH (o:Order) WITH o.date.year AS y, o.date.quarter AS q, o RETURN y, q, count(o) AS n, round(sum(o.freight), 2) AS f, avg(duration.between(date(o.date), o.shipped)) AS d ORDER BY y, q;
//: y | q | n | f | d
//> 1996 | 1 | 9 | 370.89 | duration('P13DT12H')
//> 1996 | 2 | 9 | 456.48 | duration('P15DT15H59M59.999999999S')
//> 1996 | 3 | 6 | 247.26 | duration('P14DT12H')
//> 1996 | 4 | 6 | 304.32 | duration('P11D')
MATCH (o:Order)-[d:ORDERS]->(p)-[:PART_OF]->(c) WITH c.categoryName AS cat, date.truncate('month', o.date) AS m, sum(d.unitPrice * d.quantity * (1 - d.discount)) AS rev ORDER BY m RETURN cat, collect({m: m.month, rev: round(rev, 2)})[..2] AS revs, round(reduce(t = 0.0, x IN collect(rev) | t + x), 2) AS total ORDER BY cat;
//: cat | revs | total
//> 'Beverages' | [{m: 2, rev: 153.43}, {m: 4, rev: 246.5}] | 1426.25
//> 'Condiments' | [{m: 1, rev: 158.0}, {m: 3, rev: 197.1}] | 1032.27
//> 'Produce' | [{m: 2, rev: 217.08}, {m: 4, rev: 206.0}] | 1176.7
//> 'Seafood' | [{m: 1, rev: 110.0}, {m: 3, rev: 278.1}] | 1203.1
MATCH (p:Product) WHERE p.unitsInStock < p.reorderLevel OR p.discontinued RETURN p.productName, p.unitsInStock, p.discontinued ORDER BY p.unitsInStock, p.productName;
//: p.productName | p.unitsInStock | p.discontinued
//> 'Prod "8", x' | 6 | false
//> 'Prod "18", x' | 26 | true
//> 'Prod "12", x' | 34 | true
//> 'Prod "6", x' | 42 | true
MATCH (p:Product) WITH percentileCont(p.unitPrice, 0.5) AS median, stDev(p.unitPrice) AS sd, collect(p) AS ps UNWIND ps AS p WITH p, median, sd WHERE abs(p.unitPrice - median) > sd RETURN p.productID, p.unitPrice ORDER BY p.unitPrice DESC;
//: p.productID | p.unitPrice
//> '20' | 27.0
//> '19' | 25.75
//> '18' | 24.5
//> '17' | 23.25
//> '4' | 7.0
//> '3' | 5.75
//> '2' | 4.5
//> '1' | 3.25
MATCH (p:Product) RETURN p.productID AS id, p.quantityPerUnit AS q ORDER BY toInteger(p.productID) DESC SKIP 3 LIMIT 3;
//: id | q
//> '17' | '10 boxes x 17 bags'
//> '16' | '10 boxes x 16 bags'
//> '15' | '10 boxes x 15 bags'
MATCH (n) WHERE n:Server OR n:Virtual OR n:Service RETURN labels(n)[0] AS l, collect(n.name) AS names ORDER BY l;
//: l | names
//> 'Server' | ['SERVER-1', 'SERVER-2']
//> 'Service' | ['WEB']
//> 'Virtual' | ['VM-1', 'VM-2']
MATCH (n)<-[:DEPENDS_ON*]-(dependent) RETURN n.name AS Host, count(DISTINCT dependent) AS Dependents ORDER BY Dependents DESC, Host LIMIT 3;
//: Host | Dependents
//> 'SAN' | 7
//> 'SERVER-1' | 5
//> 'VM-1' | 3
MATCH (n)-[:DEPENDS_ON*]->(dep) WHERE n.name = 'CRM' RETURN DISTINCT dep.name ORDER BY dep.name;
//: dep.name
//> 'DB'
//> 'SAN'
//> 'SERVER-1'
//> 'VM-1'
//> 'VM-2'
//> 'WEB'
MATCH p = (n:Application)-[:DEPENDS_ON*]->(d) WHERE NOT (d)-[:DEPENDS_ON]->() RETURN [x IN nodes(p) | x.name] AS chain ORDER BY size(chain), chain;
//: chain
//> ['CRM', 'DB', 'VM-1', 'SERVER-1', 'SAN']
//> ['CRM', 'WEB', 'VM-2', 'SERVER-1', 'SAN']
//> ['CRM', 'WEB', 'DB', 'VM-1', 'SERVER-1', 'SAN']
MATCH (n) WHERE n.name IS NOT NULL AND NOT EXISTS { (n)<-[:DEPENDS_ON]-() } AND EXISTS { (n)-[:DEPENDS_ON]->() } RETURN n.name ORDER BY n.name;
//: n.name
//> 'CRM'
//> 'SERVER-2'
MATCH (s {name: 'SERVER-1'}) MATCH (s)<-[:DEPENDS_ON]-{1,}(x) WITH DISTINCT x RETURN x.name, COUNT { (x)-[:DEPENDS_ON]->{1,}(:Hardware) } AS ways ORDER BY x.name;
//: x.name | ways
//> 'CRM' | 3
//> 'DB' | 1
//> 'VM-1' | 1
//> 'VM-2' | 1
//> 'WEB' | 2
MATCH (accountHolder:AccountHolder)-[]->(contactInformation) WITH contactInformation, count(accountHolder) AS RingSize MATCH (contactInformation)<-[]-(accountHolder) WITH collect(accountHolder.UniqueId) AS AccountHolders, contactInformation, RingSize WHERE RingSize > 1 UNWIND AccountHolders AS a WITH a, contactInformation, RingSize ORDER BY a RETURN collect(a) AS FraudRing, labels(contactInformation) AS ContactType, RingSize ORDER BY RingSize DESC, ContactType;
//: FraudRing | ContactType | RingSize
//> ['Jane', 'JohnDoe', 'Matt'] | ['Address'] | 3
//> ['Jane', 'JohnDoe'] | ['PhoneNumber'] | 2
//> ['Jane', 'Matt'] | ['SSN'] | 2
MATCH (accountHolder:AccountHolder)-[]->(contactInformation) WITH contactInformation, count(accountHolder) AS RingSize MATCH (contactInformation)<-[]-(accountHolder), (accountHolder)-[r:HAS_CREDITCARD|HAS_UNSECUREDLOAN]->(unsecuredAccount) WITH collect(DISTINCT accountHolder.UniqueId) AS AccountHolders, contactInformation, RingSize, SUM(CASE type(r) WHEN 'HAS_CREDITCARD' THEN unsecuredAccount.Limit WHEN 'HAS_UNSECUREDLOAN' THEN unsecuredAccount.Balance ELSE 0 END) AS FinancialRisk WHERE RingSize > 1 RETURN size(AccountHolders) AS FraudRing, labels(contactInformation) AS ContactType, RingSize, round(FinancialRisk) AS FinancialRisk ORDER BY FinancialRisk DESC;
//: FraudRing | ContactType | RingSize | FinancialRisk
//> 3 | ['Address'] | 3 | 18046.0
//> 2 | ['SSN'] | 2 | 13046.0
//> 2 | ['PhoneNumber'] | 2 | 9000.0
MATCH (c:Character) RETURN c.name, COUNT { (c)-[:INTERACTS1]-() } AS degree ORDER BY degree DESC, c.name LIMIT 4;
//: c.name | degree
//> 'Jon' | 3
//> 'Ned' | 3
//> 'Arya' | 2
//> 'Cersei' | 2
MATCH (c:Character)-[r:INTERACTS1]-() RETURN c.name AS name, sum(r.weight) AS w ORDER BY w DESC, name;
//: name | w
//> 'Ned' | 19
//> 'Jon' | 14
//> 'Cersei' | 11
//> 'Tyrion' | 10
//> 'Robert' | 9
//> 'Sam' | 9
//> 'Arya' | 8
//> 'Cat' | 8
MATCH (a:Character {name: 'Sam'}), (b:Character {name: 'Cersei'}) MATCH p = allShortestPaths((a)-[:INTERACTS1*]-(b)) RETURN [n IN nodes(p) | n.name] AS path, reduce(w = 0, r IN relationships(p) | w + r.weight) AS w;
//: path | w
//> ['Sam', 'Jon', 'Tyrion', 'Cersei'] | 19
MATCH (a:Character)-[:INTERACTS1]-(b:Character)-[:INTERACTS1]-(c:Character)-[:INTERACTS1]-(a) WHERE a.name < b.name AND b.name < c.name RETURN a.name, b.name, c.name;
//: a.name | b.name | c.name
MATCH (c:Character)-[r:INTERACTS1]-(o) WITH c, r, o ORDER BY r.weight DESC, o.name WITH c, collect(o.name)[..2] AS best RETURN c.name, best ORDER BY c.name;
//: c.name | best
//> 'Arya' | ['Ned', 'Jon']
//> 'Cat' | ['Ned']
//> 'Cersei' | ['Tyrion', 'Robert']
//> 'Jon' | ['Sam', 'Tyrion']
//> 'Ned' | ['Cat', 'Arya']
//> 'Robert' | ['Ned', 'Cersei']
//> 'Sam' | ['Jon']
//> 'Tyrion' | ['Cersei', 'Jon']
MATCH (p:Person {healthstatus: "Sick"})-[v1:VISITS]->(pl:Place)<-[v2:VISITS]-(p2:Person {healthstatus: 'Healthy'}) WITH p, p2, pl, CASE WHEN v1.starttime > v2.starttime THEN v1.starttime ELSE v2.starttime END AS s, CASE WHEN v1.endtime < v2.endtime THEN v1.endtime ELSE v2.endtime END AS e WHERE s <= e RETURN p.name, p2.name, pl.name, duration.between(s, e) AS overlap, duration.inSeconds(s, e).minutes AS mins, sum(duration.between(s, e)) AS t;
//: p.name | p2.name | pl.name | overlap | mins | t
//> 'P1' | 'P2' | 'Bar' | duration('PT1H') | 60 | duration('PT1H')
MATCH (p:Person)-[v:VISITS]->(pl) RETURN pl.name, sum(v.duration) AS total, avg(v.duration) AS av, max(v.endtime) - duration('PT1H') AS x, collect(v.duration.minutes) AS m;
//: pl.name | total | av | x | m
//> 'Bar' | duration('PT4H30M') | duration('PT2H15M') | datetime('2020-05-02T12:30:00Z') | [120, 150]
MATCH (p:Person {name: 'P1'})-[:PERFORMS_VISIT]->(v) SET v.duration = duration.inSeconds(v.starttime, v.endtime) RETURN v.duration, v.duration.seconds, v;
//: v.duration | v.duration.seconds | v
//> duration('PT2H') | 7200 | (:Visit {duration: duration('PT2H'), endtime: datetime('2020-05-02T12:00:00Z'), id: 1, starttime: datetime('2020-05-02T10:00:00Z')})
//+ properties-set 1
MATCH (n) RETURN count(n), count(DISTINCT labels(n)), sum(size(keys(n))), max(size(labels(n)));
//: count(n) | count(DISTINCT labels(n)) | sum(size(keys(n))) | max(size(labels(n)))
//> 96 | 23 | 417 | 1
MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS c, count(r.weight) AS w ORDER BY c DESC, t;
//: t | c | w
//> 'ORDERS' | 60 | 0
//> 'PURCHASED' | 30 | 0
//> 'SOLD' | 30 | 0
//> 'PART_OF' | 20 | 0
//> 'SUPPLIES' | 20 | 0
//> 'DEPENDS_ON' | 9 | 0
//> 'INTERACTS1' | 8 | 8
//> 'HAS_ADDRESS' | 3 | 0
//> 'HAS_CREDITCARD' | 2 | 0
//> 'HAS_PHONENUMBER' | 2 | 0
//> 'HAS_SSN' | 2 | 0
//> 'LOCATED_AT' | 2 | 0
//> 'PERFORMS_VISIT' | 2 | 0
//> 'REPORTS_TO' | 2 | 0
//> 'VISITS' | 2 | 0
//> 'HAS_BANKACCOUNT' | 1 | 0
//> 'HAS_UNSECUREDLOAN' | 1 | 0
MATCH (p:Product) SET p.price = toString(p.unitPrice), p:Sellable REMOVE p.unitPrice WITH p LIMIT 3 RETURN p.price IS NOT NULL, p.unitPrice;
//: p.price IS NOT NULL | p.unitPrice
//> true | null
//> true | null
//> true | null
//+ labels-added 20, properties-set 40
MATCH (c:Category) CALL (c) { MATCH (c)<-[:PART_OF]-(p) RETURN p ORDER BY p.unitPrice DESC LIMIT 2 } WITH c, collect(p.productID) AS top RETURN c.categoryName, top ORDER BY c.categoryName;
//: c.categoryName | top
//> 'Beverages' | ['20', '16']
//> 'Condiments' | ['17', '13']
//> 'Produce' | ['18', '14']
//> 'Seafood' | ['19', '15']
MATCH (c:Category)<-[:PART_OF]-(p:Product) WITH c, p ORDER BY p.unitPrice DESC WITH c, collect(p)[0] AS dear, avg(p.unitPrice) AS av, min(p.unitPrice) AS mi RETURN c { .categoryName, dearest: dear { .productName, .unitPrice }, av, mi } AS m ORDER BY c.categoryName;
//: m
//> {av: 17.0, categoryName: 'Beverages', dearest: {productName: 'Prod "20", x', unitPrice: 27.0}, mi: 7.0}
//> {av: 13.25, categoryName: 'Condiments', dearest: {productName: 'Prod "17", x', unitPrice: 23.25}, mi: 3.25}
//> {av: 14.5, categoryName: 'Produce', dearest: {productName: 'Prod "18", x', unitPrice: 24.5}, mi: 4.5}
//> {av: 15.75, categoryName: 'Seafood', dearest: {productName: 'Prod "19", x', unitPrice: 25.75}, mi: 5.75}
MATCH (p:Product) WHERE p.unitPrice > 20 SET p.tier = 'gold' WITH count(*) AS gold MATCH (q:Product) WHERE q.tier IS NULL SET q.tier = CASE WHEN q.unitPrice > 10 THEN 'silver' ELSE 'bronze' END RETURN gold, q.tier, count(*) AS n ORDER BY q.tier;
//: gold | q.tier | n
//> 6 | 'bronze' | 6
//> 6 | 'silver' | 8
//+ properties-set 20
MATCH (o:Order) WHERE o.date >= localdatetime('1996-03-01') AND o.date < localdatetime({year: 1996, month: 5}) RETURN o.orderID, o.date.month ORDER BY o.orderID;
//: o.orderID | o.date.month
//> '10250' | 3
//> '10251' | 4
//> '10262' | 3
//> '10263' | 4
//> '10274' | 3
//> '10275' | 4
MATCH (c:Customer {customerID: 'C1'}) OPTIONAL MATCH (c)-[:PURCHASED]->(o) WHERE o.freight > 80 WITH c, o ORDER BY o.freight DESC RETURN c.customerID, head(collect(o { .orderID, .freight })) AS dearest, count(o) AS n;
//: c.customerID | dearest | n
//> 'C1' | {freight: 82.42, orderID: '10274'} | 1
MATCH (o:Order {orderID: '10250'}) DETACH DELETE o RETURN count(*) AS n;
//: n
//> 1
//+ nodes-deleted 1, relationships-deleted 4
// and
MATCH (c:Customer) WHERE NOT EXISTS { (c)-[:PURCHASED]->(:Order {orderID: '10250'}) } RETURN count(c);
//: count(c)
//> 5
MATCH (p:Product {productID: '1'}) CREATE (q:Product) SET q = properties(p);
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (p:Product {productID: '1'}) CREATE (q:Product) SET q = properties(p), q.productID = 'x1' WITH p, q MATCH (p)-[:PART_OF]->(c) MERGE (q)-[:PART_OF]->(c) RETURN q.productName, c.categoryName;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MERGE (p:Product {productID: '1'}) ON MATCH SET p.seen = coalesce(p.seen, 0) + 1 RETURN p.seen;
//: p.seen
//> 1
//+ properties-set 1
MERGE (p:Product {productID: '1', productName: 'other'}) RETURN p;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
CREATE (p:Product {productID: '1'});
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (p:Product) WHERE p.productName =~ '(?i)prod "1.*' RETURN count(*);
//: count(*)
//> 11
MATCH (p:Product) RETURN left(p.productName, 4) AS l, count(*) AS c, collect(DISTINCT size(p.productName)) AS s;
//: l | c | s
//> 'Prod' | 20 | [11, 12]
MATCH (p:Product) WITH p.categoryID AS cat, collect(p.unitPrice) AS prices RETURN cat, reduce(m = prices[0], x IN prices | CASE WHEN x > m THEN x ELSE m END) AS mx, [x IN prices WHERE x > 20] AS big, any(x IN prices WHERE x > 26) AS a, all(x IN prices WHERE x > 4) AS al ORDER BY cat;
//: cat | mx | big | a | al
//> '1' | 27.0 | [22.0, 27.0] | true | true
//> '2' | 23.25 | [23.25] | false | false
//> '3' | 24.5 | [24.5] | false | true
//> '4' | 25.75 | [20.75, 25.75] | false | true
MATCH p = (:Customer {customerID: 'C2'})-[:PURCHASED]->()-[:ORDERS]->()-[:PART_OF]->(c) UNWIND nodes(p) AS n WITH DISTINCT n RETURN labels(n) AS l, count(*) AS c ORDER BY c, l;
//: l | c
//> ['Customer'] | 1
//> ['Category'] | 4
//> ['Product'] | 4
//> ['Order'] | 6
