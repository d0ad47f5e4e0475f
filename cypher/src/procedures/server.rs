//! What can be asked about the server: databases, settings, users, transactions, connections,
//! routing. Names, columns and their order are Neo4j's. The facts come from [`crate::Dbms`].

use quiver_types::temporal::TimeZone;
use quiver_types::{Duration, Map, Status, Text, Value, ZonedDateTime};

use super::show_25::{self, in_cypher_25};
use super::{Procedure, Rows};
use crate::RunError;
use crate::dbms::{
    ConnectionInfo, DatabaseInfo, SettingInfo, Terminated, TransactionInfo, UserInfo,
};
use crate::exec::FunctionContext;
use crate::exec::error::failed;
use crate::functions::{Type, argument, wrong_type};

/// The procedures and commands of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = commands();
    all.extend(of_databases().map(|shown| in_cypher_25(shown, show_25::DATABASES)));
    all.extend([
        of_transactions(time_text),
        in_cypher_25(of_transactions(time_of_day), show_25::TRANSACTIONS),
    ]);
    all.extend(of_databases());
    all.extend(facts());
    all.extend(connections());
    all
}

/// Commands about databases. Clients are told type `s`, as of all that is about the server.
fn of_databases() -> [Procedure; 3] {
    let home: Vec<(&str, Type)> = DATABASES
        .iter()
        .copied()
        .filter(|(name, _)| !matches!(*name, "default" | "home"))
        .collect();
    [
        Procedure::reading(
            "SHOW DATABASES",
            "All databases.",
            DATABASES,
            |context, arguments| {
                let name = match argument(arguments, 0) {
                    Value::Null => None,
                    Value::String(name) => Some(name.to_lowercase()),
                    other => return Err(wrong_type("SHOW DATABASE", "a String", other)),
                };
                let wanted = |database: &DatabaseInfo| {
                    name.as_ref()
                        .is_none_or(|name| database.name.as_str() == name)
                };
                Ok(databases(context, wanted, true))
            },
        )
        .with("name", Type::String, Some(Value::Null))
        .mode("DBMS"),
        Procedure::reading(
            "SHOW HOME DATABASE",
            "The home database.",
            &home,
            default_database,
        )
        .mode("DBMS"),
        Procedure::reading(
            "SHOW DEFAULT DATABASE",
            "The default database.",
            &home,
            default_database,
        )
        .mode("DBMS"),
    ]
}

/// SHOW TRANSACTIONS, with the times it begins and its query began as `time` writes nanoseconds since 1970.
fn of_transactions(time: fn(i64) -> Value) -> Procedure {
    Procedure::reading(
        "SHOW TRANSACTIONS",
        "All open transactions.",
        TRANSACTIONS,
        move |context, arguments| {
            let ids = texts(argument(arguments, 0), "SHOW TRANSACTIONS")?;
            let all = context.execution.dbms.transactions();
            let wanted = |id: &str| {
                ids.as_ref()
                    .is_none_or(|ids| ids.iter().any(|wanted| wanted == id))
            };
            let wanted = all.into_iter().filter(|found| wanted(&found.id));
            wanted.map(|found| transaction_row(found, time)).collect()
        },
    )
    .with("ids", Type::Any, Some(Value::Null))
}

