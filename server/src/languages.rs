//! The default language of each database that was given one, as nodes
//! `(:Database {name, defaultLanguage})` of the `system` database.
//!
//! A database without one has that of the setting `db.query.default_language`. Not here: who tells
//! the engine ([`crate::server::Shared`]). Meet [`Languages`] first.

use std::collections::BTreeMap;

use quiver_cypher::syntax::ast::Language;
use quiver_storage::{AccessMode, Database, ReadError, Transaction, WriteError};
use quiver_types::{LabelId, NodeId, PropertyKeyId, Value};

use crate::{databases, system};

const DATABASE: &str = "Database";
const NAME: &str = "name";
const LANGUAGE: &str = "defaultLanguage";

/// Languages by the names of databases.
pub type Languages = BTreeMap<&'static str, Language>;

/// What is stored.
pub fn load(database: &Database) -> Result<Languages, ReadError> {
    let tokens = database.tokens();
    let (Some(label), Some(name), Some(language)) = (
        tokens.label(DATABASE),
        tokens.property_key(NAME),
        tokens.property_key(LANGUAGE),
    ) else {
        return Ok(Languages::new());
    };
    let transaction = system::begin(database, AccessMode::Read);
    let mut languages = Languages::new();
    for (node, known) in nodes(&transaction, label, name)? {
        if let Value::String(text) = transaction.view().node_property(node, language)?
            && let Some(language) = Language::ALL.into_iter().find(|it| text == it.shown())
        {
            languages.insert(known, language);
        }
    }
    Ok(languages)
}

/// Writes languages of databases; they last with the transaction's commit.
pub fn write(
    database: &Database,
    transaction: &mut Transaction,
    languages: &Languages,
) -> Result<(), WriteError> {
    if languages.is_empty() {
        return Ok(());
    }
    let tokens = database.tokens();
    let label = tokens.get_or_create_label(DATABASE)?;
    let name = tokens.get_or_create_property_key(NAME)?;
    let key = tokens.get_or_create_property_key(LANGUAGE)?;
    let present = nodes(transaction, label, name)?;
    for (of, language) in languages {
        let value = Value::from(language.shown());
        match present.iter().find(|(_, known)| known == of) {
            Some((node, _)) => {
                transaction.set_node_property(*node, key, value)?;
            }
            None => {
                let properties = [(name, Value::from(*of)), (key, value)];
                transaction.create_node(&[label], &properties)?;
            }
        }
    }
    Ok(())
}

/// The nodes that stand for databases.
fn nodes(
    transaction: &Transaction,
    label: LabelId,
    name: PropertyKeyId,
) -> Result<Vec<(NodeId, &'static str)>, ReadError> {
    let view = transaction.view();
    let mut found = Vec::new();
    for node in system::nodes(transaction, label)? {
        if let Value::String(text) = view.node_property(node, name)?
            && let Some(known) = databases::known(&text)
        {
            found.push((node, known));
        }
    }
    Ok(found)
}
