// Texts: a small library of documents, words and authors.
CREATE (:Doc {id: 1, title: 'The Raven', body: 'Once upon a midnight dreary, while I pondered, weak and weary', lang: 'en'}),
  (:Doc {id: 2, title: 'Faust', body: 'Habe nun, ach! Philosophie, Juristerei und Medizin', lang: 'de'}),
  (:Doc {id: 3, title: 'Über den Wolken', body: 'Wind Nord/Ost, Startbahn 03', lang: 'de'}),
  (:Doc {id: 4, title: '  padded  ', body: '', lang: null}),
  (:Doc {id: 5, title: '日本語', body: '🙂🙃 emoji ﬀ ß', lang: 'ja'}),
  (:Doc {id: 6, title: "it's \"quoted\"", body: 'line one\nline two\ttabbed \\ back', lang: 'en'});
// queries
MATCH (d:Doc) RETURN d.id, size(d.title) AS n, toUpper(d.title) AS u, toLower(d.title) AS l, reverse(d.title) AS r ORDER BY d.id;
//: d.id | n | u | l | r
//> 1 | 9 | 'THE RAVEN' | 'the raven' | 'nevaR ehT'
//> 2 | 5 | 'FAUST' | 'faust' | 'tsuaF'
//> 3 | 15 | 'ÜBER DEN WOLKEN' | 'über den wolken' | 'nekloW ned rebÜ'
//> 4 | 10 | '  PADDED  ' | '  padded  ' | '  deddap  '
//> 5 | 3 | '日本語' | '日本語' | '語本日'
//> 6 | 13 | 'IT\'S "QUOTED"' | 'it\'s "quoted"' | '"detouq" s\'ti'
MATCH (d:Doc) RETURN d.id, left(d.title, 3) AS l, right(d.title, 3) AS r, substring(d.title, 1, 2) AS m, substring(d.title, 4) AS rest ORDER BY d.id;
//: d.id | l | r | m | rest
//> 1 | 'The' | 'ven' | 'he' | 'Raven'
//> 2 | 'Fau' | 'ust' | 'au' | 't'
//> 3 | 'Übe' | 'ken' | 'be' | ' den Wolken'
//> 4 | '  p' | 'd  ' | ' p' | 'dded  '
//> 5 | '日本語' | '日本語' | '本語' | ''
//> 6 | 'it\'' | 'ed"' | 't\'' | ' "quoted"'
MATCH (d:Doc) RETURN d.id, trim(d.title) AS t, ltrim(d.title) AS l, rtrim(d.title) AS r, btrim(d.title) AS b ORDER BY d.id;
//: d.id | t | l | r | b
//> 1 | 'The Raven' | 'The Raven' | 'The Raven' | 'The Raven'
//> 2 | 'Faust' | 'Faust' | 'Faust' | 'Faust'
//> 3 | 'Über den Wolken' | 'Über den Wolken' | 'Über den Wolken' | 'Über den Wolken'
//> 4 | 'padded' | 'padded  ' | '  padded' | 'padded'
//> 5 | '日本語' | '日本語' | '日本語' | '日本語'
//> 6 | 'it\'s "quoted"' | 'it\'s "quoted"' | 'it\'s "quoted"' | 'it\'s "quoted"'
MATCH (d:Doc) RETURN d.id, split(d.body, ' ') AS w, size(split(d.body, ',')) AS n ORDER BY d.id;
//: d.id | w | n
//> 1 | ['Once', 'upon', 'a', 'midnight', 'dreary,', 'while', 'I', 'pondered,', 'weak', 'and', 'weary'] | 3
//> 2 | ['Habe', 'nun,', 'ach!', 'Philosophie,', 'Juristerei', 'und', 'Medizin'] | 3
//> 3 | ['Wind', 'Nord/Ost,', 'Startbahn', '03'] | 2
//> 4 | [''] | 1
//> 5 | ['🙂🙃', 'emoji', 'ﬀ', 'ß'] | 1
//> 6 | ['line', 'one\nline', 'two\ttabbed', '\\', 'back'] | 1
MATCH (d:Doc) RETURN d.id, replace(d.body, 'e', '3') AS x, replace(d.body, 'on', '') AS y ORDER BY d.id;
//: d.id | x | y
//> 1 | 'Onc3 upon a midnight dr3ary, whil3 I pond3r3d, w3ak and w3ary' | 'Once up a midnight dreary, while I pdered, weak and weary'
//> 2 | 'Hab3 nun, ach! Philosophi3, Jurist3r3i und M3dizin' | 'Habe nun, ach! Philosophie, Juristerei und Medizin'
//> 3 | 'Wind Nord/Ost, Startbahn 03' | 'Wind Nord/Ost, Startbahn 03'
//> 4 | '' | ''
//> 5 | '🙂🙃 3moji ﬀ ß' | '🙂🙃 emoji ﬀ ß'
//> 6 | 'lin3 on3\nlin3 two\ttabb3d \\ back' | 'line e\nline two\ttabbed \\ back'
MATCH (d:Doc) UNWIND split(toLower(d.body), ' ') AS w WITH trim(BOTH ',' FROM w) AS w WHERE size(w) > 4 RETURN w, count(*) AS n ORDER BY n DESC, w;
//: w | n
//> 'dreary' | 1
//> 'emoji' | 1
//> 'juristerei' | 1
//> 'medizin' | 1
//> 'midnight' | 1
//> 'nord/ost' | 1
//> 'one\nline' | 1
//> 'philosophie' | 1
//> 'pondered' | 1
//> 'startbahn' | 1
//> 'two\ttabbed' | 1
//> 'weary' | 1
//> 'while' | 1
MATCH (d:Doc) WHERE d.title =~ '[A-Z].*' RETURN d.id ORDER BY d.id;
//: d.id
//> 1
//> 2
MATCH (d:Doc) WHERE d.body =~ '(?s).*line.*' RETURN d.id;
//: d.id
//> 6
MATCH (d:Doc) WHERE d.body =~ '.*line.*' RETURN d.id;
//: d.id
MATCH (d:Doc) WHERE d.title =~ '(?i)über.*' RETURN d.id;
//: d.id
MATCH (d:Doc) WHERE d.title =~ '(?iu)über.*' RETURN d.id;
//: d.id
//> 3
MATCH (d:Doc) WHERE d.title =~ '(' RETURN d.id;
//! Neo.ClientError.Statement.SemanticError 22000 22N11
MATCH (d:Doc) WHERE d.body CONTAINS '' RETURN count(d);
//: count(d)
//> 6
MATCH (d:Doc) WHERE d.title STARTS WITH 'Ü' OR d.title ENDS WITH '語' RETURN d.id ORDER BY d.id;
//: d.id
//> 3
//> 5
MATCH (d:Doc) WHERE d.lang STARTS WITH 'd' RETURN d.id ORDER BY d.id;
//: d.id
//> 2
//> 3
MATCH (d:Doc) WHERE NOT d.lang STARTS WITH 'd' RETURN d.id ORDER BY d.id;
//: d.id
//> 1
//> 5
//> 6
MATCH (d:Doc) WHERE d.id STARTS WITH '1' RETURN d.id;
//: d.id
MATCH (d:Doc) RETURN d.title ORDER BY d.title;
//: d.title
//> '  padded  '
//> 'Faust'
//> 'The Raven'
//> 'it\'s "quoted"'
//> 'Über den Wolken'
//> '日本語'
MATCH (d:Doc) RETURN d.lang, collect(d.id) IS NOT NULL AS x, min(d.title) AS first, max(size(d.body)) AS longest ORDER BY d.lang;
//: d.lang | x | first | longest
//> 'de' | true | 'Faust' | 50
//> 'en' | true | 'The Raven' | 61
//> 'ja' | true | '日本語' | 12
//> null | true | '  padded  ' | 0
MATCH (d:Doc) RETURN d.title + ' (' + coalesce(d.lang, '?') + ') #' + d.id AS label ORDER BY d.id;
//: label
//> 'The Raven (en) #1'
//> 'Faust (de) #2'
//> 'Über den Wolken (de) #3'
//> '  padded   (?) #4'
//> '日本語 (ja) #5'
//> 'it\'s "quoted" (en) #6'
MATCH (d:Doc) RETURN d.title || '/' || d.lang AS s ORDER BY d.id;
//: s
//> 'The Raven/en'
//> 'Faust/de'
//> 'Über den Wolken/de'
//> null
//> '日本語/ja'
//> 'it\'s "quoted"/en'
RETURN 'a' + 1 AS a, 1 + 'a' AS b, 'a' + 1.5 AS c, 'a' + true AS d, 'a' + null AS e, 'a' + [1] AS f, [1] + 'a' AS g;
//: a | b | c | d | e | f | g
//> 'a1' | '1a' | 'a1.5' | 'atrue' | null | ['a', 1] | [1, 'a']
RETURN 'a' || 'b' AS a, [1] || [2] AS b, 'a' || null AS c;
//: a | b | c
//> 'ab' | [1, 2] | null
RETURN 'a' || 1 AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN 'a' * 2 AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN 'a' - 'b' AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN 'it''s' AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
RETURN 'tab\there' AS a, "dq\"s" AS b, 'sq\'s' AS c, 'u\u00e9' AS d, 'back\\slash' AS e, 'nl\nx' AS f, '\u0041\u0042' AS g, "mixed 'quotes'" AS h;
//: a | b | c | d | e | f | g | h
//> 'tab\there' | 'dq"s' | 'sq\'s' | 'ué' | 'back\\slash' | 'nl\nx' | 'AB' | 'mixed \'quotes\''
RETURN 'bad \q' AS x;
//: x
//> 'bad \\q'
RETURN 'bad \u12' AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I47
RETURN 'a' < 'b' AS a, 'a' < 'B' AS b, 'abc' < 'abd' AS c, '' < 'a' AS d, 'é' > 'z' AS e, 'Z' < 'a' AS f, 'a' >= 'a' AS g, '10' < '9' AS h;
//: a | b | c | d | e | f | g | h
//> true | false | true | true | true | true | true | true
RETURN substring('hello', 0, 0) AS a, substring('hello', 5) AS b, substring('hello', 10) AS c, substring('hello', 1, 100) AS d, left('hi', 10) AS e, right('hi', 0) AS f;
//: a | b | c | d | e | f
//> '' | '' | '' | 'ello' | 'hi' | ''
RETURN substring('hello', -1) AS x;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N03
RETURN left('hello', -1) AS x;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N03
RETURN substring(null, 0) AS a, left(null, 1) AS b, split(null, ',') AS c, split('a', null) AS d, replace('a', null, 'b') AS e, toUpper(null) AS f, trim(null) AS g, reverse(null) AS h;
//: a | b | c | d | e | f | g | h
//> null | null | null | null | null | null | null | null
RETURN split('a,b;c', [',', ';']) AS a, split('', ',') AS b, split('abc', '') AS c, split(',a,', ',') AS d;
//: a | b | c | d
//> ['a', 'b', 'c'] | [''] | ['a', 'b', 'c'] | ['', 'a', '']
RETURN trim(LEADING 'x' FROM 'xxaxx') AS a, trim(TRAILING 'x' FROM 'xxaxx') AS b, trim(BOTH 'x' FROM 'xxaxx') AS c, btrim('xyaxy', 'xy') AS d, ltrim('xya', 'yx') AS e, rtrim('axy', 'z') AS f;
//: a | b | c | d | e | f
//> 'axx' | 'xxa' | 'a' | 'a' | 'a' | 'axy'
RETURN char_length('🙂') AS a, size('🙂') AS b, character_length('ab') AS c, reverse('a🙂b') AS d, substring('🙂x', 1) AS e, left('🙂x', 1) AS f;
//: a | b | c | d | e | f
//> 1 | 1 | 2 | 'b🙂a' | 'x' | '🙂'
RETURN toUpper('straße') AS a, toLower('ΑΣ') AS b, lower('ÀÉ') AS c, upper('ŉ') AS d, toUpper('i') AS e;
//: a | b | c | d | e
//> 'STRASSE' | 'ας' | 'àé' | 'ʼN' | 'I'
RETURN normalize('e\u0301') = 'é' AS a, normalize('ﬀ', NFKC) AS b, 'é' IS NORMALIZED AS c, 'e\u0301' IS NOT NORMALIZED AS d, 'e\u0301' IS NFD NORMALIZED AS e;
//: a | b | c | d | e
//> true | 'ff' | true | true | true
RETURN toString('x') AS a, toString(null) AS b, toStringOrNull([1]) AS c, size(toString(1.5)) AS d;
//: a | b | c | d
//> 'x' | null | null | 3
RETURN toString([1]) AS x;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
RETURN 'abc' =~ 'a.c' AS a, 'abc' =~ 'b' AS b, 'abc' =~ null AS c, null =~ 'a' AS d, 'ABC' =~ '(?i)abc' AS e, 'a1' =~ '\\w\\d' AS f, 'x.y' =~ 'x\\.y' AS g, '' =~ '' AS h;
//: a | b | c | d | e | f | g | h
//> true | false | null | null | true | true | true | true
RETURN 5 =~ 'a' AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN 'abc' CONTAINS 'b' AS a, 'abc' CONTAINS null AS b, null CONTAINS 'a' AS c, 'abc' STARTS WITH '' AS d, 'a' ENDS WITH 'ba' AS e;
//: a | b | c | d | e
//> true | null | null | true | false
RETURN 5 CONTAINS 'a' AS a, [1] STARTS WITH 1 AS b;
//: a | b
//> null | null
UNWIND ['b', 'a', 'B', 'A', 'á', '1', '10', '2', '', ' '] AS s RETURN s ORDER BY s;
//: s
//> ''
//> ' '
//> '1'
//> '10'
//> '2'
//> 'A'
//> 'B'
//> 'a'
//> 'b'
//> 'á'
UNWIND ['b', 'a', null, 'B'] AS s RETURN min(s), max(s), count(s), collect(s);
//: min(s) | max(s) | count(s) | collect(s)
//> 'B' | 'b' | 3 | ['b', 'a', 'B']
UNWIND ['x', 'y', 'x'] AS s WITH s, count(*) AS n RETURN collect(s + n) AS l ORDER BY size(l);
//: l
//> ['x2', 'y1']
WITH 'the quick brown fox' AS s RETURN reduce(acc = '', w IN split(s, ' ') | acc + toUpper(left(w, 1)) + substring(w, 1)) AS title, [w IN split(s, ' ') | size(w)] AS sizes, size([c IN split(s, '') WHERE c IN ['a', 'e', 'i', 'o', 'u']]) AS vowels;
//: title | sizes | vowels
//> 'TheQuickBrownFox' | [3, 5, 5, 3] | 5
WITH 'k1=v1;k2=v2;bad' AS s UNWIND split(s, ';') AS kv WITH split(kv, '=') AS p RETURN p[0] AS k, p[1] AS v, size(p) AS n ORDER BY k;
//: k | v | n
//> 'bad' | null | 1
//> 'k1' | 'v1' | 2
//> 'k2' | 'v2' | 2
WITH '2024-02-03 10:11' AS s RETURN date(left(s, 10)) AS d, localtime(right(s, 5)) AS t, toInteger(split(s, '-')[1]) AS m;
//: d | t | m
//> date('2024-02-03') | localtime('10:11:00') | 2
WITH ['a', 'b', 'c'] AS l RETURN reduce(s = head(l), x IN tail(l) | s + ',' + x) AS joined, l[0] + l[-1] AS ends, 'b' IN l AS has, [i IN range(size(l) - 1, 0, -1) | l[i]] AS rev;
//: joined | ends | has | rev
//> 'a,b,c' | 'ac' | true | ['c', 'b', 'a']
// $ {s: 'O\'Brien', n: 2, p: '.*rien'}
RETURN $s =~ $p AS m, left($s, $n) AS l, $s + $n AS c, size($s) AS z, $s CONTAINS "'" AS q;
//: m | l | c | z | q
//> true | 'O\'' | 'O\'Brien2' | 7 | true
// $ {q: 'ra', l: ['en', null]}
MATCH (d:Doc) WHERE toLower(d.title) CONTAINS toLower($q) AND d.lang IN $l RETURN d.title;
//: d.title
//> 'The Raven'
RETURN 'line
break' AS s /* a comment */, // another
  2 AS two;