fn commands() -> Vec<Procedure> {
    let with_auth: Vec<(&str, Type)> = USERS[..5]
        .iter()
        .chain(&[("provider", Type::String), ("auth", Type::Map)])
        .chain(&USERS[5..])
        .copied()
        .collect();
    // Commands about users: clients are told type `s`.
    vec![
        Procedure::reading("SHOW USERS", "All users.", USERS, |context, _| {
            Ok(context.execution.dbms.users().iter().map(user).collect())
        })
        .mode("DBMS"),
        Procedure::reading(
            "SHOW USERS WITH AUTH",
            "All users and how they log in.",
            &with_auth,
            |context, _| {
                let users = context.execution.dbms.users();
                Ok(users.iter().map(user_with_auth).collect())
            },
        )
        .mode("DBMS"),
        Procedure::reading("SHOW CURRENT USER", "Who asks.", USERS, |context, _| {
            let current = context.execution.dbms.current_user();
            Ok(current.iter().map(user).collect())
        })
        .mode("DBMS"),
        Procedure::reading(
            "SHOW SETTINGS",
            "All settings.",
            SETTINGS,
            |context, arguments| {
                let names = texts(argument(arguments, 0), "SHOW SETTINGS")?;
                let wanted = |name: &str| {
                    names
                        .as_ref()
                        .is_none_or(|names| names.iter().any(|wanted| wanted == name))
                };
                let settings = sorted_settings(context);
                let settings = settings.iter().filter(|setting| wanted(&setting.name));
                Ok(settings.map(setting_row).collect())
            },
        )
        .with("names", Type::Any, Some(Value::Null)),
        Procedure::reading(
            "TERMINATE TRANSACTIONS",
            "Ends transactions.",
            &[
                ("transactionId", Type::String),
                ("username", Type::String),
                ("message", Type::String),
            ],
            terminate,
        )
        .with("ids", Type::Any, None),
    ]
}

const DATABASES: &[(&str, Type)] = &[
    ("name", Type::String),
    ("type", Type::String),
    ("aliases", Type::List),
    ("access", Type::String),
    ("databaseID", Type::String),
    ("serverID", Type::String),
    ("address", Type::String),
    ("role", Type::String),
    ("writer", Type::Boolean),
    ("requestedStatus", Type::String),
    ("currentStatus", Type::String),
    ("statusMessage", Type::String),
    ("default", Type::Boolean),
    ("home", Type::Boolean),
    ("currentPrimariesCount", Type::Integer),
    ("currentSecondariesCount", Type::Integer),
    ("requestedPrimariesCount", Type::Integer),
    ("requestedSecondariesCount", Type::Integer),
    ("creationTime", Type::ZonedDateTime),
    ("lastStartTime", Type::ZonedDateTime),
    ("lastStopTime", Type::ZonedDateTime),
    ("store", Type::String),
    ("lastCommittedTxn", Type::Integer),
    ("replicationLag", Type::Integer),
    ("constituents", Type::List),
    ("defaultLanguage", Type::String),
    ("options", Type::Map),
];

const USERS: &[(&str, Type)] = &[
    ("user", Type::String),
    ("roles", Type::ListOf(&Type::String)),
    ("passwordChangeRequired", Type::Boolean),
    ("suspended", Type::Boolean),
    ("home", Type::String),
    ("tags", Type::List),
];

const SETTINGS: &[(&str, Type)] = &[
    ("name", Type::String),
    ("value", Type::String),
    ("isDynamic", Type::Boolean),
    ("defaultValue", Type::String),
    ("description", Type::String),
    ("startupValue", Type::String),
    ("isExplicitlySet", Type::Boolean),
    ("validValues", Type::String),
    ("isDeprecated", Type::Boolean),
];

const TRANSACTIONS: &[(&str, Type)] = &[
    ("database", Type::String),
    ("transactionId", Type::String),
    ("currentQueryId", Type::String),
    ("outerTransactionId", Type::String),
    ("connectionId", Type::String),
    ("clientAddress", Type::String),
    ("username", Type::String),
    ("metaData", Type::Map),
    ("currentQuery", Type::String),
    ("parameters", Type::Map),
    ("planner", Type::String),
    ("runtime", Type::String),
    ("indexes", Type::List),
    ("startTime", Type::String),
    ("currentQueryStartTime", Type::String),
    ("protocol", Type::String),
    ("requestUri", Type::String),
    ("status", Type::String),
    ("currentQueryStatus", Type::String),
    ("statusDetails", Type::String),
    ("resourceInformation", Type::Map),
    ("activeLockCount", Type::Integer),
    ("currentQueryActiveLockCount", Type::Integer),
    ("elapsedTime", Type::Duration),
    ("cpuTime", Type::Duration),
    ("waitTime", Type::Duration),
    ("idleTime", Type::Duration),
    ("currentQueryElapsedTime", Type::Duration),
    ("currentQueryCpuTime", Type::Duration),
    ("currentQueryWaitTime", Type::Duration),
    ("currentQueryIdleTime", Type::Duration),
    ("currentQueryAllocatedBytes", Type::Integer),
    ("allocatedDirectBytes", Type::Integer),
    ("estimatedUsedHeapMemory", Type::Integer),
    ("pageHits", Type::Integer),
    ("pageFaults", Type::Integer),
    ("currentQueryPageHits", Type::Integer),
    ("currentQueryPageFaults", Type::Integer),
    ("initializationStackTrace", Type::String),
];

