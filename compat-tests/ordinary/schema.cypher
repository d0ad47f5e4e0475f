// Constraints and indexes of every kind: what they answer, what they refuse, queries that go through them.
CREATE CONSTRAINT acc_id FOR (a:Account) REQUIRE a.id IS UNIQUE;
CREATE CONSTRAINT owner_key FOR (o:Owner) REQUIRE (o.first, o.last) IS UNIQUE;
CREATE CONSTRAINT pay_ref FOR ()-[p:PAID]-() REQUIRE p.ref IS UNIQUE;
CREATE INDEX acc_opened FOR (a:Account) ON (a.opened);
CREATE INDEX acc_kind_balance FOR (a:Account) ON (a.kind, a.balance);
CREATE TEXT INDEX acc_iban FOR (a:Account) ON (a.iban);
CREATE POINT INDEX branch_at FOR (b:Branch) ON (b.at);
CREATE INDEX paid_amount FOR ()-[p:PAID]-() ON (p.amount);
CREATE TEXT INDEX paid_note FOR ()-[p:PAID]-() ON (p.note);
CREATE (a:Account {id: 1, kind: 'giro', balance: 100, opened: date('2020-01-01'), iban: 'DE001'}), (b:Account {id: 2, kind: 'giro', balance: -20.5, opened: date('2021-06-30'), iban: 'DE002'}),
  (c:Account {id: 3, kind: 'save', balance: 1000, opened: date('2019-12-31'), iban: 'FR001'}), (d:Account {id: '4', kind: 'save', opened: localdatetime('2022-01-01T00:00'), iban: 'xDEx'}), (e:Account {kind: 'giro', balance: 7}),
  (o:Owner {first: 'Ada', last: 'L'}), (q:Owner {first: 'Ada', last: 'M'}), (r:Owner {first: 'Bo'}), (s:Owner {first: 'Bo'}),
  (x:Branch {name: 'x', at: point({x: 1, y: 1})}), (y:Branch {name: 'y', at: point({x: 5, y: 5})}), (z:Branch {name: 'z', at: point({latitude: 1, longitude: 1})}), (w:Branch {name: 'w', at: 'nowhere'}),
  (a)-[:PAID {ref: 'r1', amount: 10, note: 'rent may'}]->(b), (b)-[:PAID {ref: 'r2', amount: 20, note: 'food'}]->(c), (a)-[:PAID {ref: 'r3', amount: 30.5, note: 'rent june'}]->(c), (c)-[:PAID {amount: 40}]->(c), (o)-[:OWNS]->(a), (o)-[:OWNS]->(b), (q)-[:OWNS]->(c);
