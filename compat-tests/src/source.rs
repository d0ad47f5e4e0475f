//! The workspace as text: its crates, their manifests, and which module names which.
//!
//! This is no Rust parser. It blanks out comments, literals and test modules, and then looks for
//! paths; that is enough to hold a layering rule and cannot be fooled by text in comments. Meet
//! [`Workspace`] first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The crates of the house, as folders of the workspace.
pub const CRATES: [&str; 6] = [
    "types",
    "protocol",
    "storage",
    "cypher",
    "server",
    "compat-tests",
];

/// The checkout that this test was built from.
pub struct Workspace {
    root: PathBuf,
}

/// One source file.
pub struct SourceFile {
    /// Path from the workspace's root, with `/`.
    pub path: String,
    /// Path from the crate's `src`, without `.rs` and `/mod`, as names: `["graph", "view"]`.
    /// Empty for `lib.rs` and `main.rs`, and for files outside `src`.
    pub module: Vec<String>,
    /// All of it.
    pub text: String,
}

impl Workspace {
    /// The workspace that this crate belongs to.
    pub fn here() -> Self {
        let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        root.pop();
        Self { root }
    }

    /// Its root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file's text.
    ///
    /// # Panics
    /// If it cannot be read: then there is nothing to test.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every Rust file of a crate.
    pub fn rust_files(&self, krate: &str) -> Vec<SourceFile> {
        let mut paths = Vec::new();
        for folder in ["src", "tests", "benches", "examples", "bench"] {
            collect(
                &self.root.join(krate).join(folder),
                &|name| name.ends_with(".rs"),
                &mut paths,
            );
        }
        paths
            .iter()
            .map(|path| self.source_file(krate, path))
            .collect()
    }

    /// Every file of the workspace whose name `wanted` accepts, build output left out.
    pub fn files(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut paths = Vec::new();
        collect(&self.root, wanted, &mut paths);
        paths.iter().map(|path| self.relative(path)).collect()
    }

    fn relative(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        relative.to_string_lossy().replace('\\', "/")
    }

    fn source_file(&self, krate: &str, path: &Path) -> SourceFile {
        let path = self.relative(path);
        let module = match path.strip_prefix(&format!("{krate}/src/")) {
            Some(inner) => module_of(inner),
            None => Vec::new(),
        };
        SourceFile {
            text: self.read(&path),
            path,
            module,
        }
    }
}

fn module_of(inner: &str) -> Vec<String> {
    let stem = inner.trim_end_matches(".rs");
    if stem == "lib" || stem == "main" {
        return Vec::new();
    }
    let mut names: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

/// Folders that hold no source of ours.
const FOREIGN: [&str; 6] = [
    "target",
    ".git",
    ".cache",
    "node_modules",
    "__pycache__",
    "quiver-data",
];

fn collect(folder: &Path, wanted: &dyn Fn(&str) -> bool, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        if path.is_dir() {
            if !FOREIGN.contains(&name.as_str()) {
                collect(&path, wanted, into);
            }
        } else if wanted(&name) {
            into.push(path);
        }
    }
}

impl SourceFile {
    /// Whether it is test code as a whole: outside `src`, or a module called `tests`.
    pub fn is_test(&self) -> bool {
        !self.path.contains("/src/") || self.module.iter().any(|name| name == "tests")
    }

    /// The text with comments, string and character literals and `#[cfg(test)]` modules blanked.
    pub fn code(&self) -> String {
        without_test_modules(&without_comments_and_literals(&self.text))
    }

    /// Paths below the crate's root that the file names: `graph::view`, at most two names deep,
    /// from `use crate::...`, `crate::...` in the middle of code, and `super::` where it reaches
    /// the root.
    pub fn crate_paths(&self) -> BTreeSet<String> {
        let code = self.code();
        let mut found = BTreeSet::new();
        for (at, _) in code.match_indices("crate::") {
            if !is_inside_name(&code, at) {
                heads(&code[at + "crate::".len()..], &mut found);
            }
        }
        if !self.module.is_empty() {
            let ladder = "super::".repeat(self.module.len());
            for (at, _) in code.match_indices(&ladder) {
                let rest = &code[at + ladder.len()..];
                let climbs_on = rest.starts_with("super::") || code[..at].ends_with("super::");
                if !is_inside_name(&code, at) && !climbs_on {
                    heads(rest, &mut found);
                }
            }
        }
        found
    }
}

fn is_inside_name(code: &str, at: usize) -> bool {
    code[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

/// Reads `a::b::C` or `{a::b, c::{d, e}, F}` and adds `a::b`, `c::d`, ...
fn heads(rest: &str, found: &mut BTreeSet<String>) {
    let mut prefix: Vec<String> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut name = String::new();
    let mut add = |prefix: &[String], name: &str| {
        let path: Vec<&str> = prefix
            .iter()
            .map(String::as_str)
            .chain([name])
            .take(2)
            .collect();
        if !path.concat().is_empty() {
            found.insert(path.join("::"));
        }
    };
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_alphanumeric() || c == '_' => name.push(c),
            ':' if chars.peek() == Some(&':') => {
                chars.next();
                prefix.push(std::mem::take(&mut name));
            }
            '{' if name.is_empty() => open.push(prefix.len()),
            ',' | '}' if !open.is_empty() => {
                if !name.is_empty() {
                    add(&prefix, &name);
                    name.clear();
                }
                let kept = open.last().copied().unwrap_or(0);
                prefix.truncate(kept);
                if c == '}' {
                    open.pop();
                    if open.is_empty() {
                        return;
                    }
                }
            }
            c if c.is_whitespace() && !open.is_empty() => {
                // `a as b`: the rest is only a new name.
                while !name.is_empty() && chars.peek().is_some_and(|c| !",}".contains(*c)) {
                    chars.next();
                }
            }
            '*' => name.push('*'),
            _ => break,
        }
    }
    if !name.is_empty() || !prefix.is_empty() {
        add(&prefix, &name);
    }
}