/// A string or a list of them; `None` for null, which is all.
fn texts(given: &Value, command: &str) -> Result<Option<Vec<Text>>, RunError> {
    let wrong = |value: &Value| {
        failed(
            Status::TypeError,
            format!(
                "{command}: Expected a string or a list of strings, but got: {}",
                quiver_types::format::to_string(value)
            ),
        )
    };
    match given {
        Value::Null => Ok(None),
        Value::String(one) => Ok(Some(vec![one.clone()])),
        Value::List(items) => {
            let mut all = Vec::with_capacity(items.len());
            for item in items.iter() {
                match item {
                    Value::String(text) => all.push(text.clone()),
                    _ => return Err(wrong(given)),
                }
            }
            Ok(Some(all))
        }
        other => Err(wrong(other)),
    }
}

fn default_database(context: &FunctionContext<'_>, _: &[Value]) -> Result<Rows, RunError> {
    Ok(databases(context, |database| database.is_default, false))
}

fn databases(
    context: &FunctionContext<'_>,
    wanted: impl Fn(&DatabaseInfo) -> bool,
    whole: bool,
) -> Rows {
    let all = context.execution.dbms.databases();
    let rows = all.into_iter().filter(wanted).map(|database| {
        let started = moment(database.started).map_or(Value::Null, Value::from);
        let default = Value::Boolean(database.is_default);
        let mut row: Vec<Value> = vec![
            database.name.into(),
            database.kind.into(),
            Value::list(Vec::new()),
            "read-write".into(),
            database.id.into(),
            database.server_id.into(),
            database.address.into(),
            "primary".into(),
            Value::Boolean(true),
            database.status.clone().into(),
            database.status.into(),
            "".into(),
        ];
        if whole {
            row.extend([default.clone(), default]);
        }
        row.extend([
            Value::Integer(1),
            Value::Integer(0),
            Value::Null,
            Value::Null,
            Value::Null,
            started,
            Value::Null,
            "quiver-1".into(),
            Value::Null,
            Value::Integer(0),
            Value::list(Vec::new()),
            database.language.into(),
            Value::map(Map::new()),
        ]);
        row
    });
    rows.collect()
}

fn user(user: &UserInfo) -> Vec<Value> {
    vec![
        user.name.clone().into(),
        Value::Null,
        Value::Boolean(user.change_required),
        Value::Null,
        Value::Null,
        Value::list(Vec::new()),
    ]
}

fn user_with_auth(found: &UserInfo) -> Vec<Value> {
    let mut row = user(found);
    let mut auth = Map::new();
    auth.insert("password", "***");
    auth.insert("changeRequired", found.change_required);
    row.splice(5..5, ["native".into(), Value::map(auth)]);
    row
}

fn sorted_settings(context: &FunctionContext<'_>) -> Vec<SettingInfo> {
    let mut settings = context.execution.dbms.settings();
    settings.sort_by(|a, b| a.name.cmp(&b.name));
    settings
}

fn setting_row(setting: &SettingInfo) -> Vec<Value> {
    vec![
        setting.name.clone().into(),
        setting.value.clone().into(),
        Value::Boolean(setting.dynamic),
        setting.default.clone().into(),
        setting.description.clone().into(),
        setting.startup.clone().into(),
        Value::Boolean(setting.explicit),
        setting.valid.clone().into(),
        Value::Boolean(false),
    ]
}