// queries
MATCH (a:Account {id: 1}) RETURN a.iban;
//: a.iban
//> 'DE001'
MATCH (a:Account) WHERE a.id IN [1, 3, '4', 99, null, 1] RETURN a.id ORDER BY a.iban;
//: a.id
//> 1
//> 3
//> '4'
MATCH (a:Account) WHERE a.id > 1 RETURN a.id ORDER BY a.id;
//: a.id
//> 2
//> 3
MATCH (a:Account) WHERE a.id >= '0' RETURN a.id;
//: a.id
//> '4'
MATCH (a:Account) WHERE a.id = 1.0 OR a.id = '4' RETURN a.iban ORDER BY a.iban;
//: a.iban
//> 'DE001'
//> 'xDEx'
MATCH (a:Account) WHERE a.opened >= date('2020-01-01') AND a.opened < date('2022-12-31') RETURN a.id ORDER BY a.opened;
//: a.id
//> 1
//> 2
MATCH (a:Account) WHERE a.opened IS NOT NULL RETURN a.id, a.opened ORDER BY a.opened;
//: a.id | a.opened
//> '4' | localdatetime('2022-01-01T00:00:00')
//> 3 | date('2019-12-31')
//> 1 | date('2020-01-01')
//> 2 | date('2021-06-30')
MATCH (a:Account) WHERE a.opened IS NULL RETURN a.kind;
//: a.kind
//> 'giro'
MATCH (a:Account) WHERE a.kind = 'giro' AND a.balance > 0 RETURN a.balance ORDER BY a.balance DESC;
//: a.balance
//> 100
//> 7
MATCH (a:Account) WHERE a.kind STARTS WITH 'g' AND a.balance < 50 RETURN a.balance ORDER BY a.balance;
//: a.balance
//> -20.5
//> 7
MATCH (a:Account {kind: 'save'}) RETURN a.id, a.balance ORDER BY a.balance;
//: a.id | a.balance
//> 3 | 1000
//> '4' | null
MATCH (a:Account) USING INDEX a:Account(kind, balance) WHERE a.kind = 'giro' AND a.balance IS NOT NULL RETURN count(a);
//: count(a)
//> 3
MATCH (a:Account) USING SCAN a:Account WHERE a.id = 2 RETURN a.iban;
//: a.iban
//> 'DE002'
MATCH (a:Account) USING TEXT INDEX a:Account(iban) WHERE a.iban STARTS WITH 'DE' RETURN a.iban ORDER BY a.iban;
//: a.iban
//> 'DE001'
//> 'DE002'
MATCH (a:Account) WHERE a.iban CONTAINS 'E0' RETURN a.iban ORDER BY a.iban;
//: a.iban
//> 'DE001'
//> 'DE002'
MATCH (a:Account) WHERE a.iban ENDS WITH '001' RETURN a.iban ORDER BY a.iban;
//: a.iban
//> 'DE001'
//> 'FR001'
MATCH (a:Account) WHERE a.iban = 'FR001' OR a.iban STARTS WITH 'x' RETURN a.iban ORDER BY a.iban;
//: a.iban
//> 'FR001'
//> 'xDEx'
MATCH (a:Account) WHERE a.iban > 'DE001' RETURN a.iban ORDER BY a.iban;
//: a.iban
//> 'DE002'
//> 'FR001'
//> 'xDEx'
MATCH (b:Branch) WHERE point.distance(b.at, point({x: 0, y: 0})) < 2 RETURN b.name;
//: b.name
//> 'x'
MATCH (b:Branch) WHERE point.withinBBox(b.at, point({x: 0, y: 0}), point({x: 5, y: 5})) RETURN b.name ORDER BY b.name;
//: b.name
//> 'x'
//> 'y'
MATCH (b:Branch) WHERE b.at = point({latitude: 1, longitude: 1}) RETURN b.name;
//: b.name
//> 'z'
MATCH (b:Branch) USING POINT INDEX b:Branch(at) WHERE b.at IN [point({x: 1, y: 1}), point({x: 2, y: 2})] RETURN b.name;
//: b.name
//> 'x'
MATCH ()-[p:PAID {ref: 'r2'}]->() RETURN p.amount;
//: p.amount
//> 20
MATCH ()-[p:PAID]->() WHERE p.amount > 15 RETURN p.amount ORDER BY p.amount;
//: p.amount
//> 20
//> 30.5
//> 40
MATCH (a)-[p:PAID]-(b) WHERE p.amount >= 40 RETURN a.id, b.id;
//: a.id | b.id
//> 3 | 3
MATCH (a)-[p:PAID]-(b) WHERE p.note CONTAINS 'rent' RETURN a.id, b.id, p.note ORDER BY p.note, a.id;
//: a.id | b.id | p.note
//> 1 | 3 | 'rent june'
//> 3 | 1 | 'rent june'
//> 1 | 2 | 'rent may'
//> 2 | 1 | 'rent may'
MATCH (a:Account)-[p:PAID]->(b:Account) USING INDEX p:PAID(amount) WHERE p.amount < 15 RETURN a.id, b.id;
//: a.id | b.id
//> 1 | 2
MATCH ()-[p:PAID]->() WHERE p.ref IS NOT NULL RETURN p.ref ORDER BY p.ref DESC LIMIT 2;
//: p.ref
//> 'r3'
//> 'r2'
MATCH (a:Account) RETURN a.id ORDER BY a.id LIMIT 3;
//: a.id
//> '4'
//> 1
//> 2
MATCH (a:Account) WHERE a.balance IS NOT NULL RETURN max(a.balance), min(a.balance);
//: max(a.balance) | min(a.balance)
//> 1000 | -20.5
MATCH (o:Owner) WHERE o.first = 'Ada' RETURN o.last ORDER BY o.last;
//: o.last
//> 'L'
//> 'M'
MATCH (o:Owner {first: 'Ada', last: 'M'})-[:OWNS]->(a) RETURN a.id;
//: a.id
//> 3
MATCH (a:Account {id: 1}), (b:Account {id: 3}) MATCH p = SHORTEST 1 (a)-[:PAID]-+(b) RETURN length(p);
//: length(p)
//> 1
// $ {ids: [3, 2, 2, null]}
UNWIND $ids AS id MATCH (a:Account {id: id}) RETURN a.id, a.balance;
//: a.id | a.balance
//> 2 | -20.5
//> 2 | -20.5
//> 3 | 1000
// $ {ids: [3, 2, 2, 9]}
UNWIND $ids AS id OPTIONAL MATCH (a:Account {id: id}) RETURN id, a.balance;
//: id | a.balance
//> 2 | -20.5
//> 2 | -20.5
//> 3 | 1000
//> 9 | null
// $ {id: [1]}
MATCH (a:Account {id: $id}) RETURN a;
//: a
CREATE (:Account {id: 1});
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
CREATE (:Account {id: 1.0});
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
CREATE (:Account {id: 9}), (:Account {id: 9});
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (a:Account {id: 2}) SET a.id = 1;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (a:Account {id: 2}) SET a.id = 1 RETURN a;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (a:Account {id: 1}), (b:Account {id: 2}) SET a.id = 2, b.id = 1 RETURN a.iban, a.id, b.id;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (a:Account {id: 1}) DETACH DELETE a CREATE (:Account {id: 1, iban: 'new'});
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 2, relationships-deleted 3
// and
MATCH (a:Account {id: 1}) RETURN a;
//: a
//> (:Account {iban: 'new', id: 1})
MATCH (e:Account) WHERE e.id IS NULL SET e.id = 3;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
CREATE (n:Thing {id: 1}) SET n:Account;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
CREATE (:Owner {first: 'Ada', last: 'L'});
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
CREATE (:Owner {first: 'Bo'}) RETURN 1;
//: 1
//> 1
//+ labels-added 1, nodes-created 1, properties-set 1
MATCH (o:Owner {first: 'Ada', last: 'M'}) SET o += {last: 'L'};
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (a:Account {id: 1}), (b:Account {id: 2}) CREATE (a)-[:PAID {ref: 'r1'}]->(b);
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH ()-[p:PAID {ref: 'r2'}]->() SET p.ref = 'r1';
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MERGE (a:Account {id: 1}) ON MATCH SET a.seen = true ON CREATE SET a.new = true RETURN a.seen, a.new;
//: a.seen | a.new
//> true | null
//+ properties-set 1
MERGE (a:Account {id: 77}) ON MATCH SET a.seen = true ON CREATE SET a.new = true RETURN a.seen, a.new;
//: a.seen | a.new
//> null | true
//+ labels-added 1, nodes-created 1, properties-set 2
MERGE (a:Account {id: 1, iban: 'other'}) RETURN a;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MERGE (o:Owner {first: 'Ada', last: 'L'})-[:OWNS]->(a:Account {id: 3}) RETURN a.id;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MERGE (o:Owner {first: 'Ada', last: null}) RETURN o;
//! Neo.ClientError.Statement.SemanticError 22G03 22N31
MATCH (a:Account {id: 1}) MERGE (a)-[p:PAID {ref: 'r1'}]->(:Account {id: 2}) RETURN p;
//: p
//> [:PAID {amount: 10, note: 'rent may', ref: 'r1'}]
CREATE INDEX acc_opened FOR (a:Account) ON (a.opened);
//! Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists 22N70
CREATE INDEX acc_opened FOR (a:Account) ON (a.other);
//! Neo.ClientError.Schema.IndexWithNameAlreadyExists 22N71
CREATE INDEX other_name FOR (a:Account) ON (a.opened);
//! Neo.ClientError.Schema.IndexAlreadyExists 22N70
CREATE INDEX acc_opened IF NOT EXISTS FOR (a:Account) ON (a.opened);
CREATE INDEX FOR (a:Account) ON (a.id);
//! Neo.ClientError.Schema.ConstraintAlreadyExists 22N74 22N70
CREATE CONSTRAINT acc_opened FOR (a:Account) REQUIRE a.z IS UNIQUE;
//! Neo.ClientError.Schema.IndexWithNameAlreadyExists 22N71
CREATE CONSTRAINT FOR (a:Account) REQUIRE a.id IS UNIQUE;
//! Neo.ClientError.Schema.ConstraintAlreadyExists 22N65
CREATE CONSTRAINT acc_id IF NOT EXISTS FOR (a:Account) REQUIRE a.other IS UNIQUE;
CREATE CONSTRAINT FOR (a:Account) REQUIRE a.kind IS UNIQUE;
//! Neo.DatabaseError.Schema.ConstraintCreationFailed 50N11 22N79 22N80
CREATE CONSTRAINT FOR (a:Account) REQUIRE a.kind IS NOT NULL;
//! Neo.DatabaseError.Schema.ConstraintCreationFailed 50N11 51N27
CREATE CONSTRAINT FOR (a:Account) REQUIRE a.kind IS :: STRING;
//! Neo.DatabaseError.Schema.ConstraintCreationFailed 50N11 51N27
CREATE CONSTRAINT FOR (a:Account) REQUIRE (a.kind, a.balance) IS NODE KEY;
//! Neo.ClientError.Schema.IndexAlreadyExists 22N73
CREATE CONSTRAINT FOR ()-[p:PAID]-() REQUIRE p.amount IS RELATIONSHIP KEY;
//! Neo.ClientError.Schema.IndexAlreadyExists 22N73
CREATE CONSTRAINT FOR (a:Account) REQUIRE a.kind IS RELATIONSHIP UNIQUE;
//! Neo.ClientError.Statement.SyntaxError 42001 22N04
CREATE CONSTRAINT FOR (a:Account) ASSERT a.kind IS UNIQUE;
//! Neo.ClientError.Statement.SyntaxError 42001 42I52
CREATE INDEX ON :Account(kind);
//! Neo.ClientError.Statement.SyntaxError 42001 42I52
CREATE TEXT INDEX two FOR (a:Account) ON (a.x, a.y);
//! Neo.ClientError.Statement.SyntaxError 42001 42N16
CREATE POINT INDEX acc_opened2 FOR (a:Account) ON (a.opened) OPTIONS {indexConfig: {`spatial.cartesian.min`: [-1000000.0, -1000000.0]}};
//+ indexes-added 1
CREATE RANGE INDEX opts FOR (a:Account) ON (a.zz) OPTIONS {indexProvider: 'native-btree-1.0'};
//! Neo.ClientError.General.InvalidArguments 42001 22N04
CREATE RANGE INDEX opts FOR (a:Account) ON (a.zz) OPTIONS {nonsense: 1};
//! Neo.ClientError.Statement.SyntaxError 42001 22N04
DROP INDEX no_such;
//! Neo.DatabaseError.Schema.IndexDropFailed 50N10 22N69
DROP INDEX no_such IF EXISTS;
DROP INDEX acc_id;
//! Neo.DatabaseError.Schema.IndexDropFailed 50N10 22NBC
DROP CONSTRAINT no_such;
//! Neo.DatabaseError.Schema.ConstraintDropFailed 50N12 22N64
DROP CONSTRAINT acc_opened;
//! Neo.DatabaseError.Schema.ConstraintDropFailed 50N12 22N64
MATCH (a:Account) USING INDEX a:Account(nope) WHERE a.nope = 1 RETURN a;
//: a
MATCH (a:Account) USING INDEX a:Account(id) RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42N76 42N77
MATCH (a:Account) USING INDEX b:Account(id) WHERE a.id = 1 RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint WHERE type <> 'LOOKUP' RETURN name, type, entityType, labelsOrTypes, properties, owningConstraint ORDER BY name;
//: name | type | entityType | labelsOrTypes | properties | owningConstraint
//> 'acc_iban' | 'TEXT' | 'NODE' | ['Account'] | ['iban'] | null
//> 'acc_id' | 'RANGE' | 'NODE' | ['Account'] | ['id'] | 'acc_id'
//> 'acc_kind_balance' | 'RANGE' | 'NODE' | ['Account'] | ['kind', 'balance'] | null
//> 'acc_opened' | 'RANGE' | 'NODE' | ['Account'] | ['opened'] | null
//> 'branch_at' | 'POINT' | 'NODE' | ['Branch'] | ['at'] | null
//> 'owner_key' | 'RANGE' | 'NODE' | ['Owner'] | ['first', 'last'] | 'owner_key'
//> 'paid_amount' | 'RANGE' | 'RELATIONSHIP' | ['PAID'] | ['amount'] | null
//> 'paid_note' | 'TEXT' | 'RELATIONSHIP' | ['PAID'] | ['note'] | null
//> 'pay_ref' | 'RANGE' | 'RELATIONSHIP' | ['PAID'] | ['ref'] | 'pay_ref'
SHOW CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties, ownedIndex, propertyType RETURN * ORDER BY name;
//: name | type | entityType | labelsOrTypes | properties | ownedIndex | propertyType
//> 'acc_id' | 'UNIQUENESS' | 'NODE' | ['Account'] | ['id'] | 'acc_id' | null
//> 'owner_key' | 'UNIQUENESS' | 'NODE' | ['Owner'] | ['first', 'last'] | 'owner_key' | null
//> 'pay_ref' | 'RELATIONSHIP_UNIQUENESS' | 'RELATIONSHIP' | ['PAID'] | ['ref'] | 'pay_ref' | null
SHOW UNIQUENESS CONSTRAINTS YIELD name RETURN name ORDER BY name;
//: name
//> 'acc_id'
//> 'owner_key'
//> 'pay_ref'
SHOW REL UNIQUE CONSTRAINTS YIELD name, createStatement RETURN name, createStatement;
//: name | createStatement
//> 'pay_ref' | 'CREATE CONSTRAINT `pay_ref` FOR ()-[r:`PAID`]-() REQUIRE (r.`ref`) IS UNIQUE'
SHOW TEXT INDEXES YIELD name, state, entityType WHERE entityType = 'NODE';
//: name | state | entityType
//> 'acc_iban' | 'ONLINE' | 'NODE'
SHOW RANGE INDEXES YIELD name, state, populationPercent, indexProvider WHERE name STARTS WITH 'acc' RETURN name, state, populationPercent, indexProvider ORDER BY name;
//: name | state | populationPercent | indexProvider
//> 'acc_id' | 'ONLINE' | 100.0 | 'range-1.0'
//> 'acc_kind_balance' | 'ONLINE' | 100.0 | 'range-1.0'
//> 'acc_opened' | 'ONLINE' | 100.0 | 'range-1.0'
SHOW POINT INDEXES YIELD name, options RETURN name, keys(options) AS k, options.indexProvider AS p;
//: name | k | p
//> 'branch_at' | ['indexConfig', 'indexProvider'] | 'point-1.0'
SHOW INDEXES YIELD name, createStatement WHERE name IN ['acc_kind_balance', 'paid_note', 'acc_id'] RETURN name, createStatement ORDER BY name;
//: name | createStatement
//> 'acc_id' | 'CREATE CONSTRAINT `acc_id` FOR (n:`Account`) REQUIRE (n.`id`) IS UNIQUE'
//> 'acc_kind_balance' | 'CREATE RANGE INDEX `acc_kind_balance` FOR (n:`Account`) ON (n.`kind`, n.`balance`)'
//> 'paid_note' | 'CREATE TEXT INDEX `paid_note` FOR ()-[r:`PAID`]-() ON (r.`note`)'
SHOW INDEXES YIELD type, entityType WITH * WHERE type = 'LOOKUP' RETURN entityType ORDER BY entityType;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
SHOW INDEXES YIELD type RETURN type, count(*) AS n ORDER BY type;
//: type | n
//> 'LOOKUP' | 2
//> 'POINT' | 1
//> 'RANGE' | 6
//> 'TEXT' | 2
CREATE INDEX tmp FOR (a:Tmp) ON (a.x);
//+ indexes-added 1
// and
CREATE (:Tmp {x: 1});
//! Neo.ClientError.Transaction.ForbiddenDueToTransactionType 25N01
// alone
CREATE INDEX tmp FOR (a:Tmp) ON (a.x);
//+ indexes-added 1
// alone
CREATE (:Tmp {x: 1}), (:Tmp {x: 1}), (:Tmp {x: 2});
//+ labels-added 3, nodes-created 3, properties-set 3
// alone
CREATE CONSTRAINT tmp_c FOR (a:Tmp) REQUIRE a.x IS UNIQUE;
//! Neo.ClientError.Schema.IndexAlreadyExists 22N73
// alone
DROP INDEX tmp;
//+ indexes-removed 1
// alone
CREATE CONSTRAINT tmp_c FOR (a:Tmp) REQUIRE a.x IS UNIQUE;
//! Neo.DatabaseError.Schema.ConstraintCreationFailed 50N11 22N79 22N80
// alone
MATCH (t:Tmp {x: 1}) WITH collect(t)[0] AS t DELETE t;
//+ nodes-deleted 1
// alone
CREATE CONSTRAINT tmp_c FOR (a:Tmp) REQUIRE a.x IS UNIQUE;
//+ constraints-added 1
// alone
CREATE (:Tmp {x: 2});
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
// alone
UNWIND [5, 6, 2, 7] AS x CALL (x) { CREATE (:Tmp {x: x}) } IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE REPORT STATUS AS s RETURN x, s.committed, s.errorMessage IS NULL AS fine;
//: x | s.committed | fine
//> 2 | false | false
//> 5 | true | true
//> 6 | true | true
//> 7 | true | true
//+ labels-added 3, nodes-created 3, properties-set 3
// alone
MATCH (t:Tmp) RETURN t.x ORDER BY t.x;
//: t.x
//> 1
//> 2
//> 5
//> 6
//> 7
// alone
DROP CONSTRAINT tmp_c;
//+ constraints-removed 1
// alone
MATCH (t:Tmp) DELETE t;
//+ nodes-deleted 5
// $ {name: 'from_param', l: 'Tmp'}
CREATE INDEX $name FOR (t:Tmp) ON (t.y);
//+ indexes-added 1
// $ {name: 'acc_opened'}
DROP INDEX $name;
//+ indexes-removed 1
// $ {o: {indexProvider: 'range-1.0'}}
CREATE INDEX with_options FOR (t:Tmp) ON (t.y) OPTIONS $o;
//+ indexes-added 1
CALL db.indexes();
//! Neo.ClientError.Procedure.ProcedureNotFound 42001 42N08
CALL db.awaitIndexes(10);
CALL db.awaitIndex('no_such', 1);
//! Neo.ClientError.Schema.IndexNotFound 22N69 52N02
CALL db.labels() YIELD label WHERE label <> 'Tmp' RETURN label ORDER BY label;
//: label
//> 'Account'
//> 'Branch'
//> 'Owner'
CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t ORDER BY t;
//: t
//> 'OWNS'
//> 'PAID'
CALL db.schema.nodeTypeProperties() YIELD nodeLabels, propertyName, propertyTypes, mandatory WITH * WHERE nodeLabels = ['Branch'] RETURN propertyName, size(propertyTypes) AS n, 'String' IN propertyTypes AS s, mandatory ORDER BY propertyName;
//: propertyName | n | s | mandatory
//> 'at' | 2 | true | true
//> 'name' | 1 | true | true
CALL db.schema.relTypeProperties() YIELD relType, propertyName, propertyTypes, mandatory RETURN relType, propertyName, size(propertyTypes) AS n, mandatory ORDER BY relType, propertyName;
//: relType | propertyName | n | mandatory
//> ':`OWNS`' | null | null | false
//> ':`PAID`' | 'amount' | 2 | true
//> ':`PAID`' | 'note' | 1 | false
//> ':`PAID`' | 'ref' | 1 | false
