//! The default language of each database that was given one, as nodes
//! `(:Database {name, defaultLanguage})` of the `system` database.
//!
//! A database without one has that of the setting `db.query.default_language`. Not here: who tells
//! the engine ([`crate::server::Shared`]). Meet [`Languages`] first.

use std::collections::BTreeMap;

use quiver_cypher::syntax::ast::Language;
use quiver_storage::{
    AccessMode, Database, NodeScan, ReadError, Transaction, TransactionOptions, WriteError,
};
use quiver_types::{LabelId, NodeId, PropertyKeyId, Value};

use crate::databases;

const DATABASE: &str = "Database";
const NAME: &str = "name";
const LANGUAGE: &str = "defaultLanguage";

/// Languages by the names of databases.
pub type Languages = BTreeMap<&'static str, Language>;

/// What is stored.
pub fn load(system: &Database) -> Result<Languages, ReadError> {
    let tokens = system.tokens();
    let (Some(label), Some(name), Some(language)) = (
        tokens.label(DATABASE),
        tokens.property_key(NAME),
        tokens.property_key(LANGUAGE),
    ) else {
        return Ok(Languages::new());
    };
    let mut transaction = system.begin(TransactionOptions {
        mode: AccessMode::Read,
        memory_limit: 0,
        lock_timeout_ms: 0,
    });
    transaction.begin_statement();
    let mut languages = Languages::new();
    for (node, database) in nodes(&transaction, label, name)? {
        if let Value::String(text) = transaction.view().node_property(node, language)?
            && let Some(language) = Language::ALL.into_iter().find(|it| text == it.shown())
        {
            languages.insert(database, language);
        }
    }
    Ok(languages)
}

/// Writes languages of databases; they last with the transaction's commit.
pub fn write(
    system: &Database,
    transaction: &mut Transaction,
    languages: &Languages,
) -> Result<(), WriteError> {
    if languages.is_empty() {
        return Ok(());
    }
    let tokens = system.tokens();
    let label = tokens.get_or_create_label(DATABASE)?;
    let name = tokens.get_or_create_property_key(NAME)?;
    let key = tokens.get_or_create_property_key(LANGUAGE)?;
    let present = nodes(transaction, label, name)?;
    for (database, language) in languages {
        let value = Value::from(language.shown());
        match present.iter().find(|(_, known)| known == database) {
            Some((node, _)) => {
                transaction.set_node_property(*node, key, value)?;
            }
            None => {
                let properties = [(name, Value::from(*database)), (key, value)];
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
    let mut scan = NodeScan::label(label);
    let mut found = Vec::new();
    let mut more = true;
    while more {
        let mut nodes = Vec::new();
        more = view.scan_nodes(&mut scan, 64, &mut nodes)?;
        for node in nodes {
            if let Value::String(text) = view.node_property(node, name)?
                && let Some(known) = databases::known(&text)
            {
                found.push((node, known));
            }
        }
    }
    Ok(found)
}