/// Nanoseconds since 1970 as a point in time.
fn moment(nanos: i64) -> Option<ZonedDateTime> {
    let seconds = nanos.div_euclid(1_000_000_000);
    let rest = u32::try_from(nanos.rem_euclid(1_000_000_000)).ok()?;
    ZonedDateTime::from_instant(seconds, rest, &TimeZone::Offset(0)).ok()
}

/// A point in time as these commands tell it in Cypher 25, to the millisecond.
fn time_of_day(nanos: i64) -> Value {
    moment(nanos - nanos.rem_euclid(1_000_000)).map_or(Value::Null, Value::from)
}

/// The same as Cypher 5 has it: text.
fn time_text(nanos: i64) -> Value {
    let text = moment(nanos - nanos.rem_euclid(1_000_000));
    text.map_or(Value::Null, |moment| moment.to_string().into())
}

fn duration(nanos: i64) -> Value {
    let millis = nanos / 1_000_000;
    Duration::new(0, 0, millis / 1000, millis % 1000 * 1_000_000).map_or(Value::Null, Value::from)
}

fn transaction_row(found: TransactionInfo, time: fn(i64) -> Value) -> Result<Vec<Value>, RunError> {
    let TransactionInfo {
        database,
        id,
        connection,
        metadata,
        started,
        elapsed,
        ended,
        query,
    } = found;
    let status = match ended {
        None => Value::from("Running"),
        Some(why) => format!("Terminated with reason: {why}").into(),
    };
    let empty = || Value::from("");
    let has_query = query.is_some();
    let (query_id, text, parameters, query_started, query_elapsed) = match query {
        Some(query) => (
            query.id.into(),
            query.text.into(),
            query.parameters,
            time(query.started),
            duration(query.elapsed),
        ),
        None => (empty(), empty(), Map::new(), empty(), Value::Null),
    };
    let planned = |what: &str| if has_query { what.into() } else { empty() };
    Ok(vec![
        database.into(),
        id.into(),
        query_id,
        empty(),
        connection.id.into(),
        connection.client_address.into(),
        connection.user.into(),
        Value::map(metadata),
        text,
        Value::map(parameters),
        planned("idp"),
        planned("slotted"),
        Value::list(Vec::new()),
        time(started),
        query_started,
        connection.connector.into(),
        connection.server_address.into(),
        status,
        planned("running"),
        empty(),
        Value::map(Map::new()),
        // Neo4j's counts are of its own locks, pages and threads: there are none like them here.
        Value::Null,
        Value::Null,
        duration(elapsed),
        Value::Null,
        Value::Null,
        Value::Null,
        query_elapsed,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        empty(),
    ])
}

