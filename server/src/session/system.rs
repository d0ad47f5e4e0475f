//! What may be asked on the `system` database: procedure calls and SHOW commands.
//!
//! This looks at the first word only, to answer with a clear error early. What keeps users'
//! credentials out of reach is not this check but that such queries run over another database
//! (see `databases`).

use quiver_types::{Failure, Status};

/// Fails unless `text` begins as something that `system` answers.
pub fn check(text: &str) -> Result<(), Failure> {
    let word = first_word(text);
    if word.eq_ignore_ascii_case("CALL") || word.eq_ignore_ascii_case("SHOW") {
        return Ok(());
    }
    let shown: String = word.chars().take(40).collect();
    Err(Failure::new(
        Status::SemanticError,
        format!(
            "Not a recognised system command or procedure. On the database 'system' this server \
             answers CALL of a procedure and SHOW; '{}' can only be executed in a user database.",
            shown.to_uppercase().escape_debug()
        ),
    ))
}

/// The first word that is not an option of the query or of EXPLAIN / PROFILE.
fn first_word(text: &str) -> &str {
    let mut rest = skip_blank(text);
    loop {
        let word = word(rest);
        let after = skip_blank(&rest[word.len()..]);
        let option = word.eq_ignore_ascii_case("EXPLAIN") || word.eq_ignore_ascii_case("PROFILE");
        if option {
            rest = after;
        } else if word.eq_ignore_ascii_case("CYPHER") {
            // A version may follow; other options are rare here and get the error.
            let version = after
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(after.len());
            rest = skip_blank(&after[version..]);
        } else {
            return word;
        }
        if rest.is_empty() {
            return rest;
        }
    }
}

fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}

/// Skips spaces and comments.
fn skip_blank(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if let Some(comment) = text.strip_prefix("//") {
            text = comment.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(comment) = text.strip_prefix("/*") {
            text = comment.split_once("*/").map_or("", |(_, rest)| rest);
        } else {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_shows_only() {
        for good in [
            "CALL db.ping()",
            "  show databases",
            "/* x */ // y\nEXPLAIN CALL db.ping()",
            "CYPHER 5 SHOW DATABASES",
            "CYPHER 25 EXPLAIN SHOW USERS",
        ] {
            assert!(check(good).is_ok(), "{good}");
        }
        for (bad, named) in [
            ("RETURN 1", "'RETURN'"),
            ("match (n) return n", "'MATCH'"),
            ("CREATE USER a SET PASSWORD 'secret'", "'CREATE'"),
            ("", "''"),
            ("CYPHER", "''"),
            ("// CALL", "''"),
            ("(", "''"),
        ] {
            let failure = check(bad).unwrap_err();
            assert_eq!(failure.status, Status::SemanticError);
            assert!(failure.message.contains(named), "{failure}");
            assert!(!failure.message.contains("secret"));
        }
    }
}
