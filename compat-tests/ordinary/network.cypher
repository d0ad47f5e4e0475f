// A small social network and the queries of its benchmark: complex and short reads, updates, analytics.
UNWIND range(0, 3) AS i CREATE (:Country:Place {id: i, name: 'Country' + i});
UNWIND range(0, 7) AS i MATCH (c:Country {id: i % 4}) CREATE (:City:Place {id: 10 + i, name: 'City' + i})-[:IS_PART_OF]->(c);
UNWIND range(0, 3) AS i CREATE (:TagClass {id: i, name: 'Class' + i});
UNWIND range(1, 3) AS i MATCH (a:TagClass {id: i}), (b:TagClass {id: (i - 1) / 2}) CREATE (a)-[:IS_SUBCLASS_OF]->(b);
UNWIND range(0, 9) AS i MATCH (c:TagClass {id: i % 4}) CREATE (:Tag {id: i, name: 'Tag' + i})-[:HAS_TYPE]->(c);
UNWIND range(0, 5) AS i MATCH (c:Place {id: CASE WHEN i < 3 THEN i ELSE 10 + i END}) CREATE (o:Organisation {id: i, name: 'Org' + i})-[:IS_LOCATED_IN]->(c) FOREACH (x IN CASE WHEN i < 3 THEN [1] ELSE [] END | SET o:Company) FOREACH (x IN CASE WHEN i >= 3 THEN [1] ELSE [] END | SET o:University);
UNWIND range(0, 19) AS i MATCH (c:City {id: 10 + i % 8}) CREATE (p:Person {id: i, firstName: ['Jan', 'Ann', 'Bo', 'Cy'][i % 4], lastName: 'L' + toString(i % 6), gender: CASE i % 2 WHEN 0 THEN 'male' ELSE 'female' END, birthday: date({year: 1980 + i % 10, month: 1 + i % 12, day: 1 + i}), creationDate: datetime({year: 2010, month: 1 + i % 12, day: 1 + i % 28}), locationIP: '1.2.3.' + i, browserUsed: ['Firefox', 'Chrome'][i % 2], email: ['p' + i + '@x.org'], speaks: ['en', 'de'][..1 + i % 2]})-[:IS_LOCATED_IN]->(c);
UNWIND range(0, 19) AS i UNWIND [1, 3, 7] AS d MATCH (a:Person {id: i}), (b:Person {id: (i * d + d) % 20}) WHERE a <> b MERGE (a)-[k:KNOWS]-(b) ON CREATE SET k.creationDate = datetime({year: 2011, month: 1 + (i + d) % 12, day: 1 + i % 28});
UNWIND range(0, 19) AS i MATCH (p:Person {id: i}) MATCH (t:Tag) WHERE t.id IN [i % 10, (i * 3) % 10] CREATE (p)-[:HAS_INTEREST]->(t);
UNWIND range(0, 19) AS i MATCH (p:Person {id: i}), (u:University {id: 3 + i % 3}), (c:Company {id: i % 3}) CREATE (p)-[:STUDY_AT {classYear: 2000 + i}]->(u), (p)-[:WORK_AT {workFrom: 2003 + i}]->(c);
UNWIND range(0, 9) AS i MATCH (p:Person {id: (i * 2) % 20}) CREATE (f:Forum {id: i, title: 'Wall of ' + p.firstName + ' ' + i, creationDate: datetime({year: 2011, month: 1 + i % 12, day: 3})})-[:HAS_MODERATOR]->(p);
UNWIND range(0, 9) AS i UNWIND range(0, 4) AS j MATCH (f:Forum {id: i}), (p:Person {id: (i + j * 3) % 20}) CREATE (f)-[:HAS_MEMBER {joinDate: datetime({year: 2011, month: 1 + (i + j) % 12, day: 5 + j})}]->(p);
UNWIND range(0, 9) AS i MATCH (f:Forum {id: i}), (t:Tag {id: i}) CREATE (f)-[:HAS_TAG]->(t);
UNWIND range(0, 39) AS i MATCH (p:Person {id: (i * 7) % 20}), (f:Forum {id: i % 10}), (t:Tag {id: (i * 3) % 10}), (c:Country {id: i % 4}) CREATE (m:Message:Post {id: 100 + i, creationDate: datetime({year: 2012, month: 1 + i % 12, day: 1 + i % 28, hour: i % 24}), content: CASE WHEN i % 5 = 0 THEN '' ELSE 'Post ' + i END, length: (i * 37) % 200, language: ['en', 'de', 'uz'][i % 3], browserUsed: 'Chrome'})-[:HAS_CREATOR]->(p), (f)-[:CONTAINER_OF]->(m), (m)-[:HAS_TAG]->(t), (m)-[:IS_LOCATED_IN]->(c) FOREACH (x IN CASE WHEN i % 5 = 0 THEN [1] ELSE [] END | SET m.imageFile = 'photo' + i + '.jpg');
UNWIND range(0, 59) AS i MATCH (p:Person {id: (i * 3 + 1) % 20}), (o:Message {id: CASE WHEN i < 30 THEN 100 + i ELSE 200 + i - 30 END}), (t:Tag {id: (i * 7) % 10}), (c:Country {id: i % 4}) CREATE (m:Message:Comment {id: 200 + i, creationDate: datetime({year: 2012, month: 2 + i % 11, day: 1 + (i * 5) % 28, hour: 0, minute: i}), content: 'about ' + i, length: (i * 53) % 170, browserUsed: 'Opera'})-[:HAS_CREATOR]->(p), (m)-[:REPLY_OF]->(o), (m)-[:HAS_TAG]->(t), (m)-[:IS_LOCATED_IN]->(c);
UNWIND range(0, 79) AS i MATCH (p:Person {id: (i * 11) % 20}), (m:Message {id: CASE WHEN i % 2 = 0 THEN 100 + i / 2 ELSE 200 + i % 60 END}) CREATE (p)-[:LIKES {creationDate: datetime({year: 2012, month: 12, day: 1 + i % 28, hour: 1, minute: i % 60})}]->(m);
CREATE INDEX FOR (p:Person) ON (p.id);
CREATE INDEX FOR (p:Message) ON (p.id);
// queries
// $ {personId: 3, firstName: 'Ann'}
MATCH (p:Person {id: $personId}), (friend:Person {firstName: $firstName}) WHERE NOT p=friend WITH p, friend MATCH path = shortestPath((p)-[:KNOWS*1..3]-(friend)) WITH min(length(path)) AS distance, friend ORDER BY distance ASC, friend.lastName ASC, toInteger(friend.id) ASC LIMIT 20 MATCH (friend)-[:IS_LOCATED_IN]->(friendCity:City) OPTIONAL MATCH (friend)-[studyAt:STUDY_AT]->(uni:University)-[:IS_LOCATED_IN]->(uniCity:City) WITH friend, collect( CASE uni.name WHEN null THEN null ELSE [uni.name, studyAt.classYear, uniCity.name] END ) AS unis, friendCity, distance OPTIONAL MATCH (friend)-[workAt:WORK_AT]->(company:Company)-[:IS_LOCATED_IN]->(companyCountry:Country) WITH friend, collect( CASE company.name WHEN null THEN null ELSE [company.name, workAt.workFrom, companyCountry.name] END ) AS companies, unis, friendCity, distance RETURN friend.id AS friendId, friend.lastName AS friendLastName, distance AS distanceFromPerson, friend.birthday AS friendBirthday, friend.creationDate AS friendCreationDate, friend.gender AS friendGender, friend.browserUsed AS b, friend.email AS friendEmails, friend.speaks AS friendLanguages, friendCity.name AS friendCityName, unis AS friendUniversities, companies AS friendCompanies ORDER BY distanceFromPerson ASC, friendLastName ASC, friendId ASC LIMIT 20;
//: friendId | friendLastName | distanceFromPerson | friendBirthday | friendCreationDate | friendGender | b | friendEmails | friendLanguages | friendCityName | friendUniversities | friendCompanies
//> 1 | 'L1' | 2 | date('1981-02-02') | datetime('2010-02-02T00:00:00Z') | 'female' | 'Chrome' | ['p1@x.org'] | ['en', 'de'] | 'City1' | [['Org4', 2001, 'City4']] | [['Org1', 2004, 'Country1']]
//> 13 | 'L1' | 2 | date('1983-02-14') | datetime('2010-02-14T00:00:00Z') | 'female' | 'Chrome' | ['p13@x.org'] | ['en', 'de'] | 'City5' | [['Org4', 2013, 'City4']] | [['Org1', 2016, 'Country1']]
//> 9 | 'L3' | 2 | date('1989-10-10') | datetime('2010-10-10T00:00:00Z') | 'female' | 'Chrome' | ['p9@x.org'] | ['en', 'de'] | 'City1' | [['Org3', 2009, 'City3']] | [['Org0', 2012, 'Country0']]
//> 5 | 'L5' | 2 | date('1985-06-06') | datetime('2010-06-06T00:00:00Z') | 'female' | 'Chrome' | ['p5@x.org'] | ['en', 'de'] | 'City5' | [['Org5', 2005, 'City5']] | [['Org2', 2008, 'Country2']]
// $ {personId: 3, maxDate: datetime('2012-10-01')}
MATCH (:Person {id: $personId })-[:KNOWS]-(friend:Person)<-[:HAS_CREATOR]-(message:Message) WHERE message.creationDate <= $maxDate RETURN friend.id AS personId, friend.firstName, message.id AS postOrCommentId, coalesce(message.content,message.imageFile) AS c, message.creationDate AS d ORDER BY d DESC, toInteger(postOrCommentId) ASC LIMIT 20;
//: personId | friend.firstName | postOrCommentId | c | d
//> 0 | 'Jan' | 120 | '' | datetime('2012-09-21T20:00:00Z')
//> 2 | 'Bo' | 207 | 'about 7' | datetime('2012-09-08T00:07:00Z')
//> 8 | 'Jan' | 229 | 'about 29' | datetime('2012-09-06T00:29:00Z')
//> 4 | 'Jan' | 132 | 'Post 32' | datetime('2012-09-05T08:00:00Z')
//> 12 | 'Jan' | 217 | 'about 17' | datetime('2012-08-02T00:17:00Z')
//> 2 | 'Bo' | 227 | 'about 27' | datetime('2012-07-24T00:27:00Z')
//> 2 | 'Bo' | 106 | 'Post 6' | datetime('2012-07-07T06:00:00Z')
//> 12 | 'Jan' | 116 | 'Post 16' | datetime('2012-05-17T16:00:00Z')
//> 8 | 'Jan' | 104 | 'Post 4' | datetime('2012-05-05T04:00:00Z')
//> 0 | 'Jan' | 213 | 'about 13' | datetime('2012-04-10T00:13:00Z')
//> 2 | 'Bo' | 126 | 'Post 26' | datetime('2012-03-27T02:00:00Z')
//> 4 | 'Jan' | 201 | 'about 1' | datetime('2012-03-06T00:01:00Z')
//> 8 | 'Jan' | 124 | 'Post 24' | datetime('2012-01-25T00:00:00Z')
//> 4 | 'Jan' | 112 | 'Post 12' | datetime('2012-01-13T12:00:00Z')
//> 12 | 'Jan' | 136 | 'Post 36' | datetime('2012-01-09T12:00:00Z')
//> 0 | 'Jan' | 100 | '' | datetime('2012-01-01T00:00:00Z')
// $ {personId: 3, countryXName: 'Country1', countryYName: 'Country2', startDate: datetime('2012-01-01'), endDate: datetime('2012-12-01')}
MATCH (countryX:Country {name: $countryXName }), (countryY:Country {name: $countryYName }), (person:Person {id: $personId }) WITH person, countryX, countryY LIMIT 1 MATCH (city:City)-[:IS_PART_OF]->(country:Country) WHERE country IN [countryX, countryY] WITH person, countryX, countryY, collect(city) AS cities MATCH (person)-[:KNOWS*1..2]-(friend)-[:IS_LOCATED_IN]->(city) WHERE NOT person=friend AND NOT city IN cities WITH DISTINCT friend, countryX, countryY MATCH (friend)<-[:HAS_CREATOR]-(message), (message)-[:IS_LOCATED_IN]->(country) WHERE $endDate > message.creationDate >= $startDate AND country IN [countryX, countryY] WITH friend, CASE WHEN country=countryX THEN 1 ELSE 0 END AS messageX, CASE WHEN country=countryY THEN 1 ELSE 0 END AS messageY WITH friend, sum(messageX) AS xCount, sum(messageY) AS yCount WHERE xCount>0 AND yCount>0 RETURN friend.id AS friendId, friend.firstName, xCount, yCount, xCount + yCount AS xyCount ORDER BY xyCount DESC, friendId ASC LIMIT 20;
//: friendId | friend.firstName | xCount | yCount | xyCount
//> 7 | 'Cy' | 2 | 2 | 4
//> 19 | 'Cy' | 2 | 2 | 4
//> 15 | 'Cy' | 2 | 1 | 3
// $ {personId: 3, startDate: datetime('2012-04-01'), endDate: datetime('2012-07-01')}
MATCH (person:Person {id: $personId })-[:KNOWS]-(friend:Person), (friend)<-[:HAS_CREATOR]-(post:Post)-[:HAS_TAG]->(tag) WITH DISTINCT tag, post WITH tag, CASE WHEN $endDate > post.creationDate >= $startDate THEN 1 ELSE 0 END AS valid, CASE WHEN $startDate > post.creationDate THEN 1 ELSE 0 END AS inValid WITH tag, sum(valid) AS postCount, sum(inValid) AS inValidPostCount WHERE postCount>0 AND inValidPostCount=0 RETURN tag.name AS tagName, postCount ORDER BY postCount DESC, tagName ASC LIMIT 10;
//: tagName | postCount
// $ {personId: 3, minDate: datetime('2011-03-01')}
MATCH (person:Person { id: $personId })-[:KNOWS*1..2]-(otherPerson) WHERE person <> otherPerson WITH DISTINCT otherPerson MATCH (otherPerson)<-[membership:HAS_MEMBER]-(forum) WHERE membership.joinDate > $minDate WITH forum, collect(otherPerson) AS otherPersons OPTIONAL MATCH (otherPerson2)<-[:HAS_CREATOR]-(post)<-[:CONTAINER_OF]-(forum) WHERE otherPerson2 IN otherPersons WITH forum, count(post) AS postCount RETURN forum.title AS forumName, postCount ORDER BY postCount DESC, forum.id ASC LIMIT 20;
//: forumName | postCount
//> 'Wall of Bo 1' | 2
//> 'Wall of Bo 5' | 2
//> 'Wall of Jan 6' | 2
//> 'Wall of Bo 7' | 2
//> 'Wall of Jan 0' | 0
//> 'Wall of Jan 2' | 0
//> 'Wall of Bo 3' | 0
//> 'Wall of Jan 4' | 0
//> 'Wall of Jan 8' | 0
//> 'Wall of Bo 9' | 0
// $ {personId: 3, tagName: 'Tag3'}
MATCH (knownTag:Tag { name: $tagName }) WITH knownTag.id AS knownTagId MATCH (person:Person { id: $personId })-[:KNOWS*1..2]-(friend) WHERE NOT person=friend WITH knownTagId, collect(DISTINCT friend) AS friends UNWIND friends AS f MATCH (f)<-[:HAS_CREATOR]-(post:Post), (post)-[:HAS_TAG]->(t:Tag{id: knownTagId}), (post)-[:HAS_TAG]->(tag:Tag) WHERE NOT t = tag WITH tag.name AS tagName, count(post) AS postCount RETURN tagName, postCount ORDER BY postCount DESC, tagName ASC LIMIT 10;
//: tagName | postCount
// $ {personId: 7}
MATCH (person:Person {id: $personId})<-[:HAS_CREATOR]-(message:Message)<-[like:LIKES]-(liker:Person) WITH liker, message, like.creationDate AS likeTime, person ORDER BY likeTime DESC, toInteger(message.id) ASC WITH liker, head(collect({msg: message, likeTime: likeTime})) AS latestLike, person RETURN liker.id AS personId, liker.firstName, latestLike.likeTime AS likeCreationDate, latestLike.msg.id AS c, coalesce(latestLike.msg.content, latestLike.msg.imageFile) AS messageContent, toInteger(floor(toFloat(latestLike.likeTime.epochMillis - latestLike.msg.creationDate.epochMillis)/1000.0)/60.0) AS minutesLatency, not((liker)-[:KNOWS]-(person)) AS isNew ORDER BY likeCreationDate DESC, toInteger(personId) ASC LIMIT 20;
//: personId | liker.firstName | likeCreationDate | c | messageContent | minutesLatency | isNew
//> 2 | 'Bo' | datetime('2012-12-15T01:42:00Z') | 121 | 'Post 21' | 76602 | true
// $ {personId: 4}
MATCH (start:Person {id: $personId})<-[:HAS_CREATOR]-(:Message)<-[:REPLY_OF]-(comment:Comment)-[:HAS_CREATOR]->(person:Person) RETURN person.id AS personId, person.firstName, comment.creationDate AS d, comment.id AS commentId, comment.content ORDER BY d DESC, commentId ASC LIMIT 20;
//: personId | person.firstName | d | commentId | comment.content
//> 17 | 'Ann' | datetime('2012-03-05T00:12:00Z') | 212 | 'about 12'
// $ {personId: 4, maxDate: datetime('2012-09-01')}
MATCH (root:Person {id: $personId })-[:KNOWS*1..2]-(friend:Person) WHERE NOT friend = root WITH collect(DISTINCT friend) AS friends UNWIND friends AS friend MATCH (friend)<-[:HAS_CREATOR]-(message:Message) WHERE message.creationDate < $maxDate RETURN friend.id AS personId, message.id AS i, coalesce(message.content,message.imageFile) AS c, message.creationDate AS d ORDER BY d DESC, message.id ASC LIMIT 20;
//: personId | i | c | d
//> 12 | 217 | 'about 17' | datetime('2012-08-02T00:17:00Z')
//> 5 | 228 | 'about 28' | datetime('2012-08-01T00:28:00Z')
//> 16 | 205 | 'about 5' | datetime('2012-07-26T00:05:00Z')
//> 2 | 227 | 'about 27' | datetime('2012-07-24T00:27:00Z')
//> 6 | 118 | 'Post 18' | datetime('2012-07-19T18:00:00Z')
//> 2 | 106 | 'Post 6' | datetime('2012-07-07T06:00:00Z')
//> 10 | 130 | '' | datetime('2012-07-03T06:00:00Z')
//> 6 | 215 | 'about 15' | datetime('2012-06-20T00:15:00Z')
//> 15 | 105 | '' | datetime('2012-06-06T05:00:00Z')
//> 3 | 129 | 'Post 29' | datetime('2012-06-02T05:00:00Z')
//> 12 | 116 | 'Post 16' | datetime('2012-05-17T16:00:00Z')
//> 10 | 203 | 'about 3' | datetime('2012-05-16T00:03:00Z')
//> 3 | 214 | 'about 14' | datetime('2012-05-15T00:14:00Z')
//> 16 | 225 | 'about 25' | datetime('2012-05-14T00:25:00Z')
//> 8 | 104 | 'Post 4' | datetime('2012-05-05T04:00:00Z')
//> 16 | 128 | 'Post 28' | datetime('2012-05-01T04:00:00Z')
//> 5 | 115 | '' | datetime('2012-04-16T15:00:00Z')
//> 7 | 202 | 'about 2' | datetime('2012-04-11T00:02:00Z')
//> 0 | 213 | 'about 13' | datetime('2012-04-10T00:13:00Z')
//> 2 | 126 | 'Post 26' | datetime('2012-03-27T02:00:00Z')
// $ {personId: 4, month: 5}
MATCH (person:Person {id: $personId})-[:KNOWS*2..2]-(friend), (friend)-[:IS_LOCATED_IN]->(city:City) WHERE NOT friend=person AND NOT (friend)-[:KNOWS]-(person) WITH person, city, friend, datetime({epochMillis: friend.creationDate.epochMillis}) AS birthday WHERE (birthday.month=$month AND birthday.day>=1) OR (birthday.month=($month%12)+1 AND birthday.day<22) WITH DISTINCT friend, city, person OPTIONAL MATCH (friend)<-[:HAS_CREATOR]-(post:Post) WITH friend, city, collect(post) AS posts, person WITH friend, city, size(posts) AS postCount, size([p IN posts WHERE (p)-[:HAS_TAG]->()<-[:HAS_INTEREST]-(person)]) AS commonPostCount RETURN friend.id AS personId, friend.firstName, commonPostCount - (postCount - commonPostCount) AS commonInterestScore, friend.gender, city.name AS c ORDER BY commonInterestScore DESC, personId ASC LIMIT 10;
//: personId | friend.firstName | commonInterestScore | friend.gender | c
//> 16 | 'Jan' | 2 | 'male' | 'City0'
// $ {personId: 4, countryName: 'Country1', workFromYear: 2012}
MATCH (person:Person {id: $personId })-[:KNOWS*1..2]-(friend:Person) WHERE not(person=friend) WITH DISTINCT friend MATCH (friend)-[workAt:WORK_AT]->(company:Company)-[:IS_LOCATED_IN]->(:Country {name: $countryName }) WHERE workAt.workFrom < $workFromYear RETURN friend.id AS personId, friend.firstName, company.name AS organizationName, workAt.workFrom AS y ORDER BY y ASC, toInteger(personId) ASC, organizationName DESC LIMIT 10;
//: personId | friend.firstName | organizationName | y
//> 7 | 'Cy' | 'Org1' | 2010
// $ {personId: 4, tagClassName: 'Class0'}
MATCH (tag:Tag)-[:HAS_TYPE|IS_SUBCLASS_OF*0..]->(baseTagClass:TagClass) WHERE tag.name = $tagClassName OR baseTagClass.name = $tagClassName WITH collect(tag.id) AS tags MATCH (:Person {id: $personId })-[:KNOWS]-(friend:Person)<-[:HAS_CREATOR]-(comment:Comment)-[:REPLY_OF]->(:Post)-[:HAS_TAG]->(tag:Tag) WHERE tag.id IN tags WITH friend, collect(DISTINCT tag.name) AS tagNames, count(DISTINCT comment) AS replyCount UNWIND tagNames AS tn WITH friend, tn, replyCount ORDER BY tn RETURN friend.id AS personId, collect(tn) AS tagNames, replyCount ORDER BY replyCount DESC, toInteger(personId) ASC LIMIT 20;
//: personId | tagNames | replyCount
//> 5 | ['Tag4'] | 2
//> 7 | ['Tag6'] | 2
//> 3 | ['Tag2'] | 1
//> 11 | ['Tag0'] | 1
//> 15 | ['Tag4'] | 1
// $ {person1Id: 4, person2Id: 15}
MATCH (person1:Person {id: $person1Id}), (person2:Person {id: $person2Id}), path = shortestPath((person1)-[:KNOWS*]-(person2)) RETURN CASE path IS NULL WHEN true THEN -1 ELSE length(path) END AS shortestPathLength;
//: shortestPathLength
//> 1
// $ {person1Id: 4, person2Id: 15}
MATCH path = allShortestPaths((person1:Person { id: $person1Id })-[:KNOWS*0..]-(person2:Person { id: $person2Id })) WITH collect(path) AS paths UNWIND paths AS path WITH path, relationships(path) AS rels_in_path WITH [n IN nodes(path) | n.id ] AS personIdsInPath, [r IN rels_in_path | reduce(w=0.0, v IN [(a:Person)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Post)-[:HAS_CREATOR]->(b:Person) WHERE (a.id = startNode(r).id AND b.id=endNode(r).id) OR (a.id=endNode(r).id AND b.id=startNode(r).id) | 1.0] | w+v) ] AS weight1, [r IN rels_in_path | reduce(w=0.0,v IN [(a:Person)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Comment)-[:HAS_CREATOR]->(b:Person) WHERE (a.id = startNode(r).id AND b.id=endNode(r).id) OR (a.id=endNode(r).id AND b.id=startNode(r).id) | 0.5] | w+v) ] AS weight2 WITH personIdsInPath, reduce(w=0.0,v IN weight1| w+v) AS w1, reduce(w=0.0,v IN weight2| w+v) AS w2 RETURN personIdsInPath, (w1+w2) AS pathWeight ORDER BY pathWeight DESC, personIdsInPath;
//: personIdsInPath | pathWeight
//> [4, 15] | 0.0
// $ {personId: 4}
MATCH (n:Person {id: $personId })-[:IS_LOCATED_IN]->(p:City) RETURN n.firstName AS firstName, n.lastName AS lastName, n.birthday AS birthday, n.locationIP AS locationIP, n.browserUsed AS browserUsed, p.id AS cityId, n.gender AS gender, n.creationDate AS creationDate;
//: firstName | lastName | birthday | locationIP | browserUsed | cityId | gender | creationDate
//> 'Jan' | 'L4' | date('1984-05-05') | '1.2.3.4' | 'Firefox' | 14 | 'male' | datetime('2010-05-05T00:00:00Z')
// $ {personId: 7}
MATCH (:Person {id: $personId})<-[:HAS_CREATOR]-(message) WITH message, message.id AS messageId, message.creationDate AS messageCreationDate ORDER BY messageCreationDate DESC, messageId ASC LIMIT 10 MATCH (message)-[:REPLY_OF*0..]->(post:Post), (post)-[:HAS_CREATOR]->(person) RETURN messageId, coalesce(message.imageFile,message.content) AS messageContent, messageCreationDate, post.id AS postId, person.id AS personId, person.firstName AS firstName, person.lastName AS lastName ORDER BY messageCreationDate DESC, messageId ASC;
//: messageId | messageContent | messageCreationDate | postId | personId | firstName | lastName
//> 121 | 'Post 21' | datetime('2012-10-22T21:00:00Z') | 121 | 7 | 'Cy' | 'L1'
//> 202 | 'about 2' | datetime('2012-04-11T00:02:00Z') | 102 | 14 | 'Bo' | 'L2'
//> 222 | 'about 22' | datetime('2012-02-27T00:22:00Z') | 122 | 14 | 'Bo' | 'L2'
//> 101 | 'Post 1' | datetime('2012-02-02T01:00:00Z') | 101 | 7 | 'Cy' | 'L1'
// $ {personId: 7}
MATCH (n:Person {id: $personId })-[r:KNOWS]-(friend) RETURN friend.id AS personId, friend.firstName AS firstName, r.creationDate AS friendshipCreationDate ORDER BY friendshipCreationDate DESC, toInteger(personId) ASC;
//: personId | firstName | friendshipCreationDate
//> 4 | 'Jan' | datetime('2011-11-08T00:00:00Z')
//> 8 | 'Jan' | datetime('2011-09-08T00:00:00Z')
//> 6 | 'Bo' | datetime('2011-08-07T00:00:00Z')
//> 0 | 'Jan' | datetime('2011-08-01T00:00:00Z')
//> 16 | 'Jan' | datetime('2011-03-08T00:00:00Z')
// $ {messageId: 231}
MATCH (m:Message {id: $messageId })-[:REPLY_OF*0..]->(p:Post)<-[:CONTAINER_OF]-(f:Forum)-[:HAS_MODERATOR]->(mod:Person) RETURN f.id AS forumId, f.title AS forumTitle, mod.id AS moderatorId, mod.firstName AS f, mod.lastName AS l;
//: forumId | forumTitle | moderatorId | f | l
// $ {messageId: 201}
MATCH (m:Message {id: $messageId })<-[:REPLY_OF]-(c:Comment)-[:HAS_CREATOR]->(p:Person) OPTIONAL MATCH (m)-[:HAS_CREATOR]->(a:Person)-[r:KNOWS]-(p) RETURN c.id AS commentId, c.content AS commentContent, c.creationDate AS commentCreationDate, p.id AS replyAuthorId, CASE r WHEN null THEN false ELSE true END AS replyAuthorKnowsOriginalMessageAuthor ORDER BY commentCreationDate DESC, replyAuthorId;
//: commentId | commentContent | commentCreationDate | replyAuthorId | replyAuthorKnowsOriginalMessageAuthor
// $ {personId: 777, cityId: 11, tagIds: [1, 2], studyAt: [[3, 2001]], workAt: [[0, 2003], [1, 2005]]}
MATCH (c:City {id: $cityId}) CREATE (p:Person { id: $personId, firstName: 'Neu', birthday: date({year: 1990, month: 2, day: 3}), creationDate: datetime({epochMillis: 1300000000000})})-[:IS_LOCATED_IN]->(c) WITH p, count(*) AS dummy1 UNWIND $tagIds AS tagId MATCH (t:Tag {id: tagId}) CREATE (p)-[:HAS_INTEREST]->(t) WITH p, count(*) AS dummy2 UNWIND $studyAt AS s MATCH (u:Organisation {id: s[0]}) CREATE (p)-[:STUDY_AT {classYear: s[1]}]->(u) WITH p, count(*) AS dummy3 UNWIND $workAt AS w MATCH (comp:Organisation {id: w[0]}) CREATE (p)-[:WORK_AT {workFrom: w[1]}]->(comp);
//+ labels-added 1, nodes-created 1, properties-set 7, relationships-created 6
// and
MATCH (p:Person {id: 777})-[r]->(x) RETURN type(r) AS t, properties(r) AS q, x.name AS n, p.creationDate ORDER BY t, n;
//: t | q | n | p.creationDate
//> 'HAS_INTEREST' | {} | 'Tag1' | datetime('2011-03-13T07:06:40Z')
//> 'HAS_INTEREST' | {} | 'Tag2' | datetime('2011-03-13T07:06:40Z')
//> 'IS_LOCATED_IN' | {} | 'City1' | datetime('2011-03-13T07:06:40Z')
//> 'STUDY_AT' | {classYear: 2001} | 'Org3' | datetime('2011-03-13T07:06:40Z')
//> 'WORK_AT' | {workFrom: 2003} | 'Org0' | datetime('2011-03-13T07:06:40Z')
//> 'WORK_AT' | {workFrom: 2005} | 'Org1' | datetime('2011-03-13T07:06:40Z')
// $ {authorPersonId: 3, countryId: 1, id: 999, replyTo: 230, tagIds: [1, 2]}
MATCH (author:Person {id: $authorPersonId}), (country:Country {id: $countryId}), (message:Message {id: $replyTo}) CREATE (author)<-[:HAS_CREATOR]-(c:Comment:Message {id: $id, creationDate: datetime({epochMillis: 1340000000000})})-[:REPLY_OF]->(message), (c)-[:IS_LOCATED_IN]->(country) WITH c UNWIND $tagIds AS tagId MATCH (t:Tag {id: tagId}) CREATE (c)-[:HAS_TAG]->(t);
// and
MATCH (c:Comment {id: 999})-[:REPLY_OF*]->(p:Post)<-[:CONTAINER_OF]-(f) RETURN p.id, f.title;
//: p.id | f.title
// $ {datetime: datetime('2012-09-01')}
MATCH (message:Message) WHERE message.creationDate < $datetime WITH count(message) AS totalMessageCountInt WITH toFloat(totalMessageCountInt) AS totalMessageCount MATCH (message:Message) WHERE message.creationDate < $datetime AND message.content IS NOT NULL WITH totalMessageCount, message, message.creationDate.year AS year WITH totalMessageCount, year, message:Comment AS isComment, CASE WHEN message.length < 40 THEN 0 WHEN message.length < 80 THEN 1 WHEN message.length < 160 THEN 2 ELSE 3 END AS lengthCategory, count(message) AS messageCount, sum(message.length) / toFloat(count(message)) AS averageMessageLength, sum(message.length) AS sumMessageLength RETURN year, isComment, lengthCategory, messageCount, averageMessageLength, sumMessageLength, messageCount / totalMessageCount AS percentageOfMessages ORDER BY year DESC, isComment ASC, lengthCategory ASC;
//: year | isComment | lengthCategory | messageCount | averageMessageLength | sumMessageLength | percentageOfMessages
//> 2012 | false | 0 | 6 | 21.666666666666668 | 130 | 0.12244897959183673
//> 2012 | false | 1 | 6 | 59.833333333333336 | 359 | 0.12244897959183673
//> 2012 | false | 2 | 11 | 119.81818181818181 | 1318 | 0.22448979591836735
//> 2012 | false | 3 | 5 | 181.4 | 907 | 0.10204081632653061
//> 2012 | true | 0 | 4 | 14.0 | 56 | 0.08163265306122448
//> 2012 | true | 1 | 6 | 58.666666666666664 | 352 | 0.12244897959183673
//> 2012 | true | 2 | 10 | 123.6 | 1236 | 0.20408163265306123
//> 2012 | true | 3 | 1 | 168.0 | 168 | 0.02040816326530612
// $ {date: datetime('2012-03-01'), tagClass: 'Class1'}
MATCH (tag:Tag)-[:HAS_TYPE]->(:TagClass {name: $tagClass}) OPTIONAL MATCH (message1:Message)-[:HAS_TAG]->(tag) WHERE $date <= message1.creationDate AND message1.creationDate < $date + duration({days: 100}) WITH tag, count(message1) AS countWindow1 OPTIONAL MATCH (message2:Message)-[:HAS_TAG]->(tag) WHERE $date + duration({days: 100}) <= message2.creationDate AND message2.creationDate < $date + duration({days: 200}) WITH tag, countWindow1, count(message2) AS countWindow2 RETURN tag.name, countWindow1, countWindow2, abs(countWindow1 - countWindow2) AS diff ORDER BY diff DESC, tag.name ASC LIMIT 100;
//: tag.name | countWindow1 | countWindow2 | diff
//> 'Tag1' | 4 | 2 | 2
//> 'Tag9' | 1 | 3 | 2
//> 'Tag5' | 3 | 2 | 1
// $ {tagClass: 'Class0', country: 'Country1'}
MATCH (:Country {name: $country})<-[:IS_PART_OF]-(:City)<-[:IS_LOCATED_IN]-(person:Person)<-[:HAS_MODERATOR]-(forum:Forum)-[:CONTAINER_OF]->(post:Post)<-[:REPLY_OF*0..]-(message:Message)-[:HAS_TAG]->(:Tag)-[:HAS_TYPE]->(:TagClass {name: $tagClass}) RETURN forum.id, forum.title, forum.creationDate, person.id, count(DISTINCT message) AS messageCount ORDER BY messageCount DESC, forum.id ASC LIMIT 20;
//: forum.id | forum.title | forum.creationDate | person.id | messageCount
// $ {date: datetime('2011-01-01')}
MATCH (country:Country)<-[:IS_PART_OF]-(:City)<-[:IS_LOCATED_IN]-(person:Person)<-[:HAS_MEMBER]-(forum:Forum) WHERE forum.creationDate > $date WITH country, forum, count(person) AS numberOfMembers ORDER BY numberOfMembers DESC, forum.id ASC, country.id WITH DISTINCT forum AS topForum LIMIT 3 WITH collect(topForum) AS topForums CALL { WITH topForums UNWIND topForums AS topForum1 MATCH (topForum1)-[:CONTAINER_OF]->(post:Post)<-[:REPLY_OF*0..]-(message:Message)-[:HAS_CREATOR]->(person:Person)<-[:HAS_MEMBER]-(topForum2:Forum) WITH person, message, topForum2, topForums WHERE topForum2 IN topForums RETURN person, count(DISTINCT message) AS messageCount UNION ALL WITH topForums UNWIND topForums AS topForum1 MATCH (person:Person)<-[:HAS_MEMBER]-(topForum1:Forum) RETURN person, 0 AS messageCount } RETURN person.id AS personId, person.firstName AS f, sum(messageCount) AS messageCount ORDER BY messageCount DESC, person.id ASC LIMIT 100;
//: personId | f | messageCount
//> 4 | 'Jan' | 4
//> 7 | 'Cy' | 4
//> 14 | 'Bo' | 3
//> 0 | 'Jan' | 2
//> 1 | 'Ann' | 2
//> 10 | 'Bo' | 2
//> 11 | 'Cy' | 1
//> 2 | 'Bo' | 0
//> 3 | 'Cy' | 0
//> 5 | 'Ann' | 0
//> 6 | 'Bo' | 0
//> 8 | 'Jan' | 0
//> 9 | 'Ann' | 0
//> 12 | 'Jan' | 0
//> 13 | 'Ann' | 0
// $ {tag: 'Tag3'}
MATCH (tag:Tag {name: $tag})<-[:HAS_TAG]-(message:Message)-[:HAS_CREATOR]->(person:Person) OPTIONAL MATCH (message)<-[likes:LIKES]-(:Person) WITH person, message, count(likes) AS likeCount OPTIONAL MATCH (message)<-[:REPLY_OF]-(reply:Comment) WITH person, message, likeCount, count(reply) AS replyCount WITH person, count(message) AS messageCount, sum(likeCount) AS likeCount, sum(replyCount) AS replyCount RETURN person.id, replyCount, likeCount, messageCount, 1*messageCount + 2*replyCount + 10*likeCount AS score ORDER BY score DESC, person.id ASC LIMIT 100;
//: person.id | replyCount | likeCount | messageCount | score
//> 8 | 0 | 3 | 2 | 32
//> 7 | 2 | 2 | 2 | 26
//> 17 | 1 | 2 | 2 | 24
//> 18 | 0 | 2 | 1 | 21
// $ {tag: 'Tag3'}
MATCH (tag:Tag {name: $tag})<-[:HAS_TAG]-(message1:Message)-[:HAS_CREATOR]->(person1:Person) OPTIONAL MATCH (message1)<-[:LIKES]-(person2:Person) OPTIONAL MATCH (person2)<-[:HAS_CREATOR]-(message2:Message)<-[like:LIKES]-(person3:Person) RETURN person1.id, count(DISTINCT like) AS authorityScore ORDER BY authorityScore DESC, person1.id ASC LIMIT 100;
//: person1.id | authorityScore
//> 7 | 5
//> 17 | 5
//> 8 | 2
//> 18 | 2
// $ {tag: 'Tag3'}
MATCH (tag:Tag {name: $tag})<-[:HAS_TAG]-(message:Message), (message)<-[:REPLY_OF]-(comment:Comment)-[:HAS_TAG]->(relatedTag:Tag) WHERE NOT (comment)-[:HAS_TAG]->(tag) RETURN relatedTag.name, count(DISTINCT comment) AS count ORDER BY count DESC, relatedTag.name ASC LIMIT 100;
//: relatedTag.name | count
//> 'Tag7' | 3
// $ {tag: 'Tag3', startDate: datetime('2012-01-01'), endDate: datetime('2012-12-01')}
MATCH (tag:Tag {name: $tag}) OPTIONAL MATCH (tag)<-[interest:HAS_INTEREST]-(person:Person) WITH tag, collect(person) AS interestedPersons OPTIONAL MATCH (tag)<-[:HAS_TAG]-(message:Message)-[:HAS_CREATOR]->(person:Person) WHERE $startDate < message.creationDate AND message.creationDate < $endDate WITH tag, interestedPersons + collect(person) AS persons UNWIND persons AS person WITH DISTINCT tag, person WITH tag, person, 100 * size([(tag)<-[interest:HAS_INTEREST]-(person) | interest]) + size([(tag)<-[:HAS_TAG]-(message:Message)-[:HAS_CREATOR]->(person) WHERE $startDate < message.creationDate AND message.creationDate < $endDate | message]) AS score OPTIONAL MATCH (person)-[:KNOWS]-(friend) WITH person, score, 100 * size([(tag)<-[interest:HAS_INTEREST]-(friend) WHERE tag.name = $tag | interest]) AS friendScore WITH person.id AS pid, score, sum(friendScore) AS friendsScore RETURN pid, score, friendsScore ORDER BY score + friendsScore DESC, pid ASC LIMIT 100;
//! Neo.ClientError.Statement.SyntaxError 42001 42I18
// $ {startDate: datetime('2012-01-01'), endDate: datetime('2012-08-01')}
MATCH (person:Person)<-[:HAS_CREATOR]-(post:Post)<-[:REPLY_OF*0..]-(reply:Message) WHERE post.creationDate >= $startDate AND post.creationDate <= $endDate AND reply.creationDate >= $startDate AND reply.creationDate <= $endDate RETURN person.id, person.firstName, count(DISTINCT post) AS threadCount, count(DISTINCT reply) AS messageCount ORDER BY messageCount DESC, person.id ASC LIMIT 100;
//: person.id | person.firstName | threadCount | messageCount
//> 8 | 'Jan' | 2 | 4
//> 15 | 'Cy' | 2 | 4
//> 2 | 'Bo' | 2 | 3
//> 12 | 'Jan' | 2 | 3
//> 0 | 'Jan' | 1 | 2
//> 1 | 'Ann' | 1 | 2
//> 4 | 'Jan' | 1 | 2
//> 5 | 'Ann' | 1 | 2
//> 6 | 'Bo' | 2 | 2
//> 7 | 'Cy' | 1 | 2
//> 9 | 'Ann' | 1 | 2
//> 11 | 'Cy' | 1 | 2
//> 14 | 'Bo' | 1 | 2
//> 18 | 'Bo' | 1 | 2
//> 19 | 'Cy' | 2 | 2
//> 3 | 'Cy' | 1 | 1
//> 10 | 'Bo' | 1 | 1
//> 13 | 'Ann' | 1 | 1
//> 16 | 'Jan' | 1 | 1
// $ {startPerson: 3, min: 1, max: 3, tagClass: 'Class0', country: 'Country1'}
MATCH (startPerson:Person {id: $startPerson})-[:KNOWS*1..3]-(expertCandidatePerson:Person), (expertCandidatePerson)-[:IS_LOCATED_IN]->(:City)-[:IS_PART_OF]->(:Country {name: $country}), (expertCandidatePerson)<-[:HAS_CREATOR]-(message:Message)-[:HAS_TAG]->(:Tag)-[:HAS_TYPE]->(:TagClass {name: $tagClass}) WITH DISTINCT expertCandidatePerson, message MATCH (message)-[:HAS_TAG]->(tag:Tag) RETURN expertCandidatePerson.id, tag.name, count(DISTINCT message) AS messageCount ORDER BY messageCount DESC, tag.name ASC, expertCandidatePerson.id ASC LIMIT 100;
//: expertCandidatePerson.id | tag.name | messageCount
//> 1 | 'Tag0' | 2
//> 13 | 'Tag8' | 2
// $ {startDate: datetime('2011-01-01'), endDate: datetime('2011-12-31')}
MATCH (a:Person)-[k1:KNOWS]-(b:Person)-[k2:KNOWS]-(c:Person)-[k3:KNOWS]-(a) WHERE a.id < b.id AND b.id < c.id AND $startDate <= k1.creationDate <= $endDate AND k2.creationDate >= $startDate AND $startDate <= k3.creationDate WITH DISTINCT a, b, c RETURN count(*) AS count;
//: count
//> 0
// $ {languages: ['en', 'de'], lengthThreshold: 150, startDate: datetime('2012-02-01')}
MATCH (person:Person) OPTIONAL MATCH (person)<-[:HAS_CREATOR]-(message:Message)-[:REPLY_OF*0..]->(post:Post) WHERE message.content IS NOT NULL AND message.length < $lengthThreshold AND message.creationDate > $startDate AND post.language IN $languages WITH person, count(message) AS messageCount RETURN messageCount, count(person) AS personCount ORDER BY personCount DESC, messageCount DESC;
//: messageCount | personCount
//> 1 | 9
//> 2 | 7
//> 3 | 2
//> 4 | 1
//> 0 | 1
// $ {country: 'Country2', endDate: datetime('2012-12-12')}
MATCH (country:Country {name: $country})<-[:IS_PART_OF]-(:City)<-[:IS_LOCATED_IN]-(zombie:Person) WHERE zombie.creationDate < $endDate WITH country, zombie OPTIONAL MATCH (zombie)<-[:HAS_CREATOR]-(message:Message) WHERE message.creationDate < $endDate WITH country, zombie, count(message) AS messageCount WITH country, zombie, 12 * ($endDate.year - zombie.creationDate.year) + ($endDate.month - zombie.creationDate.month) + 1 AS months, messageCount WHERE messageCount / months < 1 WITH country, collect(zombie) AS zombies UNWIND zombies AS zombie OPTIONAL MATCH (zombie)<-[:HAS_CREATOR]-(message:Message)<-[:LIKES]-(likerZombie:Person) WHERE likerZombie IN zombies WITH zombie, count(likerZombie) AS zombieLikeCount OPTIONAL MATCH (zombie)<-[:HAS_CREATOR]-(message:Message)<-[:LIKES]-(likerPerson:Person) WHERE likerPerson.creationDate < $endDate WITH zombie, zombieLikeCount, count(likerPerson) AS totalLikeCount RETURN zombie.id, zombieLikeCount, totalLikeCount, CASE totalLikeCount WHEN 0 THEN 0.0 ELSE zombieLikeCount / toFloat(totalLikeCount) END AS zombieScore ORDER BY zombieScore DESC, zombie.id ASC LIMIT 100;
//: zombie.id | zombieLikeCount | totalLikeCount | zombieScore
//> 2 | 0 | 5 | 0.0
//> 6 | 0 | 4 | 0.0
//> 10 | 0 | 5 | 0.0
//> 14 | 0 | 4 | 0.0
//> 18 | 0 | 4 | 0.0
// $ {country1: 'Country1', country2: 'Country2'}
MATCH (country1:Country {name: $country1})<-[:IS_PART_OF]-(city1:City)<-[:IS_LOCATED_IN]-(person1:Person), (country2:Country {name: $country2})<-[:IS_PART_OF]-(city2:City)<-[:IS_LOCATED_IN]-(person2:Person) WHERE EXISTS { (person1)-[:KNOWS]-(person2) } WITH person1, person2, city1, 0 AS score WITH DISTINCT person1, person2, city1, score + (CASE WHEN EXISTS { (person1)<-[:HAS_CREATOR]-(:Comment)-[:REPLY_OF]->(:Message)-[:HAS_CREATOR]->(person2) } THEN 4 ELSE 0 END) AS score WITH DISTINCT person1, person2, city1, score + (CASE WHEN EXISTS { (person1)-[:LIKES]->(:Message)-[:HAS_CREATOR]->(person2) } THEN 10 ELSE 0 END) AS score WITH person1, person2, city1, score ORDER BY score DESC, person1.id ASC, person2.id ASC WITH city1, collect({score: score, person1Id: person1.id, person2Id: person2.id})[0] AS top RETURN top.person1Id, top.person2Id, city1.name, top.score ORDER BY top.score DESC, top.person1Id ASC, top.person2Id ASC;
//: top.person1Id | top.person2Id | city1.name | top.score
//> 1 | 14 | 'City1' | 10
//> 5 | 6 | 'City5' | 10
// $ {person1Id: 4, person2Id: 15, s: datetime('2011-01-01'), e: datetime('2012-12-12')}
MATCH path = allShortestPaths((p1:Person {id: $person1Id})-[:KNOWS*]-(p2:Person {id: $person2Id})) UNWIND relationships(path) AS k WITH path, startNode(k) AS pA, endNode(k) AS pB, 0 AS relationshipWeights OPTIONAL MATCH (pA)<-[:HAS_CREATOR]-(c:Comment)-[:REPLY_OF]->(post:Post)-[:HAS_CREATOR]->(pB), (post)<-[:CONTAINER_OF]-(forum:Forum) WHERE forum.creationDate >= $s AND forum.creationDate <= $e WITH path, pA, pB, count(c)*1.0 AS relationshipWeights OPTIONAL MATCH (pA)-[:HAS_CREATOR]-(c:Comment)-[:REPLY_OF]-(p:Post)-[:HAS_CREATOR]-(pB) WITH path, pA, pB, relationshipWeights, count(c) * 0.5 AS x WITH path, relationshipWeights + x AS rw WITH [person IN nodes(path) | person.id] AS personIds, sum(rw) AS weight RETURN personIds, weight ORDER BY weight DESC, personIds ASC;
//: personIds | weight
//> [4, 15] | 0.0
// $ {tagA: 'Tag3', dateA: date('2012-04-04'), tagB: 'Tag0', dateB: date('2012-05-01'), maxKnowsLimit: 9}
CALL { MATCH (person1:Person)<-[:HAS_CREATOR]-(message1:Message)-[:HAS_TAG]->(tag:Tag {name: $tagA}) WHERE date(message1.creationDate) >= $dateA OPTIONAL MATCH (person1)-[:KNOWS]-(person2:Person)<-[:HAS_CREATOR]-(message2:Message)-[:HAS_TAG]->(tag) WHERE date(message2.creationDate) >= $dateA WITH person1, count(DISTINCT message1) AS cm, count(DISTINCT person2) AS cp2 WHERE cp2 <= $maxKnowsLimit RETURN person1, cm UNION ALL MATCH (person1:Person)<-[:HAS_CREATOR]-(message1:Message)-[:HAS_TAG]->(tag:Tag {name: $tagB}) WHERE date(message1.creationDate) >= $dateB WITH person1, count(DISTINCT message1) AS cm RETURN person1, cm } WITH person1, collect(cm) AS cms WHERE size(cms) = 2 RETURN person1.id, cms[0] + cms[1] AS s ORDER BY s DESC, person1.id ASC LIMIT 20;
//: person1.id | s
// $ {tag: 'Tag3', delta: 4}
MATCH (tag:Tag {name: $tag}), (person1:Person)<-[:HAS_CREATOR]-(message1:Message)-[:REPLY_OF*0..]->(post1:Post)<-[:CONTAINER_OF]-(forum1:Forum), (message1)-[:HAS_TAG]->(tag), (forum1)-[:HAS_MEMBER]->(person2:Person)<-[:HAS_CREATOR]-(comment:Comment)-[:HAS_TAG]->(tag), (forum1)-[:HAS_MEMBER]->(person3:Person)<-[:HAS_CREATOR]-(message2:Message), (comment)-[:REPLY_OF]->(message2)-[:REPLY_OF*0..]->(post2:Post)<-[:CONTAINER_OF]-(forum2:Forum) WHERE forum1 <> forum2 AND message2.creationDate > message1.creationDate + duration({hours: $delta}) AND NOT (forum2)-[:HAS_MEMBER]->(person1) RETURN person1, count(DISTINCT message2) AS messageCount ORDER BY messageCount DESC, person1.id ASC LIMIT 10;
//: person1 | messageCount
// $ {tag: 'Tag3'}
MATCH (tag:Tag {name: $tag})<-[:HAS_INTEREST]-(person1:Person)-[:KNOWS]-(mutualFriend:Person)-[:KNOWS]-(person2:Person)-[:HAS_INTEREST]->(tag) WHERE person1 <> person2 AND NOT (person1)-[:KNOWS]-(person2) RETURN person1.id AS person1Id, person2.id AS person2Id, count(DISTINCT mutualFriend) AS mutualFriendCount ORDER BY mutualFriendCount DESC, person1Id ASC, person2Id ASC LIMIT 20;
//: person1Id | person2Id | mutualFriendCount
//> 1 | 3 | 2
//> 1 | 13 | 2
//> 3 | 1 | 2
//> 3 | 11 | 2
//> 3 | 13 | 2
//> 11 | 3 | 2
//> 11 | 13 | 2
//> 13 | 1 | 2
//> 13 | 3 | 2
//> 13 | 11 | 2
// $ {city1Id: 11, city2Id: 13}
MATCH (person1:Person)-[:IS_LOCATED_IN]->(city1:City {id: $city1Id}), (person2:Person)-[:IS_LOCATED_IN]->(city2:City {id: $city2Id}) MATCH p = (person1)-[:KNOWS]-{1,3}(person2) WITH person1, person2, p, reduce(w = 0.0, r IN relationships(p) | w + 1.0 / r.creationDate.month) AS weight ORDER BY weight WITH person1, person2, head(collect([n IN nodes(p) | n.id])) AS best, min(weight) AS weight RETURN person1.id, person2.id, round(weight, 8) AS weight ORDER BY person1.id, person2.id;
//: person1.id | person2.id | weight
//> 1 | 3 | 0.58333333
//> 1 | 19 | 0.61111111
//> 9 | 3 | 0.19090909
//> 9 | 11 | 0.17424242
//> 17 | 11 | 0.25
//> 17 | 19 | 0.25
// $ {company: 'Org1', person2Id: 3}
MATCH (company:Company {name: $company})<-[:WORK_AT]-(person1:Person), (person2:Person {id: $person2Id}) WHERE person1 <> person2 MATCH p = SHORTEST 1 (person1)-[:KNOWS]-+(person2) RETURN person1.id AS id, length(p) AS totalWeight ORDER BY totalWeight ASC, person1.id ASC LIMIT 20;
//: id | totalWeight
//> 4 | 1
//> 1 | 2
//> 7 | 2
//> 13 | 2
//> 19 | 2
//> 10 | 3
//> 16 | 3
// $ {personId: 3, max: datetime('2013-01-01')}
MATCH (p:Person {id: $personId})-[:KNOWS]-{1,2}(f WHERE f.id <> $personId) WITH DISTINCT f CALL (f) { MATCH (f)<-[:HAS_CREATOR]-(m:Message) RETURN m ORDER BY m.creationDate DESC, m.id LIMIT 1 } RETURN f.id AS id, m.id AS last, m:Comment AS c ORDER BY id;
//: id | last | c
//> 0 | 120 | false
//> 1 | 123 | false
//> 2 | 207 | true
//> 4 | 221 | true
//> 5 | 135 | false
//> 7 | 121 | false
//> 8 | 209 | true
//> 9 | 107 | false
//> 11 | 210 | true
//> 12 | 217 | true
//> 13 | 119 | false
//> 15 | 218 | true
//> 19 | 206 | true
MATCH (p:Person) CALL (p) { MATCH (p)<-[:HAS_CREATOR]-(m) WITH m.creationDate.month AS mo, count(*) AS c ORDER BY c DESC, mo LIMIT 1 RETURN mo, c } WITH mo, collect(p.id) AS ids, max(c) AS mc UNWIND ids AS i WITH mo, mc, i ORDER BY i RETURN mo, mc, collect(i) AS ids ORDER BY mo;
//: mo | mc | ids
//> 1 | 1 | [0, 4, 8, 12]
//> 2 | 2 | [1, 7, 11, 14, 15]
//> 3 | 1 | [6, 10, 17, 18]
//> 4 | 2 | [5, 9, 13]
//> 5 | 2 | [3, 16]
//> 6 | 2 | [19]
//> 7 | 2 | [2]
MATCH (f:Forum) RETURN f.id AS id, COUNT { (f)-[:CONTAINER_OF]->()<-[:REPLY_OF]-{0,}() } AS thread, COUNT { MATCH (f)-[:HAS_MEMBER]->(p) WHERE EXISTS { (p)<-[:HAS_CREATOR]-()<-[:CONTAINER_OF]-(f) } } AS active, [(f)-[:HAS_TAG]->(t) | t.name] AS tags ORDER BY thread DESC, id;
//: id | thread | active | tags
//> 0 | 7 | 1 | ['Tag0']
//> 1 | 7 | 1 | ['Tag1']
//> 2 | 7 | 1 | ['Tag2']
//> 3 | 7 | 0 | ['Tag3']
//> 4 | 7 | 0 | ['Tag4']
//> 5 | 7 | 1 | ['Tag5']
//> 6 | 7 | 1 | ['Tag6']
//> 7 | 7 | 1 | ['Tag7']
//> 8 | 7 | 0 | ['Tag8']
//> 9 | 7 | 0 | ['Tag9']
MATCH (m:Message) WHERE NOT EXISTS { (m)<-[:REPLY_OF]-() } AND COUNT { (m)<-[:LIKES]-() } >= 2 WITH m MATCH path = (m)-[:REPLY_OF]->*(root:Post) RETURN m.id AS id, length(path) AS depth, [x IN nodes(path) | head(labels(x)) <> last(labels(x))] AS l ORDER BY depth DESC, id LIMIT 8;
//: id | depth | l
//> 201 | 1 | [true, true]
//> 203 | 1 | [true, true]
//> 205 | 1 | [true, true]
//> 207 | 1 | [true, true]
//> 209 | 1 | [true, true]
//> 211 | 1 | [true, true]
//> 213 | 1 | [true, true]
//> 215 | 1 | [true, true]
