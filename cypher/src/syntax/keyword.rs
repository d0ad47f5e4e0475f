//! Words with a meaning in Cypher. None of them is reserved: a keyword is a name that the parser
//! may look at, so every one can also be a variable, label, type or property key.
//!
//! Meet [`Keyword::of`], which the lexer asks for every unquoted name.

macro_rules! keywords {
    ($($variant:ident $text:literal)*) => {
        /// A word with a meaning somewhere in the grammar.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs, reason = "the variants are the words")]
        pub enum Keyword { $($variant,)* }

        const ALL: &[Keyword] = &[$(Keyword::$variant,)*];
        static TEXTS: &[&str] = &[$($text,)*];

        impl Keyword {
            /// The word in upper case.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

keywords! {
    Acyclic "ACYCLIC" All "ALL" AllReduce "ALLREDUCE" AllShortestPaths "ALLSHORTESTPATHS" Alter "ALTER"
    And "AND" Any "ANY" Array "ARRAY" As "AS" Asc "ASC" Ascending "ASCENDING" Assert "ASSERT" Bool "BOOL"
    Boolean "BOOLEAN" Both "BOTH" Break "BREAK" By "BY" Call "CALL" Case "CASE" Collect "COLLECT"
    Commit "COMMIT" Concurrent "CONCURRENT" Constraint "CONSTRAINT" Contains "CONTAINS" Continue "CONTINUE"
    Count "COUNT" Create "CREATE" Csv "CSV" Cypher "CYPHER" Date "DATE" Datetime "DATETIME"
    Deallocate "DEALLOCATE" Delete "DELETE" Deny "DENY" Desc "DESC" Descending "DESCENDING"
    Detach "DETACH" Different "DIFFERENT" Distinct "DISTINCT" Drop "DROP" Dryrun "DRYRUN"
    Duration "DURATION" Each "EACH" Edge "EDGE" Element "ELEMENT" Elements "ELEMENTS" Else "ELSE"
    Enable "ENABLE" End "END" Ends "ENDS" Error "ERROR" Executable "EXECUTABLE" Exists "EXISTS"
    Explain "EXPLAIN" Fail "FAIL" False "FALSE" FieldTerminator "FIELDTERMINATOR" Filter "FILTER"
    Finish "FINISH" Float "FLOAT" For "FOR" Foreach "FOREACH" From "FROM" Fulltext "FULLTEXT"
    Grant "GRANT" Headers "HEADERS" If "IF" In "IN" Index "INDEX" Inf "INF" Infinity "INFINITY"
    Insert "INSERT" Int "INT" Integer "INTEGER" Is "IS" Join "JOIN" Key "KEY" Labeled "LABELED" Leading "LEADING" Let "LET"
    Limit "LIMIT" List "LIST" Load "LOAD" Local "LOCAL" Lookup "LOOKUP" Map "MAP" Match "MATCH"
    Merge "MERGE" Nan "NAN" Next "NEXT" Nfc "NFC" Nfd "NFD" Nfkc "NFKC" Nfkd "NFKD" No "NO" Node "NODE"
    NoDetach "NODETACH" None "NONE" Normalized "NORMALIZED" Not "NOT" Nothing "NOTHING" Null "NULL"
    Of "OF" Offset "OFFSET" On "ON" Optional "OPTIONAL" Options "OPTIONS" Or "OR" Order "ORDER"
    Path "PATH" Paths "PATHS" Periodic "PERIODIC" Point "POINT" Profile "PROFILE" Property "PROPERTY"
    Range "RANGE" Reallocate "REALLOCATE" Reduce "REDUCE" Rel "REL" Relationship "RELATIONSHIP"
    Relationships "RELATIONSHIPS" Remove "REMOVE" Rename "RENAME" Repeatable "REPEATABLE"
    Replace "REPLACE" Report "REPORT" Require "REQUIRE" Retry "RETRY" Return "RETURN" Revoke "REVOKE"
    Row "ROW" Rows "ROWS" Scan "SCAN" Search "SEARCH" Seek "SEEK" Set "SET" Shortest "SHORTEST"
    ShortestPath "SHORTESTPATH" Show "SHOW" Signed "SIGNED" Simple "SIMPLE" Single "SINGLE" Skip "SKIP"
    Start "START" Starts "STARTS" Status "STATUS" Stop "STOP" String "STRING" Terminate "TERMINATE"
    Text "TEXT" Then "THEN" Time "TIME" Timestamp "TIMESTAMP" Timezone "TIMEZONE" Trail "TRAIL"
    Trailing "TRAILING" Transaction "TRANSACTION" Transactions "TRANSACTIONS" Trim "TRIM" True "TRUE"
    Typed "TYPED" Union "UNION" Unique "UNIQUE" Unwind "UNWIND" Use "USE" Using "USING" Uuid "UUID"
    Value "VALUE" Varchar "VARCHAR" Vector "VECTOR" Vertex "VERTEX" Walk "WALK" When "WHEN"
    Where "WHERE" With "WITH" Without "WITHOUT" Xor "XOR" Yield "YIELD" Zone "ZONE" Zoned "ZONED"
}

/// Longest keyword, in bytes.
const LONGEST: usize = 16;
const SLOTS: usize = 1024;
const EMPTY: u8 = u8::MAX;
/// Open-addressed hash table over [`ALL`], built by the compiler.
const TABLE: [u8; SLOTS] = table();
const _: () = assert!(ALL.len() < EMPTY as usize);

/// Where to look first for a word, in any case: its ends, its second letter and its length tell
/// nearly all keywords apart.
const fn slot(word: &[u8]) -> usize {
    const fn letter(word: &[u8], at: usize) -> usize {
        (word[at] & 0xdf) as usize
    }
    let last = word.len() - 1;
    let second = if last > 0 { letter(word, 1) } else { 0 };
    (letter(word, 0) * 37 + second * 11 + letter(word, last) * 101 + word.len() * 7) % SLOTS
}

const fn table() -> [u8; SLOTS] {
    let mut table = [EMPTY; SLOTS];
    let mut at = 0;
    while at < ALL.len() {
        let word = ALL[at].text().as_bytes();
        assert!(word.len() <= LONGEST);
        let mut place = slot(word);
        while table[place] != EMPTY {
            place = (place + 1) % SLOTS;
        }
        table[place] = at as u8;
        at += 1;
    }
    table
}

/// The keywords, in upper case and in their order.
pub fn keywords() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().copied()
}

impl Keyword {
    /// The keyword that `word` spells in any case.
    pub fn of(word: &str) -> Option<Self> {
        if word.is_empty() || word.len() > LONGEST {
            return None;
        }
        let mut place = slot(word.as_bytes());
        while TABLE[place] != EMPTY {
            let at = TABLE[place] as usize;
            if TEXTS[at].eq_ignore_ascii_case(word) {
                return Some(ALL[at]);
            }
            place = (place + 1) % SLOTS;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_keyword_in_any_case_and_nothing_else() {
        for &keyword in ALL {
            assert_eq!(Keyword::of(keyword.text()), Some(keyword));
            assert_eq!(Keyword::of(&keyword.text().to_lowercase()), Some(keyword));
        }
        for word in ["", "x", "MATCHES", "RETRUN", "größe", "ALLSHORTESTPATHSX"] {
            assert_eq!(Keyword::of(word), None);
        }
    }
}
