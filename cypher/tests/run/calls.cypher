CYPHER 5 UNWIND [{v0: 0}] AS m RETURN abs(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN abs(m.v0) AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN abs(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN abs(m.v0) AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN abs(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN btrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN btrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN btrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN btrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN btrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: '2020-02-29', v1: 'true'}] AS m RETURN btrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: duration('P1D'), v1: 1.5}] AS m RETURN btrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '😀bé', v1: date('2020-02-29')}] AS m RETURN btrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: {a: 1}, v1: ' a b '}] AS m RETURN btrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: 'a'}] AS m RETURN btrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0.0}] AS m RETURN ceil(m.v0) AS r
CYPHER 5 UNWIND [{v0: -0.0}] AS m RETURN ceil(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN ceil(m.v0) AS r
CYPHER 5 UNWIND [{v0: -2.5}] AS m RETURN ceil(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.1}] AS m RETURN ceil(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN char_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN char_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN char_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN char_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN char_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN character_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN character_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN character_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN character_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN character_length(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN coalesce(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN coalesce(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN coalesce(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN coalesce(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN coalesce(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'x,y;z', v1: 'a', v2: 'a'}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'x,y;z', v1: date('2020-02-29'), v2: duration('P1D')}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '12', v1: duration('P1D'), v2: null}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: {a: 1}, v2: point({x: 1, y: 2})}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: ' a b ', v1: 1.5, v2: 'a'}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 9223372036854775807, v1: 0}] AS m RETURN datetime.fromepoch(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 7, v1: -0.0}] AS m RETURN datetime.fromepoch(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: {a: 1}, v1: 0.0}] AS m RETURN datetime.fromepoch(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: true, v1: 7}] AS m RETURN datetime.fromepoch(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 2, v1: 9223372036854775807}] AS m RETURN datetime.fromepoch(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN datetime.fromepochmillis(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN datetime.fromepochmillis(m.v0) AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN datetime.fromepochmillis(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN datetime.fromepochmillis(m.v0) AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN datetime.fromepochmillis(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1], v1: 1, v2: [1]}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '1.5', v1: [1], v2: 'a'}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: date('2020-02-29'), v2: null}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: ' a b ', v1: 1, v2: {x: 1, y: 2}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'x,y;z', v1: 1.5, v2: {a: 1}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 0.0}] AS m RETURN degrees(m.v0) AS r
CYPHER 5 UNWIND [{v0: -0.0}] AS m RETURN degrees(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN degrees(m.v0) AS r
CYPHER 5 UNWIND [{v0: -2.5}] AS m RETURN degrees(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.1}] AS m RETURN degrees(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: null, v1: null}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: true}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1.5}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 'a'}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: null}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: true}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1.5}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 'a'}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: null}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: true}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1.5}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 'a'}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: null}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: true}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1.5}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 'a'}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{}] AS m RETURN e() AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN elementId(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN elementId(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN elementId(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN elementId(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN elementId(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN endNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN endNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN endNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN endNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN endNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.0}] AS m RETURN floor(m.v0) AS r
CYPHER 5 UNWIND [{v0: -0.0}] AS m RETURN floor(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN floor(m.v0) AS r
CYPHER 5 UNWIND [{v0: -2.5}] AS m RETURN floor(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.1}] AS m RETURN floor(m.v0) AS r
CYPHER 5 UNWIND [{v0: []}] AS m RETURN head(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, 2, 3]}] AS m RETURN head(m.v0) AS r
CYPHER 5 UNWIND [{v0: [null]}] AS m RETURN head(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a']}] AS m RETURN head(m.v0) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b']}] AS m RETURN head(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN id(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN id(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN id(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN id(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN id(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN isEmpty(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN isEmpty(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN isEmpty(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN isEmpty(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN isEmpty(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN isNaN(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN isNaN(m.v0) AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN isNaN(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN isNaN(m.v0) AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN isNaN(m.v0) AS r
CYPHER 5 UNWIND [{v0: {}}] AS m RETURN keys(m.v0) AS r
CYPHER 5 UNWIND [{v0: {a: 1}}] AS m RETURN keys(m.v0) AS r
CYPHER 5 UNWIND [{v0: {x: 1, y: 2}}] AS m RETURN keys(m.v0) AS r
CYPHER 5 UNWIND [{v0: {year: 2020, month: 2}}] AS m RETURN keys(m.v0) AS r
CYPHER 5 UNWIND [{v0: {days: 1.5}}] AS m RETURN keys(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN labels(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN labels(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN labels(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN labels(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN labels(m.v0) AS r
CYPHER 5 UNWIND [{v0: []}] AS m RETURN last(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, 2, 3]}] AS m RETURN last(m.v0) AS r
CYPHER 5 UNWIND [{v0: [null]}] AS m RETURN last(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a']}] AS m RETURN last(m.v0) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b']}] AS m RETURN last(m.v0) AS r
CYPHER 5 UNWIND [{v0: true, v1: null}] AS m RETURN left(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '1.5', v1: {a: 1}}] AS m RETURN left(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: ' a b ', v1: -9223372036854775808}] AS m RETURN left(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 7}] AS m RETURN left(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29'), v1: true}] AS m RETURN left(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN length(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN length(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN length(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN length(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN length(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '', v1: 'a', v2: 1}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: 1, v2: [1]}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '😀bé', v1: null, v2: null}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: true, v1: duration('P1D'), v2: null}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: [1], v1: date('2020-02-29'), v2: null}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé', v1: null, v2: point({x: 1, y: 2})}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: true, v2: true}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: null, v1: duration('P1D'), v2: date('2020-02-29')}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '12', v1: point({x: 1, y: 2}), v2: 1}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1, v1: duration('P1D'), v2: 1}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN lower(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN lower(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN lower(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN lower(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN lower(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN ltrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN ltrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN ltrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN ltrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN ltrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: duration('P1D')}] AS m RETURN ltrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: [1]}] AS m RETURN ltrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: date('2020-02-29')}] AS m RETURN ltrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'a', v1: '1.5'}] AS m RETURN ltrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '12', v1: 'a'}] AS m RETURN ltrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN nodes(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN nodes(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN nodes(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN nodes(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN nodes(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN normalize(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN normalize(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN normalize(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN normalize(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN normalize(m.v0) AS r
CYPHER 5 UNWIND [{v0: null, v1: null}] AS m RETURN nullIf(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: true}] AS m RETURN nullIf(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1}] AS m RETURN nullIf(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1.5}] AS m RETURN nullIf(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 'a'}] AS m RETURN nullIf(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{}] AS m RETURN pi() AS r
CYPHER 5 UNWIND [{v0: {}}] AS m RETURN point(m.v0) AS r
CYPHER 5 UNWIND [{v0: {a: 1}}] AS m RETURN point(m.v0) AS r
CYPHER 5 UNWIND [{v0: {x: 1, y: 2}}] AS m RETURN point(m.v0) AS r
CYPHER 5 UNWIND [{v0: {year: 2020, month: 2}}] AS m RETURN point(m.v0) AS r
CYPHER 5 UNWIND [{v0: {days: 1.5}}] AS m RETURN point(m.v0) AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: point({x: 1, y: 2})}] AS m RETURN point.distance(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: point({x: 1, y: 2, z: 3})}] AS m RETURN point.distance(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: point({longitude: 1, latitude: 2})}] AS m RETURN point.distance(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: null}] AS m RETURN point.distance(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: true}] AS m RETURN point.distance(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'a', v1: [1], v2: point({longitude: 1, latitude: 2})}] AS m RETURN point.withinBBox(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: 'a', v2: point({x: 1, y: 2, z: 3})}] AS m RETURN point.withinBBox(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: [1], v1: true, v2: point({x: 1, y: 2, z: 3})}] AS m RETURN point.withinBBox(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: null, v1: point({x: 1, y: 2, z: 3}), v2: 1.5}] AS m RETURN point.withinBBox(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: point({longitude: 1, latitude: 2}), v2: point({x: 1, y: 2, z: 3})}] AS m RETURN point.withinBBox(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: {}}] AS m RETURN properties(m.v0) AS r
CYPHER 5 UNWIND [{v0: {a: 1}}] AS m RETURN properties(m.v0) AS r
CYPHER 5 UNWIND [{v0: {x: 1, y: 2}}] AS m RETURN properties(m.v0) AS r
CYPHER 5 UNWIND [{v0: {year: 2020, month: 2}}] AS m RETURN properties(m.v0) AS r
CYPHER 5 UNWIND [{v0: {days: 1.5}}] AS m RETURN properties(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.0}] AS m RETURN radians(m.v0) AS r
CYPHER 5 UNWIND [{v0: -0.0}] AS m RETURN radians(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN radians(m.v0) AS r
CYPHER 5 UNWIND [{v0: -2.5}] AS m RETURN radians(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.1}] AS m RETURN radians(m.v0) AS r
CYPHER 5 UNWIND [{v0: {a: 1}, v1: point({x: 1, y: 2})}] AS m RETURN range(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 9223372036854775807, v1: -1}] AS m RETURN range(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: null}] AS m RETURN range(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: -9223372036854775808, v1: -1}] AS m RETURN range(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 7, v1: null}] AS m RETURN range(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29'), v1: 9223372036854775807, v2: null}] AS m RETURN range(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 0, v1: null, v2: 1}] AS m RETURN range(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 7, v1: -1, v2: 0}] AS m RETURN range(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 7, v1: true, v2: null}] AS m RETURN range(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: [1], v1: 'a', v2: 7}] AS m RETURN range(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN relationships(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN relationships(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN relationships(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN relationships(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN relationships(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'x,y;z', v1: date('2020-02-29'), v2: '12'}] AS m RETURN replace(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1, v1: true, v2: ''}] AS m RETURN replace(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '😀bé', v1: '2020-02-29', v2: [1]}] AS m RETURN replace(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '😀bé', v1: '😀bé', v2: true}] AS m RETURN replace(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'a', v1: 1, v2: [1]}] AS m RETURN replace(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN reverse(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN reverse(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN reverse(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN reverse(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN reverse(m.v0) AS r
CYPHER 5 UNWIND [{v0: '2020-02-29', v1: null}] AS m RETURN right(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: [1], v1: 2}] AS m RETURN right(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: 7}] AS m RETURN right(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '1.5', v1: 9223372036854775807}] AS m RETURN right(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '', v1: date('2020-02-29')}] AS m RETURN right(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0.0}] AS m RETURN round(m.v0) AS r
CYPHER 5 UNWIND [{v0: -0.0}] AS m RETURN round(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN round(m.v0) AS r
CYPHER 5 UNWIND [{v0: -2.5}] AS m RETURN round(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.1}] AS m RETURN round(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2, v1: (1/0.0)}] AS m RETURN round(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: (-1/0.0), v1: 0}] AS m RETURN round(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: {a: 1}, v1: -0.0}] AS m RETURN round(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'a', v1: [1]}] AS m RETURN round(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: -2.5, v1: 'a'}] AS m RETURN round(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 1, v1: 7, v2: [1]}] AS m RETURN round(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 7, v1: point({x: 1, y: 2}), v2: null}] AS m RETURN round(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: (1/0.0), v1: 0, v2: true}] AS m RETURN round(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 0, v1: 7, v2: '12:30'}] AS m RETURN round(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: -9223372036854775808, v2: null}] AS m RETURN round(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN rtrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN rtrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN rtrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN rtrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN rtrim(m.v0) AS r
CYPHER 5 UNWIND [{v0: '1.5', v1: 1.5}] AS m RETURN rtrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29'), v1: point({x: 1, y: 2})}] AS m RETURN rtrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '😀bé', v1: point({x: 1, y: 2})}] AS m RETURN rtrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: ' a b ', v1: null}] AS m RETURN rtrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 1, v1: 'P1DT2H'}] AS m RETURN rtrim(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN sign(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN sign(m.v0) AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN sign(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN sign(m.v0) AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN sign(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN size(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN size(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN size(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN size(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN size(m.v0) AS r
CYPHER 5 UNWIND [{v0: '', v1: [1, 2, 3]}] AS m RETURN split(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'a', v1: '2020-02-29'}] AS m RETURN split(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'a', v1: 'P1DT2H'}] AS m RETURN split(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '1.5', v1: '12:30'}] AS m RETURN split(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '12', v1: 'true'}] AS m RETURN split(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0.0}] AS m RETURN sqrt(m.v0) AS r
CYPHER 5 UNWIND [{v0: -0.0}] AS m RETURN sqrt(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN sqrt(m.v0) AS r
CYPHER 5 UNWIND [{v0: -2.5}] AS m RETURN sqrt(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0.1}] AS m RETURN sqrt(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN startNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN startNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN startNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN startNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN startNode(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a', v1: {a: 1}}] AS m RETURN substring(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: [1], v1: {a: 1}}] AS m RETURN substring(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: 1}] AS m RETURN substring(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: 1}] AS m RETURN substring(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '2020-02-29', v1: [1]}] AS m RETURN substring(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: '2020-02-29', v1: 1.5, v2: 7}] AS m RETURN substring(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: 9223372036854775807, v2: -1}] AS m RETURN substring(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '12', v1: 9223372036854775807, v2: date('2020-02-29')}] AS m RETURN substring(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '12', v1: -9223372036854775808, v2: date('2020-02-29')}] AS m RETURN substring(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'x,y;z', v1: 'a', v2: 7}] AS m RETURN substring(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: []}] AS m RETURN tail(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, 2, 3]}] AS m RETURN tail(m.v0) AS r
CYPHER 5 UNWIND [{v0: [null]}] AS m RETURN tail(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a']}] AS m RETURN tail(m.v0) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b']}] AS m RETURN tail(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: 1, v2: null}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: duration('P1D'), v2: date('2020-02-29')}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: null, v2: null}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 1, v1: 1, v2: {a: 1}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: '', v1: null, v2: 1}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN toBoolean(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toBoolean(m.v0) AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN toBoolean(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN toBoolean(m.v0) AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN toBoolean(m.v0) AS r
CYPHER 5 UNWIND [{v0: []}] AS m RETURN toBooleanList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, 2, 3]}] AS m RETURN toBooleanList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [null]}] AS m RETURN toBooleanList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a']}] AS m RETURN toBooleanList(m.v0) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b']}] AS m RETURN toBooleanList(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN toBooleanOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN toBooleanOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toBooleanOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN toBooleanOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN toBooleanOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN toFloat(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toFloat(m.v0) AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN toFloat(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN toFloat(m.v0) AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN toFloat(m.v0) AS r
CYPHER 5 UNWIND [{v0: []}] AS m RETURN toFloatList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, 2, 3]}] AS m RETURN toFloatList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [null]}] AS m RETURN toFloatList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a']}] AS m RETURN toFloatList(m.v0) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b']}] AS m RETURN toFloatList(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN toFloatOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN toFloatOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toFloatOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN toFloatOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN toFloatOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN toInteger(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toInteger(m.v0) AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN toInteger(m.v0) AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN toInteger(m.v0) AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN toInteger(m.v0) AS r
CYPHER 5 UNWIND [{v0: []}] AS m RETURN toIntegerList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, 2, 3]}] AS m RETURN toIntegerList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [null]}] AS m RETURN toIntegerList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a']}] AS m RETURN toIntegerList(m.v0) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b']}] AS m RETURN toIntegerList(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN toIntegerOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN toIntegerOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toIntegerOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN toIntegerOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN toIntegerOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN toLower(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN toLower(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN toLower(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN toLower(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN toLower(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: []}] AS m RETURN toStringList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, 2, 3]}] AS m RETURN toStringList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [null]}] AS m RETURN toStringList(m.v0) AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a']}] AS m RETURN toStringList(m.v0) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b']}] AS m RETURN toStringList(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN toStringOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN toStringOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN toStringOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN toStringOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN toStringOrNull(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN toUpper(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN toUpper(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN toUpper(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN toUpper(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN toUpper(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN type(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN type(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN type(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN type(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN type(m.v0) AS r
CYPHER 5 UNWIND [{v0: ''}] AS m RETURN upper(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN upper(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'abcab'}] AS m RETURN upper(m.v0) AS r
CYPHER 5 UNWIND [{v0: ' a b '}] AS m RETURN upper(m.v0) AS r
CYPHER 5 UNWIND [{v0: '😀bé'}] AS m RETURN upper(m.v0) AS r
CYPHER 5 UNWIND [{v0: null}] AS m RETURN valueType(m.v0) AS r
CYPHER 5 UNWIND [{v0: true}] AS m RETURN valueType(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN valueType(m.v0) AS r
CYPHER 5 UNWIND [{v0: 1.5}] AS m RETURN valueType(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'a'}] AS m RETURN valueType(m.v0) AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29'), v1: [true, false]}] AS m RETURN vector.similarity.cosine(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: [true, false], v1: -9223372036854775808}] AS m RETURN vector.similarity.cosine(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: [true, false], v1: ['a', 'b']}] AS m RETURN vector.similarity.cosine(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0, v1: 7}] AS m RETURN vector.similarity.cosine(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0.1, v1: duration('P1D')}] AS m RETURN vector.similarity.cosine(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 2, v1: 1}] AS m RETURN vector.similarity.euclidean(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: ['a', 'b'], v1: date('2020-02-29')}] AS m RETURN vector.similarity.euclidean(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 0, v1: (1/0.0)}] AS m RETURN vector.similarity.euclidean(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: -0.0, v1: 2}] AS m RETURN vector.similarity.euclidean(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: null, v1: -9223372036854775808}] AS m RETURN vector.similarity.euclidean(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: {year: 2020, month: 2}}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: 1e300, v1: point({x: 1, y: 2, z: 3})}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: {x: 1, y: 2}, v1: 9223372036854775807}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: 1}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: -1}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: [true, false], v1: localdatetime('2020-02-29T12:30')}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: 0.1, v1: [null]}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: '😀bé', v1: (-1/0.0)}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: 9223372036854775807}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: true, v1: -1e300}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: 2, v1: (0.0/0.0)}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: -2.5, v1: '2020-02-29'}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: [true, false], v1: (0.0/0.0)}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: 0}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a'], v1: []}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: false, v1: (0.0/0.0)}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: true, v1: 1.5}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29'), v1: (0.0/0.0)}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: [1.5, 2], v1: {days: 1.5}}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: (1/0.0), v1: (1/0.0)}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: 'a', v1: -9223372036854775808}] AS m RETURN m.v0 % m.v1 AS r
CYPHER 5 UNWIND [{v0: 0, v1: point({longitude: 1, latitude: 2})}] AS m RETURN m.v0 % m.v1 AS r
CYPHER 5 UNWIND [{v0: {}, v1: ['a', 'b']}] AS m RETURN m.v0 % m.v1 AS r
CYPHER 5 UNWIND [{v0: [1.5, 2], v1: 'x,y;z'}] AS m RETURN m.v0 % m.v1 AS r
CYPHER 5 UNWIND [{v0: [[1], [2, [3]]], v1: 'x,y;z'}] AS m RETURN m.v0 % m.v1 AS r
CYPHER 5 UNWIND [{v0: -9223372036854775808, v1: '😀bé'}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: 7, v1: -1e300}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: 2, v1: 0.0}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: -0.0, v1: 0.0}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: -1e300, v1: [[1], [2, [3]]]}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: -1, v1: time('12:30+01:00')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: ['a', 'b'], v1: [1, null, 'a']}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: {days: 1.5}, v1: {days: 1.5}}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: {year: 2020, month: 2}, v1: point({x: 1, y: 2})}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: 2, v1: 'x,y;z'}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020-02-29T12:30'), v1: 1e300}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('12:30:01.5'), v1: duration('P1Y2M3DT4H5.5S')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: 1.5, v1: [true, false]}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: 'true', v1: 7}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: 1.5}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: '12:30', v1: 'true'}] AS m RETURN m.v0 IN m.v1 AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2, z: 3}), v1: []}] AS m RETURN m.v0 IN m.v1 AS r
CYPHER 5 UNWIND [{v0: 0, v1: '2020-02-29'}] AS m RETURN m.v0 IN m.v1 AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a'], v1: 9223372036854775807}] AS m RETURN m.v0 IN m.v1 AS r
CYPHER 5 UNWIND [{v0: 9223372036854775807, v1: 0}] AS m RETURN m.v0 IN m.v1 AS r
CYPHER 5 UNWIND [{v0: null, v1: ['a', 'b']}] AS m RETURN m.v0[m.v1] AS r
CYPHER 5 UNWIND [{v0: '12', v1: [1, 2, 3]}] AS m RETURN m.v0[m.v1] AS r
CYPHER 5 UNWIND [{v0: [], v1: point({longitude: 1, latitude: 2})}] AS m RETURN m.v0[m.v1] AS r
CYPHER 5 UNWIND [{v0: '12', v1: point({x: 1, y: 2, z: 3})}] AS m RETURN m.v0[m.v1] AS r
CYPHER 5 UNWIND [{v0: {year: 2020, month: 2}, v1: 9223372036854775807}] AS m RETURN m.v0[m.v1] AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN -m.v0 AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN -m.v0 AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN -m.v0 AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN -m.v0 AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN -m.v0 AS r
CYPHER 5 UNWIND [{v0: [1.5, 2], v1: -1}] AS m RETURN m.v0 STARTS WITH m.v1 AS r
CYPHER 5 UNWIND [{v0: 0, v1: -0.0}] AS m RETURN m.v0 STARTS WITH m.v1 AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: [1, 2, 3]}] AS m RETURN m.v0 STARTS WITH m.v1 AS r
CYPHER 5 UNWIND [{v0: {x: 1, y: 2}, v1: [1, 2, 3]}] AS m RETURN m.v0 STARTS WITH m.v1 AS r
CYPHER 5 UNWIND [{v0: point({longitude: 1, latitude: 2}), v1: {year: 2020, month: 2}}] AS m RETURN m.v0 STARTS WITH m.v1 AS r
CYPHER 5 UNWIND [{v0: '2020-02-29', v1: 'a'}] AS m RETURN m.v0 AND m.v1 AS r
CYPHER 5 UNWIND [{v0: true, v1: 0}] AS m RETURN m.v0 AND m.v1 AS r
CYPHER 5 UNWIND [{v0: -9223372036854775808, v1: -0.0}] AS m RETURN m.v0 AND m.v1 AS r
CYPHER 5 UNWIND [{v0: {}, v1: 'a'}] AS m RETURN m.v0 AND m.v1 AS r
CYPHER 5 UNWIND [{v0: -9223372036854775808, v1: -1}] AS m RETURN m.v0 AND m.v1 AS r
CYPHER 5 UNWIND [{v0: 0}] AS m RETURN NOT m.v0 AS r
CYPHER 5 UNWIND [{v0: 1}] AS m RETURN NOT m.v0 AS r
CYPHER 5 UNWIND [{v0: -1}] AS m RETURN NOT m.v0 AS r
CYPHER 5 UNWIND [{v0: 2}] AS m RETURN NOT m.v0 AS r
CYPHER 5 UNWIND [{v0: 7}] AS m RETURN NOT m.v0 AS r
CYPHER 5 UNWIND [{v0: {a: 1}, v1: 1.5}] AS m RETURN m.v0 =~ m.v1 AS r
CYPHER 5 UNWIND [{v0: 'P1DT2H', v1: 0}] AS m RETURN m.v0 =~ m.v1 AS r
CYPHER 5 UNWIND [{v0: 0.1, v1: 1e300}] AS m RETURN m.v0 =~ m.v1 AS r
CYPHER 5 UNWIND [{v0: -1e300, v1: -1e300}] AS m RETURN m.v0 =~ m.v1 AS r
CYPHER 5 UNWIND [{v0: -2.5, v1: datetime('2020-02-29T12:30[Europe/Paris]')}] AS m RETURN m.v0 =~ m.v1 AS r
CYPHER 5 UNWIND [{v0: 9223372036854775807, v1: '😀bé'}] AS m RETURN m.v0 || m.v1 AS r
CYPHER 5 UNWIND [{v0: (-1/0.0), v1: 0}] AS m RETURN m.v0 || m.v1 AS r
CYPHER 5 UNWIND [{v0: ' a b ', v1: 'abcab'}] AS m RETURN m.v0 || m.v1 AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: (0.0/0.0)}] AS m RETURN m.v0 || m.v1 AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a'], v1: -9223372036854775808}] AS m RETURN m.v0 || m.v1 AS r
CYPHER 5 UNWIND [{v0: 0.0, v1: null}] AS m RETURN [x IN [m.v0, m.v1] | x] AS r
CYPHER 5 UNWIND [{v0: [true, false], v1: '2020-02-29'}] AS m RETURN [x IN [m.v0, m.v1] | x] AS r
CYPHER 5 UNWIND [{v0: [[1], [2, [3]]], v1: -0.0}] AS m RETURN [x IN [m.v0, m.v1] | x] AS r
CYPHER 5 UNWIND [{v0: [1, null, 'a'], v1: 'true'}] AS m RETURN [x IN [m.v0, m.v1] | x] AS r
CYPHER 5 UNWIND [{v0: '2020-02-29', v1: '12:30'}] AS m RETURN [x IN [m.v0, m.v1] | x] AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2}), v1: (1/0.0), v2: '😀bé'}] AS m RETURN m.v0 IN [m.v1, m.v2] AS r
CYPHER 5 UNWIND [{v0: -1e300, v1: date('2020-02-29'), v2: ['a', 'b']}] AS m RETURN m.v0 IN [m.v1, m.v2] AS r
CYPHER 5 UNWIND [{v0: [1.5, 2], v1: [[1], [2, [3]]], v2: '12:30'}] AS m RETURN m.v0 IN [m.v1, m.v2] AS r
CYPHER 5 UNWIND [{v0: 'abcab', v1: true, v2: 0.0}] AS m RETURN m.v0 IN [m.v1, m.v2] AS r
CYPHER 5 UNWIND [{v0: [[1], [2, [3]]], v1: -1, v2: '😀bé'}] AS m RETURN m.v0 IN [m.v1, m.v2] AS r
CYPHER 5 UNWIND [{v0: point({x: 1, y: 2, z: 3}), v1: 1e300, v2: [1.5, 2]}] AS m RETURN m.v0 < m.v1 < m.v2 AS r
CYPHER 5 UNWIND [{v0: {a: 1}, v1: {a: 1}, v2: [1, null, 'a']}] AS m RETURN m.v0 < m.v1 < m.v2 AS r
CYPHER 5 UNWIND [{v0: [true, false], v1: '12:30', v2: (-1/0.0)}] AS m RETURN m.v0 < m.v1 < m.v2 AS r
CYPHER 5 UNWIND [{v0: null, v1: 'true', v2: [1.5, 2]}] AS m RETURN m.v0 < m.v1 < m.v2 AS r
CYPHER 5 UNWIND [{v0: time('12:30+01:00'), v1: (0.0/0.0), v2: 'a'}] AS m RETURN m.v0 < m.v1 < m.v2 AS r
CYPHER 5 UNWIND [{v0: localtime('12'), v1: duration('P2M1DT0.5M')}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({days: -2147483649}), v1: duration({microseconds: 29, milliseconds: 0.5})}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('+999999999-10-10T03:00:00.1'), v1: duration('P-14WT0.5M')}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: date('2037-01-19'), v1: duration({years: 9223372036854775807, milliseconds: 9223372036854775807, months: 60, hours: -1})}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1'), v1: duration('P100YT-61M')}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('1995-199T01:55:16'), v1: duration({seconds: 31, minutes: -1.5})}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('2008-332T03:00:00.1'), v1: duration('P2Y-2D')}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('1931-09-16T12:31:14.645876123'), v1: duration({months: 999, nanoseconds: 12})}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: time('0943+00:00'), v1: duration('PT0S')}] AS m RETURN m.v0 + m.v1 AS r
CYPHER 5 UNWIND [{v0: date('1991-138'), v1: "ZZZ"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2024-195T1548'), v1: "O"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1'), v1: "DDD"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('00:00+00:00'), v1: "[HH]yyyy"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('2204'), v1: "Q QQQ"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2020'), v1: "L LLL"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('0406'), v1: "''yyyy''"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999+18:00'), v1: "yy G"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1'), v1: "yy G"}] AS m RETURN format(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2017-Q3-54T02:30')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: date('2026-W18-3')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('12-11:30')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: date('2024-Q4-07')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: duration('P100Y100M-2DT-3M-61S')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: datetime('2007-W31-7T12:31:14.645876123[Africa/Monrovia]')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: localtime('23:59:59.999999999')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2018-252T02:30')}] AS m RETURN toString(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('03:00:00.1+18:00')}] AS m RETURN m.v0.quarter AS r
CYPHER 5 UNWIND [{v0: duration({microseconds: 2})}] AS m RETURN m.v0.quarter AS r
CYPHER 5 UNWIND [{v0: localtime('22:31:40')}] AS m RETURN m.v0.quarter AS r
CYPHER 5 UNWIND [{v0: localtime('12')}] AS m RETURN m.v0.quarter AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: date('1997-W03-5'), v2: {day: 3, year: -1, hour: 11}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: date('0001-01-01'), v2: {month: 0, year: -1, week: 60}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'month', v1: time('02:30+00:00'), v2: {hour: 3}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'century', v1: localtime('03:00:00.1'), v2: {datetime: localdatetime('2020-02-29T01:59:59')}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'century', v1: localdatetime('1966-11-16T0740'), v2: {second: 29}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'month', v1: date('2014-211'), v2: {timezone: 'Europe/Paris', month: 0}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: date('2020'), v2: {year: 2020, dayOfQuarter: 1, week: 11, dayOfWeek: 365, day: 60}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: localtime('23:59:59.999999999'), v2: {nanosecond: 3}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: time('12:31:14.645876123Z'), v2: {day: 30, second: 29}}] AS m RETURN localdatetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: {dayOfWeek: 60, date: datetime('2020T12+00:00'), second: 999, year: 2021, epochSeconds: 29}}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: {day: 60}}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '2016-10-10'}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '10Z'}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: {hour: 60, minute: 999}}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '2027-Q4-90T00:00'}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '2019-03-W1'}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: {month: 2}}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: datetime('2015-Q1-61T01:59:59[UTC]')}] AS m RETURN localdatetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('00:00+00:00')}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020T1235')}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: {dayOfQuarter: 2, timezone: 'nowhere', datetime: localdatetime('1991-Q3-74T01:59:59')}}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: localtime('18:38:13')}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2010-Q1-45T12:31:14.645876123')}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: '19:15:18-W1:30'}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'PT61HT5M'}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: {millisecond: 365}}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: datetime('2020T0615[Europe/Paris]')}] AS m RETURN time(m.v0) AS r
CYPHER 5 UNWIND [{v0: duration({months: 1.75, hours: 29, nanoseconds: 1e18})}] AS m RETURN m.v0.nanosecond AS r
CYPHER 5 UNWIND [{v0: localtime('1440')}] AS m RETURN m.v0.nanosecond AS r
CYPHER 5 UNWIND [{v0: duration('P100Y-2WT3H'), v1: 2}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P2Y100MT-25S'), v1: 1000000000}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P1DT-61H'), v1: 59}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P100M100WT3H'), v1: 0.0000000015}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P14Y100M2W100DT-25H3.000000001S'), v1: 0.0000000015}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({milliseconds: 1000000000}), v1: 1000000000}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P-100M100DT1H3M'), v1: 29}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({years: 60, weeks: 100, nanoseconds: 9223372036854775807}), v1: 59}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({years: -1}), v1: 1}] AS m RETURN m.v0 / m.v1 AS r
CYPHER 5 UNWIND [{v0: 'quarter', v1: time('12+00:00'), v2: {microsecond: 11, month: 2, hour: 1}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: localtime('01:59:59'), v2: {ordinalDay: 365}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'quarter', v1: datetime('2020T12:31:14.645876123+18:00'), v2: {second: 11, year: 2021}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: time('23:59:59.999999999+18:00'), v2: {hour: 3, year: 999999999, minute: 365, epochMillis: 59}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'week', v1: date('2020'), v2: {day: 29, second: 29, week: 60}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: localdatetime('1992-W33-1T15:21:15'), v2: {day: 1}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: localdatetime('2005-W37-1T00:00'), v2: {timezone: 'Z', time: localtime('03:00:00.1'), dayOfWeek: 1, hour: 365, day: 2}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'quarter', v1: localdatetime('2096-02-28T02:30'), v2: {week: 60, microsecond: 60, day: 1, dayOfQuarter: 2}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: localdatetime('0000-01-04T0311'), v2: {date: date('0001-03-31'), year: 2020, day: 59, hour: 365, epochSeconds: 29}}] AS m RETURN datetime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'year', v1: time('23:59:59.999999999+18:00')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'hour', v1: time('00:00+18:00')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'century', v1: time('12Z')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'hour', v1: date('2021-W02-6')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'weekYear', v1: datetime('2051-11-17T0831[America/New_York]')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: localdatetime('2012-342T00:00')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: time('12:31:14.645876123+01:00')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'quarter', v1: localdatetime('2004-W30-6T21:45:37')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'century', v1: time('03:00:00.1+01:00')}] AS m RETURN datetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('0829')}] AS m RETURN m.v0.daysOfWeek AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999+18:00')}] AS m RETURN m.v0.daysOfWeek AS r
CYPHER 5 UNWIND [{v0: localdatetime('2008-041T01:59:59')}] AS m RETURN m.v0.daysOfWeek AS r
CYPHER 5 UNWIND [{v0: time('00:00+00:00')}] AS m RETURN m.v0.daysOfWeek AS r
CYPHER 5 UNWIND [{v0: datetime('2020T23:59:59.999999999+18:00')}] AS m RETURN m.v0.daysOfWeek AS r
CYPHER 5 UNWIND [{v0: date('2021-02-28')}] AS m RETURN m.v0.daysOfWeek AS r
CYPHER 5 UNWIND [{v0: time('16:29:25-11:30')}] AS m RETURN m.v0.daysOfWeek AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: time('23:59:59.999999999+18:00'), v2: {month: 12}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'millisecond', v1: localtime('12:31:14.645876123'), v2: {year: 1984}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'week', v1: date('2035-12-28'), v2: {ordinalDay: 1.5, dayOfWeek: 2, microsecond: 11, day: 2}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'day', v1: localtime('0327'), v2: {dayOfWeek: 999, day: 999, hour: 1, quarter: 365}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'second', v1: localtime('12:31:14.645876123'), v2: {millisecond: 1, second: 59, datetime: datetime('1999-W04-3T12+01:00')}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'week', v1: datetime('2024-W05-6T23:59:59.999999999[Europe/London]'), v2: {dayOfWeek: 365, timezone: 'nowhere', minute: 1.5}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: localtime('12:31:14.645876123'), v2: {month: 13, year: 2021}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: date('1990-W43-5'), v2: {hour: 30, week: 999, time: time('23:59:59.999999999Z')}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'day', v1: localdatetime('2006-124T23:59:59.999999999'), v2: {minute: 365, hour: 11}}] AS m RETURN time.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2029-270T12'), v1: date('1995-W33-5')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('01:59:59+18:00'), v1: time('02:30+00:00')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2021-02-28'), v1: localtime('03:00:00.1')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('12'), v1: date('2013-W29-6')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('1991-285T02:30'), v1: localtime('10:19:14')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('23:59:59.999999999'), v1: date('2020')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('02:30'), v1: localtime('01:59:59')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2004-W33-3'), v1: localtime('11:38:25')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123+00:00'), v1: time('23:59:59.999999999Z')}] AS m RETURN duration.between(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: {minute: 1, dayOfWeek: 2, month: 0, week: 0}}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: {millisecond: 365}}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: {ordinalDay: 3}}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: '-0001-03-31'}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: {time: localtime('02:30'), quarter: 365, hour: 30}}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: {year: 2021, week: 1.5, timezone: '+01:00'}}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: '2010-W23-1'}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: {week: 30, day: 1, millisecond: 1.5, time: localtime('00:00'), date: datetime('1993-W22-3T1122[Australia/Lord_Howe]')}}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'weeks: 100'}] AS m RETURN duration(m.v0) AS r
CYPHER 5 UNWIND [{v0: duration('P1Y-14W-1D'), v1: 1000000000}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({years: 1.75, nanoseconds: 59, hours: 31}), v1: 999}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({microseconds: 0.0000000015, years: 59}), v1: 2}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({milliseconds: 2, microseconds: 13, seconds: 1, days: 59}), v1: 13}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({years: -1}), v1: 59}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P-14DT-61H3S'), v1: 2}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({milliseconds: 0}), v1: -1.5}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({hours: 100, microseconds: 0.0000000015, milliseconds: 59}), v1: 100}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P1M-1W0.5D'), v1: 999}] AS m RETURN m.v0 * m.v1 AS r
CYPHER 5 UNWIND [{v0: datetime('2020-02-29T12:31:14.645876123Z'), v1: date('2028-W27-5')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123-11:30'), v1: localtime('23:59:59.999999999')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('2018-Q1-37T03:00:00.1'), v1: localtime('23:59:59.999999999')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: time('00:00+01:00'), v1: date('2015-004')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('2002-086T02:53:04'), v1: localtime('01:59:59')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('1942-02-06T03:00:00.1'), v1: localtime('02:30')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('01:59:59'), v1: date('2020')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({months: -1.5}), v1: date('2020-02-29')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('0140'), v1: date('2060-02-24')}] AS m RETURN m.v0 >= m.v1 AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: datetime('2017-Q1-57T08:06:33[UTC]'), v2: {day: 11, second: 1, timezone: 'Z'}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'weekYear', v1: localtime('00:00'), v2: {epochMillis: 29, epochSeconds: 60, day: 59}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: time('03:00:00.1+00:00'), v2: {microsecond: 3}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'second', v1: localdatetime('1993-058T01:59:59'), v2: {dayOfWeek: 1.5, time: time('12:31:14.645876123+00:00'), second: 0, hour: 11, date: datetime('2009-188T03:09:32[Europe/London]')}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'month', v1: date('2020-02-29'), v2: {year: 1984, month: 13}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: datetime('2065-12-26T02:30[Europe/London]'), v2: {hour: 0, second: 365}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'week', v1: date('2007-Q3-06'), v2: {minute: 29, second: 1, nanosecond: 29}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'day', v1: datetime('2020-02-29T00:00-11:30'), v2: {time: time('00:00+18:00'), ordinalDay: 2}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'hour', v1: time('00:00Z'), v2: {month: 2, year: 2021}}] AS m RETURN localtime.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020T2212')}] AS m RETURN m.v0.epochMillis AS r
CYPHER 5 UNWIND [{v0: localtime('02:30')}] AS m RETURN m.v0.epochMillis AS r
CYPHER 5 UNWIND [{v0: localdatetime('2009-W22-5T02:30')}] AS m RETURN m.v0.epochMillis AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999-11:30')}] AS m RETURN m.v0.epochMillis AS r
CYPHER 5 UNWIND [{v0: date('2004-Q4-73')}] AS m RETURN m.v0.epochMillis AS r
CYPHER 5 UNWIND [{v0: localdatetime('2022-Q4-15T23:59:59.999999999'), v1: datetime('2004-W33-1T00:00[Africa/Monrovia]')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: datetime('1993-W22-2T12:31:14.645876123[Africa/Monrovia]'), v1: datetime('-999999999-12-31T03:00:00.1[Pacific/Apia]')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1'), v1: datetime('2020T12:15:33[Europe/Paris]')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: datetime('2020T12[America/New_York]'), v1: datetime('1992-Q1-09T23:59:59.999999999[Africa/Monrovia]')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123+00:00'), v1: date('2020')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: time('03:11:31-11:30'), v1: localdatetime('2020-02-29T03:00:00.1')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: date('2020'), v1: date('2081-12-22')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: datetime('2021-10-10T01:59:59Z'), v1: localtime('0247')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('1994-Q1-31T01:59:59'), v1: localdatetime('2001-Q1-12T16:54:19')}] AS m RETURN m.v0 < m.v1 AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123+00:00'), v1: duration({seconds: 1e18, milliseconds: 31, hours: 100})}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: time('00:00+00:00'), v1: date('2020')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: datetime('2020-02-29T12:31:14.645876123[Europe/Paris]'), v1: datetime('2020T0115-11:30')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('18:18:35'), v1: datetime('2015-012T23:59:59.999999999[America/New_York]')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: date('2016-10-10'), v1: localdatetime('2020-02-29T0638')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('12'), v1: datetime('1990-Q3-84T0454+18:00')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: date('2020'), v1: localdatetime('1993-300T03:00:00.1')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29'), v1: time('12:31:14.645876123+00:00')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: datetime('2034-09-23T12+18:00'), v1: time('1608+01:00')}] AS m RETURN m.v0 = m.v1 AS r
CYPHER 5 UNWIND [{v0: 'weekYear', v1: time('00:00Z')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: datetime('1905-03-02T00:00[Europe/London]')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'day', v1: datetime('2022-020T02:30[UTC]')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'hour', v1: time('09:41:06Z')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'millisecond', v1: time('04:12:21+01:00')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'quarter', v1: localdatetime('2028-W01-6T00:00')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'day', v1: localdatetime('2016-Q2-78T1651')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'month', v1: time('09:20:21-11:30')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'millisecond', v1: date('2020')}] AS m RETURN localtime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: {hour: 30, time: localtime('23:59:59.999999999'), date: date('2020'), day: 29}}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: localtime('03:54:11')}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: {dayOfWeek: 1, timezone: 'America/New_York', hour: 0, date: date('2019-W19-1'), month: 12}}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: '23:09:59.999999999'}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'milliseconds: 0'}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: '03:00:00.1'}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: {week: 365, year: 2021}}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: '2020T22:14:09[Europe/Paris]'}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2002-074T00:00')}] AS m RETURN date(m.v0) AS r
CYPHER 5 UNWIND [{v0: datetime('2020-02-29T00:00+01:00'), v1: localtime('23:59:59.999999999')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('01:59:59'), v1: localdatetime('2010-034T02:30')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: datetime('1931-02-20T12:31:14.645876123[Pacific/Apia]'), v1: date('1904-10-11')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('00:00+00:00'), v1: localdatetime('2020T02:30')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2020'), v1: date('2027-Q1-40')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('11:04:23+00:00'), v1: localdatetime('2020T05:55:48')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('00:00'), v1: localtime('00:00')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('1906-06-12T00:00'), v1: localtime('01:59:59')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020T1235'), v1: time('12+01:00')}] AS m RETURN duration.inSeconds(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: datetime('2011-190T02:30-11:30')}] AS m RETURN m.v0.microsecond AS r
CYPHER 5 UNWIND [{v0: date('1994-W23-7')}] AS m RETURN m.v0.microsecond AS r
CYPHER 5 UNWIND [{v0: localtime('19:18:03')}] AS m RETURN m.v0.microsecond AS r
CYPHER 5 UNWIND [{v0: date('2002-Q1-19')}] AS m RETURN m.v0.microsecond AS r
CYPHER 5 UNWIND [{v0: time('00:00+01:00')}] AS m RETURN m.v0.microsecond AS r
CYPHER 5 UNWIND [{v0: localdatetime('2025-154T00:00')}] AS m RETURN m.v0.microsecond AS r
CYPHER 5 UNWIND [{v0: localtime('23:59:59.999999999')}] AS m RETURN m.v0.quartersOfYear AS r
CYPHER 5 UNWIND [{v0: time('19:42:33+18:00')}] AS m RETURN m.v0.quartersOfYear AS r
CYPHER 5 UNWIND [{v0: duration({milliseconds: 999, days: 100, hours: 1.75, seconds: 0})}] AS m RETURN m.v0.quartersOfYear AS r
CYPHER 5 UNWIND [{v0: time('00:00-11:30')}] AS m RETURN m.v0.quartersOfYear AS r
CYPHER 5 UNWIND [{v0: time('00:00+01:00')}] AS m RETURN m.v0.quartersOfYear AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1')}] AS m RETURN m.v0.quartersOfYear AS r
CYPHER 5 UNWIND [{v0: date('1994-099')}] AS m RETURN m.v0.quartersOfYear AS r
CYPHER 5 UNWIND [{v0: localtime('1743')}] AS m RETURN m.v0.epochSeconds AS r
CYPHER 5 UNWIND [{v0: datetime('1994-209T00:00Z')}] AS m RETURN m.v0.epochSeconds AS r
CYPHER 5 UNWIND [{v0: datetime('2020T00:00+18:00')}] AS m RETURN m.v0.epochSeconds AS r
CYPHER 5 UNWIND [{v0: time('01:59:59+00:00')}] AS m RETURN m.v0.epochSeconds AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123+18:00')}] AS m RETURN m.v0.epochSeconds AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: localtime('12:31:14.645876123')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: date('2020')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: localdatetime('2020T00:00')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'month', v1: datetime('1961-02-11T12:31:14.645876123[Australia/Lord_Howe]')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: localdatetime('2000-W03-4T00:00')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: date('0001-12-31')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'second', v1: localdatetime('2021-W49-1T12:31:14.645876123')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: date('2020-335')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'day', v1: localdatetime('-0001-03-31T01:59:59')}] AS m RETURN localdatetime.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('23:48:53'), v1: datetime('2019-Q4-48T03:00:00.1Z')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('02:30'), v1: datetime('2020-02-29T03:00:00.1[Asia/Kathmandu]')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('00:00+00:00'), v1: localtime('23:54:52')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: datetime('2020-02-29T0427+00:00'), v1: datetime('2022-Q3-79T01:59:59Z')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123'), v1: localtime('12:31:14.645876123')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: datetime('1990-050T02:30[Pacific/Apia]'), v1: localtime('01:59:59')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29'), v1: localdatetime('2026-Q4-08T03:00:00.1')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2005-Q2-28'), v1: time('12+18:00')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2015-013T03:00:00.1'), v1: datetime('2020-02-29T03:00:00.1[Asia/Kathmandu]')}] AS m RETURN duration.inMonths(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: date('1917-07-09'), v2: {datetime: localdatetime('2020T03:00:00.1'), month: 2, time: localtime('12')}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'hour', v1: localdatetime('1997-Q4-72T10:25:17'), v2: {datetime: datetime('2011-03-09T23:59:59.999999999Z'), year: 2021}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'year', v1: date('2020-02-29'), v2: {microsecond: 0, minute: 3, nanosecond: 1.5, second: 60}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: datetime('2001-W11-6T12[America/New_York]'), v2: {day: 11}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: localdatetime('2020T00:00'), v2: {ordinalDay: 2, datetime: datetime('2020-Q2-67T12+18:00'), date: date('2021-W35-2'), dayOfWeek: 59}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: localdatetime('2012-286T01:59:59'), v2: {dayOfQuarter: 59, year: 2020, datetime: datetime('1990-W51-3T03:00:00.1+18:00')}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'week', v1: localtime('1733'), v2: {dayOfWeek: 365, hour: 0}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'week', v1: datetime('2020-02-29T12[Asia/Kathmandu]'), v2: {time: localtime('12'), day: 365, epochSeconds: 11, minute: 59}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: localdatetime('2004-004T12:31:14.645876123'), v2: {dayOfWeek: 1.5, second: 1.5}}] AS m RETURN date.truncate(m.v0, m.v1, m.v2) AS r
CYPHER 5 UNWIND [{v0: localtime('12')}] AS m RETURN m.v0.timezone AS r
CYPHER 5 UNWIND [{v0: date('1992-W51-1')}] AS m RETURN m.v0.timezone AS r
CYPHER 5 UNWIND [{v0: localdatetime('0000-02-28T03:00:00.1')}] AS m RETURN m.v0.timezone AS r
CYPHER 5 UNWIND [{v0: datetime('2017-Q2-62T14:09:35[Asia/Kathmandu]')}] AS m RETURN m.v0.timezone AS r
CYPHER 5 UNWIND [{v0: datetime('2020T02:30[America/New_York]')}] AS m RETURN m.v0.timezone AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999Z')}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: {day: 0, week: 1.5}}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020-02-29T01:59:59')}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: {date: date('1977-04-27'), week: 11}}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: date('2020')}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: {hour: 2}}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('03:00:00.1+18:00')}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('05:19:51+00:00')}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: 'microseconds: 0.0000000015, minutes: 59, seconds: 0, years: -1.5'}] AS m RETURN localtime(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('03:00:00.1-11:30')}] AS m RETURN m.v0.days AS r
CYPHER 5 UNWIND [{v0: datetime('1976-09-10T05:22:30[Pacific/Apia]')}] AS m RETURN m.v0.days AS r
CYPHER 5 UNWIND [{v0: datetime('2020T23:59:59.999999999Z')}] AS m RETURN m.v0.days AS r
CYPHER 5 UNWIND [{v0: datetime('2020-02-29T03:00:00.1Z')}] AS m RETURN m.v0.days AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020-02-29T01:59:59')}] AS m RETURN m.v0.days AS r
CYPHER 5 UNWIND [{v0: time('12-11:30')}] AS m RETURN m.v0.days AS r
CYPHER 5 UNWIND [{v0: localtime('23:59:59.999999999'), v1: duration({minutes: 13, years: 999, seconds: 0.5})}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P1YT-3.000000001S'), v1: duration('PT-3.000000001M')}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999+01:00'), v1: duration({minutes: 1.75, months: 13})}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123'), v1: duration({days: 0.5})}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: localdatetime('1969-02-28T14:10:30'), v1: duration('P100Y14WT-3M')}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: localtime('03:04:39'), v1: duration('P1M100W14DT3.000000001M')}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: time('0928+00:00'), v1: duration({months: 13, minutes: 59, hours: 2, nanoseconds: 0})}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: datetime('1963-06-08T12[Australia/Lord_Howe]'), v1: duration({microseconds: 2, weeks: 0, nanoseconds: 999, days: 100})}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: duration('P1WT3H'), v1: duration('PT1H')}] AS m RETURN m.v0 - m.v1 AS r
CYPHER 5 UNWIND [{v0: duration({years: 0.0000000015})}] AS m RETURN m.v0.minute AS r
CYPHER 5 UNWIND [{v0: datetime('2020T00:00[Africa/Monrovia]')}] AS m RETURN m.v0.minute AS r
CYPHER 5 UNWIND [{v0: time('21:41:07+01:00')}] AS m RETURN m.v0.minute AS r
CYPHER 5 UNWIND [{v0: localdatetime('2007-Q4-39T12')}] AS m RETURN m.v0.minute AS r
CYPHER 5 UNWIND [{v0: localdatetime('1998-115T13:58:14')}] AS m RETURN m.v0.minute AS r
CYPHER 5 UNWIND [{v0: '2020-276'}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '03:00:00.1[America/New_York]'}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('03:00:00.1+18:00')}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: localtime('02:30')}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: localtime('04:48:12')}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: {timezone: 'Europe/Paris', dayOfQuarter: 3, ordinalDay: 1, dayOfWeek: 30}}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: '1991-Q2-10'}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('02:30-11:30')}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: time('03:00:00.1+00:00')}] AS m RETURN datetime(m.v0) AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123')}] AS m RETURN m.v0.day AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123Z')}] AS m RETURN m.v0.day AS r
CYPHER 5 UNWIND [{v0: duration({minutes: 12, days: 100, weeks: 1000000000, milliseconds: -7})}] AS m RETURN m.v0.day AS r
CYPHER 5 UNWIND [{v0: datetime('2001-W16-6T12[Asia/Kathmandu]')}] AS m RETURN m.v0.day AS r
CYPHER 5 UNWIND [{v0: date('1993-269')}] AS m RETURN m.v0.day AS r
CYPHER 5 UNWIND [{v0: date('2000-W26-1')}] AS m RETURN m.v0.day AS r
CYPHER 5 UNWIND [{v0: duration({seconds: 1.75, hours: 12})}] AS m RETURN m.v0.day AS r
CYPHER 5 UNWIND [{v0: date('1995-W45-7')}] AS m RETURN m.v0.milliseconds AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020-02-29T06:59:43')}] AS m RETURN m.v0.milliseconds AS r
CYPHER 5 UNWIND [{v0: 'year', v1: localtime('23:59:59.999999999')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'quarter', v1: localdatetime('2020-02-29T18:24:14')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: datetime('1931-11-09T23:59:59.999999999+01:00')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'hour', v1: localtime('03:00:00.1')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'week', v1: datetime('9999-01-01T00:00+18:00')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'year', v1: time('12:31:14.645876123+01:00')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: date('1999-W42-6')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'microsecond', v1: datetime('2001-092T23:59:59.999999999[Africa/Monrovia]')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: time('12Z')}] AS m RETURN time.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: datetime('2066-01-04T00:00[Asia/Kathmandu]'), v1: date('0001-12-28')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2019-W25-4T23:59:59.999999999'), v1: time('12+01:00')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123-11:30'), v1: datetime('2020-02-29T12:31:14.645876123[UTC]')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('12:31:14.645876123+00:00'), v1: date('2028-269')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('0529+00:00'), v1: date('2020-02-29')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: datetime('2011-342T12Z'), v1: time('23:59:59.999999999-11:30')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: time('05:52:51+18:00'), v1: time('1535-11:30')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: date('2002-332'), v1: localdatetime('1925-02-28T12')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('2018-W04-6T12'), v1: time('00:00+00:00')}] AS m RETURN duration.inDays(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: localdatetime('1996-334T00:00')}] AS m RETURN m.v0.offsetMinutes AS r
CYPHER 5 UNWIND [{v0: date('2020')}] AS m RETURN m.v0.offsetMinutes AS r
CYPHER 5 UNWIND [{v0: duration('P100DT3.000000001H')}] AS m RETURN m.v0.offsetMinutes AS r
CYPHER 5 UNWIND [{v0: date('+99999-12-28')}] AS m RETURN m.v0.offsetMinutes AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020-02-29T12')}] AS m RETURN m.v0.offsetMinutes AS r
CYPHER 5 UNWIND [{v0: localdatetime('1958-01-15T12:31:14.645876123')}] AS m RETURN m.v0.offsetMinutes AS r
CYPHER 5 UNWIND [{v0: time('2327+01:00')}] AS m RETURN m.v0.offsetMinutes AS r
CYPHER 5 UNWIND [{v0: time('00:00+18:00')}] AS m RETURN m.v0.dayOfQuarter AS r
CYPHER 5 UNWIND [{v0: duration('P2WT61H1S')}] AS m RETURN m.v0.dayOfQuarter AS r
CYPHER 5 UNWIND [{v0: date('1959-06-15')}] AS m RETURN m.v0.dayOfQuarter AS r
CYPHER 5 UNWIND [{v0: localdatetime('-0001-12-31T12')}] AS m RETURN m.v0.dayOfQuarter AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123')}] AS m RETURN m.v0.dayOfQuarter AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123')}] AS m RETURN m.v0.year AS r
CYPHER 5 UNWIND [{v0: time('00:00-11:30')}] AS m RETURN m.v0.year AS r
CYPHER 5 UNWIND [{v0: localtime('00:00')}] AS m RETURN m.v0.year AS r
CYPHER 5 UNWIND [{v0: localdatetime('2004-W42-4T00:00')}] AS m RETURN m.v0.weekYear AS r
CYPHER 5 UNWIND [{v0: time('03:00:00.1+18:00')}] AS m RETURN m.v0.weekYear AS r
CYPHER 5 UNWIND [{v0: time('01:59:59+01:00')}] AS m RETURN m.v0.weekYear AS r
CYPHER 5 UNWIND [{v0: localtime('23:59:59.999999999')}] AS m RETURN m.v0.weekYear AS r
CYPHER 5 UNWIND [{v0: time('1021Z')}] AS m RETURN m.v0.weekYear AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: time('12:31:14.645876123+00:00')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'decade', v1: time('01:59:59+01:00')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: time('04:47:21Z')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'millisecond', v1: localdatetime('2018-W25-1T02:30')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'millennium', v1: time('12:31:14.645876123Z')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'quarter', v1: localdatetime('2011-W05-3T0735')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'second', v1: date('2005-W29-4')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: localtime('12')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: 'minute', v1: localdatetime('2020-02-29T1609')}] AS m RETURN date.truncate(m.v0, m.v1) AS r
CYPHER 5 UNWIND [{v0: datetime('2011-W12-3T23:59:59.999999999-11:30')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: date('2016-03-31')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: datetime('+999999999-10-10T12[Pacific/Apia]')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: datetime('-999999999-02-28T03:00:00.1[Asia/Kathmandu]')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: time('02:30+18:00')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: time('02:30+01:00')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: localdatetime('1934-05-12T12')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: localdatetime('2010-173T12')}] AS m RETURN m.v0.years AS r
CYPHER 5 UNWIND [{v0: time('19:34:33-11:30')}] AS m RETURN m.v0.nanoseconds AS r
CYPHER 5 UNWIND [{v0: duration({days: -7, years: 9223372036854775807, milliseconds: 59})}] AS m RETURN m.v0.nanoseconds AS r
CYPHER 5 UNWIND [{v0: date('1970-10-10')}] AS m RETURN m.v0.nanoseconds AS r
CYPHER 5 UNWIND [{v0: duration('P1WT-61M')}] AS m RETURN m.v0.nanoseconds AS r
CYPHER 5 UNWIND [{v0: localtime('23:59:59.999999999')}] AS m RETURN m.v0.offset AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999Z')}] AS m RETURN m.v0.offset AS r
CYPHER 5 UNWIND [{v0: datetime('2002-Q4-68T12[Pacific/Apia]')}] AS m RETURN m.v0.offset AS r
CYPHER 5 UNWIND [{v0: time('21:36:34+01:00')}] AS m RETURN m.v0.millisecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: localdatetime('2009-Q4-64T09:44:12')}] AS m RETURN m.v0.millisecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1')}] AS m RETURN m.v0.millisecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: time('01:59:59-11:30')}] AS m RETURN m.v0.millisecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: time('01:59:59+18:00')}] AS m RETURN m.v0.millisecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020-02-29T01:59:59')}] AS m RETURN m.v0.millisecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: localdatetime('1934-02-03T00:00')}] AS m RETURN m.v0.millisecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: duration({years: -1})}] AS m RETURN m.v0.month AS r
CYPHER 5 UNWIND [{v0: time('02:30+01:00')}] AS m RETURN m.v0.month AS r
CYPHER 5 UNWIND [{v0: localtime('01:59:59')}] AS m RETURN m.v0.secondsOfMinute AS r
CYPHER 5 UNWIND [{v0: datetime('2020-02-29T12:31:14.645876123[UTC]')}] AS m RETURN m.v0.secondsOfMinute AS r
CYPHER 5 UNWIND [{v0: localdatetime('2028-Q4-04T00:00')}] AS m RETURN m.v0.secondsOfMinute AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999+00:00')}] AS m RETURN m.v0.secondsOfMinute AS r
CYPHER 5 UNWIND [{v0: time('02:30-11:30')}] AS m RETURN m.v0.microseconds AS r
CYPHER 5 UNWIND [{v0: duration({days: 59, nanoseconds: 31})}] AS m RETURN m.v0.microseconds AS r
CYPHER 5 UNWIND [{v0: duration({weeks: 1000000000, months: 999, milliseconds: 13, minutes: 1.75})}] AS m RETURN m.v0.microseconds AS r
CYPHER 5 UNWIND [{v0: time('12+00:00')}] AS m RETURN m.v0.microseconds AS r
CYPHER 5 UNWIND [{v0: localdatetime('1992-04-11T03:00:00.1')}] AS m RETURN m.v0.microseconds AS r
CYPHER 5 UNWIND [{v0: duration({weeks: 100})}] AS m RETURN m.v0.microseconds AS r
CYPHER 5 UNWIND [{v0: date('2024-169')}] AS m RETURN m.v0.hour AS r
CYPHER 5 UNWIND [{v0: localtime('06:06:06')}] AS m RETURN m.v0.hour AS r
CYPHER 5 UNWIND [{v0: time('02:30-11:30')}] AS m RETURN m.v0.hour AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123')}] AS m RETURN m.v0.hour AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29')}] AS m RETURN m.v0.hour AS r
CYPHER 5 UNWIND [{v0: duration('P2MT-1H')}] AS m RETURN m.v0.nanosecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: datetime('2030-W42-2T03:00:00.1[Pacific/Apia]')}] AS m RETURN m.v0.nanosecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: date('2041-12-09')}] AS m RETURN m.v0.nanosecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: duration({years: 999, hours: 0.0000000015})}] AS m RETURN m.v0.weeks AS r
CYPHER 5 UNWIND [{v0: time('02:30-11:30')}] AS m RETURN m.v0.weeks AS r
CYPHER 5 UNWIND [{v0: date('2020')}] AS m RETURN m.v0.weeks AS r
CYPHER 5 UNWIND [{v0: datetime('2029-005T01:59:59[Pacific/Apia]')}] AS m RETURN m.v0.weeks AS r
CYPHER 5 UNWIND [{v0: time('23:59:59.999999999Z')}] AS m RETURN m.v0.dayOfWeek AS r
CYPHER 5 UNWIND [{v0: localtime('00:46:05')}] AS m RETURN m.v0.dayOfWeek AS r
CYPHER 5 UNWIND [{v0: localdatetime('2004-131T12:31:14.645876123')}] AS m RETURN m.v0.dayOfWeek AS r
CYPHER 5 UNWIND [{v0: duration({months: 0, nanoseconds: 0.5, years: 1.75})}] AS m RETURN m.v0.weekDay AS r
CYPHER 5 UNWIND [{v0: localtime('01:38:52')}] AS m RETURN m.v0.weekDay AS r
CYPHER 5 UNWIND [{v0: localdatetime('2024-286T23:59:59.999999999')}] AS m RETURN m.v0.weekDay AS r
CYPHER 5 UNWIND [{v0: duration('PT-1M')}] AS m RETURN m.v0.weekDay AS r
CYPHER 5 UNWIND [{v0: datetime('2005-078T23:59:59.999999999+00:00')}] AS m RETURN m.v0.weekDay AS r
CYPHER 5 UNWIND [{v0: datetime('2020-02-29T01:59:59[UTC]')}] AS m RETURN m.v0.weekDay AS r
CYPHER 5 UNWIND [{v0: localtime('2020')}] AS m RETURN m.v0.millisecond AS r
CYPHER 5 UNWIND [{v0: date('2020')}] AS m RETURN m.v0.millisecond AS r
CYPHER 5 UNWIND [{v0: localtime('2253')}] AS m RETURN m.v0.millisecond AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29')}] AS m RETURN m.v0.millisecond AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020T23:59:59.999999999')}] AS m RETURN m.v0.millisecond AS r
CYPHER 5 UNWIND [{v0: datetime('1997-03-16T22:25:22Z')}] AS m RETURN m.v0.millisecond AS r
CYPHER 5 UNWIND [{v0: time('00:25:57Z')}] AS m RETURN m.v0.millisecond AS r
CYPHER 5 UNWIND [{v0: datetime('1996-Q2-17T21:33:01+18:00')}] AS m RETURN m.v0.monthsOfQuarter AS r
CYPHER 5 UNWIND [{v0: datetime('2020T0156[Asia/Kathmandu]')}] AS m RETURN m.v0.monthsOfQuarter AS r
CYPHER 5 UNWIND [{v0: date('1970-10-10')}] AS m RETURN m.v0.monthsOfQuarter AS r
CYPHER 5 UNWIND [{v0: date('2020')}] AS m RETURN m.v0.monthsOfQuarter AS r
CYPHER 5 UNWIND [{v0: date('1995-Q1-59')}] AS m RETURN m.v0.minutesOfHour AS r
CYPHER 5 UNWIND [{v0: duration({weeks: -7})}] AS m RETURN m.v0.week AS r
CYPHER 5 UNWIND [{v0: localdatetime('2017-Q2-18T02:30')}] AS m RETURN m.v0.week AS r
CYPHER 5 UNWIND [{v0: time('00:00+00:00')}] AS m RETURN m.v0.week AS r
CYPHER 5 UNWIND [{v0: time('1450+01:00')}] AS m RETURN m.v0.week AS r
CYPHER 5 UNWIND [{v0: time('01:59:59Z')}] AS m RETURN m.v0.week AS r
CYPHER 5 UNWIND [{v0: localdatetime('1909-08-15T12:31:14.645876123')}] AS m RETURN m.v0.second AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020T0325')}] AS m RETURN m.v0.second AS r
CYPHER 5 UNWIND [{v0: localtime('13:02:07')}] AS m RETURN m.v0.second AS r
CYPHER 5 UNWIND [{v0: localtime('23:59:59.999999999')}] AS m RETURN m.v0.second AS r
CYPHER 5 UNWIND [{v0: time('1248+00:00')}] AS m RETURN m.v0.quarters AS r
CYPHER 5 UNWIND [{v0: datetime('2016-321T03:00:00.1[Australia/Lord_Howe]')}] AS m RETURN m.v0.quarters AS r
CYPHER 5 UNWIND [{v0: time('00:00+01:00')}] AS m RETURN m.v0.quarters AS r
CYPHER 5 UNWIND [{v0: date('2020-02-29')}] AS m RETURN m.v0.quarters AS r
CYPHER 5 UNWIND [{v0: duration('P100Y2WT-25H3M')}] AS m RETURN m.v0.hours AS r
CYPHER 5 UNWIND [{v0: datetime('1992-Q3-28T08:15:05[Africa/Monrovia]')}] AS m RETURN m.v0.hours AS r
CYPHER 5 UNWIND [{v0: time('05:13:21+00:00')}] AS m RETURN m.v0.hours AS r
CYPHER 5 UNWIND [{v0: localtime('02:30')}] AS m RETURN m.v0.hours AS r
CYPHER 5 UNWIND [{v0: time('08:51:48+00:00')}] AS m RETURN m.v0.hours AS r
CYPHER 5 UNWIND [{v0: localdatetime('2004-277T23:59:59.999999999')}] AS m RETURN m.v0.hours AS r
CYPHER 5 UNWIND [{v0: localtime('2042')}] AS m RETURN m.v0.hours AS r
CYPHER 5 UNWIND [{v0: time('00:00+01:00')}] AS m RETURN m.v0.microsecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: localtime('12:31:14.645876123')}] AS m RETURN m.v0.microsecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: datetime('2021-01-01T00:00[Asia/Kathmandu]')}] AS m RETURN m.v0.microsecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: date('1991-Q4-82')}] AS m RETURN m.v0.microsecondsOfSecond AS r
CYPHER 5 UNWIND [{v0: localdatetime('2020-02-29T23:59:59.999999999')}] AS m RETURN m.v0.offsetSeconds AS r
CYPHER 5 UNWIND [{v0: datetime('2020T00:00[Europe/London]')}] AS m RETURN m.v0.offsetSeconds AS r
CYPHER 5 UNWIND [{v0: date('2020')}] AS m RETURN m.v0.offsetSeconds AS r
CYPHER 5 UNWIND [{v0: date('0000-12-31')}] AS m RETURN m.v0.offsetSeconds AS r
CYPHER 5 UNWIND [{v0: date('2016-Q2-87')}] AS m RETURN m.v0.offsetSeconds AS r
CYPHER 5 UNWIND [{v0: date('1996-W17-7')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: date('2025-208')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: localdatetime('2013-Q4-23T23:59:59.999999999')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: date('2020')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: localtime('02:30')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: time('01:59:59+00:00')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: time('0409+00:00')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: duration({hours: 13, milliseconds: 29, nanoseconds: -1})}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: date('2062-06-10')}] AS m RETURN m.v0.quarterDay AS r
CYPHER 5 UNWIND [{v0: duration('P2Y100MT0.5M')}] AS m RETURN m.v0.ordinalDay AS r
CYPHER 5 UNWIND [{v0: date('1970-03-31')}] AS m RETURN m.v0.ordinalDay AS r
CYPHER 5 UNWIND [{v0: datetime('2012-W08-4T01:59:59[Australia/Lord_Howe]')}] AS m RETURN m.v0.seconds AS r
CYPHER 5 UNWIND [{v0: localtime('03:00:00.1')}] AS m RETURN m.v0.seconds AS r
CYPHER 5 UNWIND [{v0: time('02:30+00:00')}] AS m RETURN m.v0.seconds AS r
CYPHER 5 UNWIND [{v0: datetime('0001-12-28T01:59:59-11:30')}] AS m RETURN m.v0.months AS r
CYPHER 5 UNWIND [{v0: duration({days: 12})}] AS m RETURN m.v0.months AS r
CYPHER 5 UNWIND [{v0: time('00:00+01:00')}] AS m RETURN m.v0.months AS r
CYPHER 5 UNWIND [{v0: localdatetime('2045-03-27T0334')}] AS m RETURN m.v0.minutes AS r
CYPHER 5 UNWIND [{v0: date('1995-W27-7')}] AS m RETURN m.v0.minutes AS r
CYPHER 5 UNWIND [{v0: time('01:59:59+01:00')}] AS m RETURN m.v0.minutes AS r