/// Blanks comments and literals, keeping every line where it was.
pub fn without_comments_and_literals(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => end_of_line(&chars, at),
            '/' if chars.get(at + 1) == Some(&'*') => end_of_block(&chars, at),
            '"' => end_of_string(&chars, at),
            'r' | 'b' if !ends_in_name(&out) => end_of_prefixed(&chars, at),
            '\'' => end_of_character(&chars, at),
            _ => at,
        };
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(
                chars[at..end]
                    .iter()
                    .map(|c| if *c == '\n' { '\n' } else { ' ' }),
            );
            at = end;
        }
    }
    out
}

fn ends_in_name(out: &str) -> bool {
    out.chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn end_of_line(chars: &[char], at: usize) -> usize {
    chars[at..]
        .iter()
        .position(|c| *c == '\n')
        .map_or(chars.len(), |length| at + length)
}

fn end_of_block(chars: &[char], at: usize) -> usize {
    let (mut depth, mut end) = (0, at);
    while end < chars.len() {
        match (chars[end], chars.get(end + 1)) {
            ('/', Some('*')) => (depth, end) = (depth + 1, end + 2),
            ('*', Some('/')) => (depth, end) = (depth - 1, end + 2),
            _ => end += 1,
        }
        if depth == 0 {
            break;
        }
    }
    end.min(chars.len())
}

fn end_of_string(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != '"' {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    (end + 1).min(chars.len())
}

/// `r"…"`, `r#"…"#`, `b"…"`, `br"…"`; the position itself if it is none of them.
fn end_of_prefixed(chars: &[char], at: usize) -> usize {
    let mut open = at;
    while matches!(chars.get(open), Some('r' | 'b')) && open < at + 2 {
        open += 1;
    }
    let raw = chars[at..open].contains(&'r');
    let hashes = chars[open..].iter().take_while(|c| **c == '#').count();
    if chars.get(open + hashes) != Some(&'"') || (hashes > 0 && !raw) {
        return at;
    }
    if !raw {
        return end_of_string(chars, open);
    }
    let mut end = open + hashes + 1;
    while end < chars.len() {
        let closed = chars[end] == '"'
            && chars[end + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes;
        if closed {
            return end + 1 + hashes;
        }
        end += 1;
    }
    end
}

/// A character literal's end, or the position itself for a lifetime.
fn end_of_character(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => chars[at + 3..]
            .iter()
            .take(12)
            .position(|c| *c == '\'')
            .map_or(at, |length| at + 4 + length),
        (Some(_), Some('\'')) => at + 3,
        _ => at,
    }
}

fn without_test_modules(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let item = &rest[at..];
        out.push_str(&rest[..at]);
        let length = match (item.find('{'), item.find(';')) {
            (Some(brace), semicolon) if semicolon.is_none_or(|s| brace < s) => {
                brace + braces(&item[brace..])
            }
            (_, Some(semicolon)) => semicolon + 1,
            (_, None) => item.len(),
        };
        out.extend(item[..length].chars().filter(|c| *c == '\n'));
        rest = &item[length..];
    }
    out.push_str(rest);
    out
}

/// Length of the balanced `{…}` that the text starts with.
fn braces(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(module: &[&str], text: &str) -> Vec<String> {
        let file = SourceFile {
            path: "x/src/y.rs".into(),
            module: module.iter().map(|name| (*name).to_owned()).collect(),
            text: text.into(),
        };
        file.crate_paths().into_iter().collect()
    }

    #[test]
    fn finds_the_paths_that_code_names() {
        for (module, text, expected) in [
            (&["a"][..], "use crate::b::C;", &["b::C"][..]),
            (
                &["a"],
                "use crate::{b::{C, d::E}, f, G};",
                &["G", "b::C", "b::d", "f"],
            ),
            (
                &["a"],
                "fn f() -> crate::b::C<u8> { crate::d() }",
                &["b::C", "d"],
            ),
            (&["a"], "use crate::b;\nuse crate::c::*;", &["b", "c::*"]),
            (&["a"], "// crate::b\n/* crate::c */ \"crate::d\"", &[]),
            (
                &["a"],
                "let x = r#\"crate::b \" \"#; let c = '\"'; use crate::c;",
                &["c"],
            ),
            (
                &["a"],
                "#[cfg(test)]\nmod tests { use crate::b::C; }\nuse crate::d;",
                &["d"],
            ),
            (&["a"], "use super::b::C;", &["b::C"]),
            (
                &["a", "b"],
                "use super::c::D; use super::super::e::F;",
                &["e::F"],
            ),
            (
                &["a"],
                "use quiver_crate::b; fn f<'a>(x: &'a u8) { crate::b(x) }",
                &["b"],
            ),
        ] {
            assert_eq!(paths(module, text), expected, "{text}");
        }
    }
}