//: s | two
//> 'line\nbreak' | 2
RETURN `weird name`.x FROM (SELECT 1);
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
WITH 1 AS `weird name`, 2 AS `back``tick` RETURN `weird name` + `back``tick` AS `sum of, all`;
//: sum of, all
//> 3
RETURN 'x' AS `a.b`, 'y' AS `1`;
//: a.b | 1
//> 'x' | 'y'
RETURN 1 + 2, 'x' + 'y', [1,2 ], {a:1 }, NOT true, -1, $`p q` IS NULL;
//! Neo.ClientError.Statement.ParameterMissing 42001 42N81
// $ {`p q`: 1}
RETURN   1   +   2,  $`p q`  , size( 'abc' ),count ( * );
//: 1   +   2 | $`p q` | size( 'abc' ) | count ( * )
//> 3 | 1 | 3 | 1
MATCH (d:Doc) RETURN d.title, d {.id}, d['id'], size(d.body), d.id IN [1,2] AND true ORDER BY d.id LIMIT 1;
//: d.title | d | d['id'] | size(d.body) | d.id IN [1,2] AND true
//> 'The Raven' | {id: 1} | 1 | 61 | true
MATCH (d:Doc {id: 1}) RETURN d.id AS id, d.id AS id;
//! Neo.ClientError.Statement.SyntaxError 42001 42N38
MATCH (d:Doc {id: 1}) RETURN *;
//: d
//> (:Doc {body: 'Once upon a midnight dreary, while I pondered, weak and weary', id: 1, lang: 'en', title: 'The Raven'})
MATCH (d:Doc {id: 1}) WITH d.id AS b, d.lang AS a RETURN *;
//: a | b
//> 'en' | 1
MATCH (d:Doc {id: 1}) RETURN *, d.id + 1 AS n;
//: d | n
//> (:Doc {body: 'Once upon a midnight dreary, while I pondered, weak and weary', id: 1, lang: 'en', title: 'The Raven'}) | 2