fn terminate(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<Rows, RunError> {
    let given = argument(arguments, 0);
    let Some(ids) = texts(given, "TERMINATE TRANSACTIONS")? else {
        let text = "Missing transaction id to terminate, the transaction id can be found using \
                    `SHOW TRANSACTIONS`.";
        return Err(failed(Status::InvalidArgument, text));
    };
    for id in &ids {
        let number = id
            .rsplit_once("-transaction-")
            .filter(|(database, number)| {
                !database.is_empty()
                    && !number.is_empty()
                    && number.bytes().all(|b| b.is_ascii_digit())
            });
        if number.is_none() {
            return Err(failed(
                Status::TransactionIdFormat,
                "Could not parse id (expected format: <databasename>-transaction-<id>)",
            ));
        }
    }
    let rows = ids.into_iter().map(|id| {
        let (user, message) = match context.execution.dbms.terminate(&id) {
            Terminated::Yes(user) => (Value::from(user), "Transaction terminated."),
            Terminated::NotFound => (Value::Null, "Transaction not found."),
        };
        vec![id.into(), user, message.into()]
    });
    Ok(rows.collect())
}

const CONFIG: &[(&str, Type)] = &[
    ("name", Type::String),
    ("description", Type::String),
    ("value", Type::String),
    ("dynamic", Type::Boolean),
    ("defaultValue", Type::String),
    ("startupValue", Type::String),
    ("explicitlySet", Type::Boolean),
    ("validValues", Type::String),
];

const INFO: &[(&str, Type)] = &[
    ("id", Type::String),
    ("name", Type::String),
    ("creationDate", Type::String),
];

fn facts() -> Vec<Procedure> {
    vec![
        Procedure::reading(
            "db.info",
            "Identity of the database.",
            INFO,
            |context, _| Ok(info(context, &context.execution.dbms.current_database())),
        ),
        Procedure::reading(
            "dbms.info",
            "Identity of the server.",
            INFO,
            |context, _| Ok(info(context, "system")),
        )
        .mode("DBMS"),
        Procedure::reading(
            "dbms.components",
            "Version and edition of the server, and the versions of Cypher it reads.",
            &[
                ("name", Type::String),
                ("versions", Type::ListOf(&Type::String)),
                ("edition", Type::String),
            ],
            |context, _| {
                let (version, edition) = context.execution.dbms.version();
                let versions = |all: &[&str]| {
                    Value::list(all.iter().map(|version| Value::from(*version)).collect())
                };
                Ok(vec![
                    // Many clients read the first row without looking at its name.
                    vec!["Neo4j Kernel".into(), versions(&[version]), edition.into()],
                    vec!["Cypher".into(), versions(&["5", "25"]), "".into()],
                ])
            },
        )
        .mode("DBMS"),
        Procedure::reading(
            "dbms.clientConfig",
            "Settings that client programs ask for.",
            CONFIG,
            |context, _| {
                let mut rows = config(context, |name| {
                    name.starts_with("browser.")
                        || name.starts_with("client.")
                        || name == "dbms.security.auth_enabled"
                });
                rows.extend(client_settings());
                rows.sort_by(|a, b| quiver_types::compare::order(&a[0], &b[0]));
                Ok(rows)
            },
        )
        .mode("DBMS"),
        Procedure::reading(
            "dbms.listConfig",
            "Settings whose names contain a text.",
            CONFIG,
            |context, arguments| {
                let Value::String(part) = argument(arguments, 0) else {
                    return Err(failed(
                        Status::ProcedureCallFailed,
                        "Failed to invoke procedure `dbms.listConfig`: Caused by: the text must not be null",
                    ));
                };
                let part = part.to_lowercase();
                Ok(config(context, |name| name.contains(&part)))
            },
        )
        .admin()
        .with("searchString", Type::String, Some("".into()))
        .mode("DBMS"),
        Procedure::reading(
            "dbms.setConfigValue",
            "Changes a setting while the server runs, until it ends; an empty value brings back \
             what held when it started.",
            &[],
            |context, arguments| {
                let text = |position| match argument(arguments, position) {
                    Value::String(text) => Ok(text),
                    other => Err(wrong_type("dbms.setConfigValue", "a String", other)),
                };
                let (name, value) = (text(0)?, text(1)?);
                context
                    .execution
                    .dbms
                    .set_setting(name, value)
                    .map_err(|failure| RunError::Failed(Box::new(failure)))?;
                Ok(Vec::new())
            },
        )
        .with("setting", Type::String, None)
        .with("value", Type::String, None)
        .mode("DBMS"),
        Procedure::reading(
            "dbms.queryJmx",
            "Java management data. This server is no Java program and has none.",
            &[
                ("name", Type::String),
                ("description", Type::String),
                ("attributes", Type::Map),
            ],
            |_, arguments| match argument(arguments, 0) {
                Value::String(pattern)
                    if pattern
                        .split_once(':')
                        .is_some_and(|(_, keys)| keys.contains('=') || keys == "*") =>
                {
                    Ok(Vec::new())
                }
                Value::String(pattern) => Err(failed(
                    Status::ProcedureCallFailed,
                    format!("'{pattern}' is an invalid JMX name pattern. For instance, use '*:*'."),
                )),
                other => Err(wrong_type("dbms.queryJmx", "a String", other)),
            },
        )
        .with("query", Type::String, None)
        .mode("DBMS"),
        Procedure::reading(
            "dbms.listCapabilities",
            "Capabilities of the server that clients may ask for. There are none.",
            &[
                ("name", Type::String),
                ("description", Type::String),
                ("value", Type::Any),
            ],
            |_, _| Ok(Vec::new()),
        )
        .mode("DBMS"),
        Procedure::reading(
            "dbms.showCurrentUser",
            "Who is logged in.",
            &[
                ("username", Type::String),
                ("roles", Type::ListOf(&Type::String)),
                ("flags", Type::ListOf(&Type::String)),
            ],
            |context, _| {
                let user = context.execution.dbms.current_user();
                let row = |user: UserInfo| {
                    let mut flags = Vec::new();
                    if user.change_required {
                        flags.push("password_change_required".into());
                    }
                    vec![user.name.into(), Value::Null, Value::list(flags)]
                };
                Ok(user.into_iter().map(row).collect())
            },
        )
        .mode("DBMS")
        .only_with_login(),
    ]
}

fn info(context: &FunctionContext<'_>, name: &str) -> Rows {
    let databases = context.execution.dbms.databases();
    let found = databases
        .into_iter()
        .find(|database| database.name.as_str() == name);
    let id = found.map_or_else(
        || context.database.id().to_string().into(),
        |found| found.id,
    );
    vec![vec![id.into(), name.into(), Value::Null]]
}

fn config(context: &FunctionContext<'_>, wanted: impl Fn(&str) -> bool) -> Rows {
    let settings = sorted_settings(context);
    let settings = settings.iter().filter(|setting| wanted(&setting.name));
    settings
        .map(|setting| {
            vec![
                setting.name.clone().into(),
                setting.description.clone().into(),
                setting.value.clone().into(),
                Value::Boolean(setting.dynamic),
                setting.default.clone().into(),
                setting.startup.clone().into(),
                Value::Boolean(setting.explicit),
                setting.valid.clone().into(),
            ]
        })
        .collect()
}

/// What Neo4j Browser reads before it does anything; these are no settings here, and these are
/// the values that hold.
fn client_settings() -> Rows {
    let row = |name: &str, description: &str, value: &str, valid: &str| -> Vec<Value> {
        vec![
            name.into(),
            description.into(),
            value.into(),
            Value::Boolean(false),
            value.into(),
            value.into(),
            Value::Boolean(false),
            valid.into(),
        ]
    };
    vec![
        row(
            "browser.post_connect_cmd",
            "Commands that Neo4j Browser runs when it has connected.",
            "",
            "A string.",
        ),
        row(
            "browser.remote_content_hostname_whitelist",
            "Hosts from which Neo4j Browser may fetch content.",
            "",
            "A string.",
        ),
        row(
            "client.allow_telemetry",
            "Whether client programs may tell their makers how they are used.",
            "false",
            "A boolean.",
        ),
    ]
}

fn connections() -> Vec<Procedure> {
    let killed = &[
        ("connectionId", Type::String),
        ("username", Type::String),
        ("message", Type::String),
    ];
    let routing = &[
        ("ttl", Type::Integer),
        ("servers", Type::ListOf(&Type::Map)),
    ];
    vec![
        Procedure::reading(
            "dbms.listConnections",
            "All connections.",
            &[
                ("connectionId", Type::String),
                ("connectTime", Type::String),
                ("connector", Type::String),
                ("username", Type::String),
                ("userAgent", Type::String),
                ("serverAddress", Type::String),
                ("clientAddress", Type::String),
            ],
            |context, _| {
                let all = context.execution.dbms.connections();
                Ok(all.into_iter().map(connection_row).collect())
            },
        )
        .mode("DBMS"),
        Procedure::reading("dbms.killConnection", "Ends a connection.", killed, kill)
            .with("id", Type::String, None)
            .examples(&[("CALL dbms.killConnection(null)", "!ProcedureCallFailed")])
            .mode("DBMS"),
        Procedure::reading("dbms.killConnections", "Ends connections.", killed, kill)
            .with("ids", Type::ListOf(&Type::String), None)
            .mode("DBMS"),
        Procedure::reading(
            "dbms.routing.getRoutingTable",
            "Where to reach a database.",
            routing,
            routing_table,
        )
        .with("context", Type::Map, None)
        .with("database", Type::String, Some(Value::Null))
        .mode("DBMS"),
        Procedure::reading(
            "dbms.cluster.routing.getRoutingTable",
            "Where to reach a database.",
            routing,
            routing_table,
        )
        .deprecated("dbms.routing.getRoutingTable")
        .with("context", Type::Map, None)
        .with("database", Type::String, Some(Value::Null))
        .mode("DBMS"),
        Procedure::reading(
            "tx.getMetaData",
            "What the client said about the transaction.",
            &[("metadata", Type::Map)],
            |context, _| {
                let metadata = context.execution.dbms.transaction_metadata();
                Ok(vec![vec![Value::map(metadata)]])
            },
        )
        .mode("DBMS"),
        Procedure::reading(
            "tx.setMetaData",
            "Says something about the transaction.",
            &[],
            |context, arguments| {
                let Value::Map(data) = argument(arguments, 0) else {
                    return Err(failed(
                        Status::ProcedureCallFailed,
                        "Failed to invoke procedure `tx.setMetaData`: Caused by: the map must not be null",
                    ));
                };
                let data = data.iter().map(|(key, value)| (key.clone(), value.clone()));
                context
                    .execution
                    .dbms
                    .set_transaction_metadata(data.collect());
                Ok(Vec::new())
            },
        )
        .with("data", Type::Map, None)
        .mode("DBMS")
        .not_on_system(),
    ]
}

fn connection_row(connection: ConnectionInfo) -> Vec<Value> {
    vec![
        connection.id.into(),
        time_text(connection.connected),
        connection.connector.into(),
        connection.user.into(),
        connection.agent.into(),
        connection.server_address.into(),
        connection.client_address.into(),
    ]
}

fn kill(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<Rows, RunError> {
    let given = argument(arguments, 0);
    if given.is_null() || matches!(given, Value::List(ids) if ids.iter().any(Value::is_null)) {
        return Err(failed(
            Status::ProcedureCallFailed,
            "Failed to invoke procedure `dbms.killConnection`: the id of a connection must not be null",
        ));
    }
    let ids = texts(given, "dbms.killConnection")?.unwrap_or_default();
    let rows = ids.into_iter().map(|id| {
        let killed = context.execution.dbms.kill_connection(&id);
        let (user, message) = match killed {
            Some(user) => (user.into(), "Connection found"),
            None => (Value::from("n/a"), "No connection found with this id"),
        };
        vec![id.into(), user, message.into()]
    });
    Ok(rows.collect())
}

fn routing_table(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<Rows, RunError> {
    let dbms = &context.execution.dbms;
    match argument(arguments, 1) {
        Value::Null => {}
        Value::String(name) => {
            let known = dbms.databases();
            if !known
                .iter()
                .any(|database| database.name.eq_ignore_ascii_case(name))
            {
                return Err(failed(
                    Status::DatabaseNotFoundRouting,
                    format!(
                        "Unable to get a routing table for database '{name}' because this database does not exist"
                    ),
                ));
            }
        }
        other => {
            return Err(wrong_type(
                "dbms.routing.getRoutingTable",
                "a String",
                other,
            ));
        }
    }
    let dialled = match argument(arguments, 0) {
        Value::Map(context) => match context.get("address") {
            Some(Value::String(address)) => Some(address.clone()),
            _ => None,
        },
        _ => None,
    };
    let (ttl, address) = dbms.routing(dialled.as_deref());
    let server = |role: &str| {
        let mut server = Map::new();
        server.insert("addresses", Value::list(vec![address.clone().into()]));
        server.insert("role", role);
        Value::map(server)
    };
    let servers = Value::list(vec![server("WRITE"), server("READ"), server("ROUTE")]);
    Ok(vec![vec![Value::Integer(ttl), servers]])
}
