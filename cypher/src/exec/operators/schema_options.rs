//! What may stand after OPTIONS of an index or a constraint, as Neo4j has it: a provider, which may
//! name what there is, and a configuration. Whatever would be ignored is refused. Start with
//! [`check_options`].

use quiver_storage::{IndexKind, POINT_INDEX_CONFIG};
use quiver_types::{Status, Value};

use crate::exec::error::{Result, failed, shown};
use crate::syntax::ast::Language;

/// What a kind of rule takes.
pub(super) struct Rules {
    /// What it is called in messages.
    what: &'static str,
    providers: &'static [&'static str],
    spatial: bool,
}

const RANGE: Rules = Rules {
    what: "range node property index",
    providers: &["range-1.0"],
    spatial: false,
};
const TEXT: Rules = Rules {
    what: "text index",
    providers: &["text-1.0", "text-2.0", "text-3.0"],
    spatial: false,
};
const POINT: Rules = Rules {
    what: "point index",
    providers: &["point-1.0"],
    spatial: true,
};
/// Of a token lookup index.
pub(super) const LOOKUP: Rules = Rules {
    what: "token lookup index",
    providers: &["token-lookup-1.0"],
    spatial: false,
};
/// Of a uniqueness constraint.
pub(super) const UNIQUE: Rules = Rules {
    what: "uniqueness constraint",
    providers: &["range-1.0"],
    spatial: false,
};
/// Of a key constraint.
pub(super) const KEY: Rules = Rules {
    what: "key constraint",
    providers: &["range-1.0"],
    spatial: false,
};

/// Those of an index over properties.
pub(super) fn rules_of(kind: IndexKind) -> &'static Rules {
    match kind {
        IndexKind::Range => &RANGE,
        IndexKind::Text => &TEXT,
        IndexKind::Point => &POINT,
    }
}

/// Refuses what a rule does not take.
pub(super) fn check_options(rules: &Rules, options: &Value, language: Language) -> Result<()> {
    let Value::Map(options) = options else {
        let text = format!("OPTIONS take a map, not {}.", shown(options));
        return Err(failed(Status::InvalidArgument, text));
    };
    for (key, value) in options.iter() {
        match key.to_ascii_lowercase().as_str() {
            "indexconfig" => check_config(rules, value)?,
            // A provider can be chosen in Cypher 5 only.
            name if language == Language::Cypher25 => {
                let text = format!("Invalid input '{name}' for 'OPTIONS'. Expected 'indexConfig'.");
                return Err(failed(Status::SchemaOption, text));
            }
            "indexprovider" => check_provider(rules, value)?,
            _ => {
                let text = format!(
                    "Failed to create {}: Invalid option provided, valid options are `indexProvider` and `indexConfig`.",
                    rules.what
                );
                return Err(failed(Status::UnknownInput, text));
            }
        }
    }
    Ok(())
}

fn check_provider(rules: &Rules, value: &Value) -> Result<()> {
    let Value::String(provider) = value else {
        let text = format!(
            "Could not create {} with specified index provider '{}'. Expected String value.",
            rules.what,
            shown(value)
        );
        return Err(failed(Status::SchemaOptionType, text));
    };
    if rules.providers.contains(&provider.as_str()) {
        return Ok(());
    }
    let known: Vec<String> = rules.providers.iter().map(|p| format!("'{p}'")).collect();
    let text = format!(
        "Could not create {} with specified index provider '{provider}'.\nThe available index providers for the given type: [{}].",
        rules.what,
        known.join(", ")
    );
    Err(failed(Status::SchemaOption, text))
}

fn check_config(rules: &Rules, value: &Value) -> Result<()> {
    let Value::Map(config) = value else {
        let text = format!(
            "Could not create {} with specified index config '{}'. Expected a map.",
            rules.what,
            shown(value)
        );
        return Err(failed(Status::SchemaOptionType, text));
    };
    let numbers = |value: &Value| match value {
        Value::List(items) => items
            .iter()
            .all(|item| matches!(item, Value::Float(_) | Value::Integer(_))),
        _ => false,
    };
    if rules.spatial && !config.iter().all(|(_, value)| numbers(value)) {
        let text = format!(
            "Could not create {} with specified index config. Expected a map from String to Double[].",
            rules.what
        );
        return Err(failed(Status::SchemaOptionType, text));
    }
    for (key, value) in config.iter() {
        let known = POINT_INDEX_CONFIG.iter().any(|(known, _)| key == known);
        if !known && !rules.spatial {
            let text = format!(
                "Could not create {} with specified index config: it has no valid config values.",
                rules.what
            );
            return Err(failed(Status::SchemaOption, text));
        }
        let Some((_, usual)) = POINT_INDEX_CONFIG.iter().find(|(known, _)| key == known) else {
            let text = format!(
                "Invalid index config key '{key}', it was not recognized as an index setting."
            );
            return Err(failed(Status::SchemaSetting, text));
        };
        if !rules.spatial {
            let text = format!(
                "Could not create {} with specified index config, contains spatial config settings options.\nTo create point index, please use 'CREATE POINT INDEX ...'.",
                rules.what
            );
            return Err(failed(Status::SchemaOption, text));
        }
        if !is_usual(value, usual) {
            let text = format!(
                "Another value of '{key}' than {usual:?} is not supported by this server yet"
            );
            return Err(failed(Status::NotSupported, text));
        }
    }
    Ok(())
}

fn is_usual(value: &Value, usual: &[f64]) -> bool {
    let same = |(value, usual): (&Value, &f64)| match value {
        Value::Float(number) => number == usual,
        Value::Integer(number) => *number as f64 == *usual,
        _ => false,
    };
    match value {
        Value::List(items) => items.len() == usual.len() && items.iter().zip(usual).all(same),
        _ => false,
    }
}
