//! Configuration from outside: what wins over what, what is refused and in which words, and that
//! the generated pages are up to date.

use quiver_server::config::{Config, ConfigError, Sources};
use quiver_storage::SyncMode;

fn sources(file: &str, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Sources {
    let names = [
        ("bolt", "server.bolt.listen_address"),
        ("data", "server.directories.data"),
    ];
    Sources {
        file: (!file.is_empty()).then(|| ("quiver.conf".into(), file.into())),
        environment: environment
            .iter()
            .map(|(k, v)| ((*k).into(), (*v).into()))
            .collect(),
        flags: flags
            .iter()
            .map(|(flag, value)| {
                let setting = names.iter().find(|(name, _)| name == flag).unwrap().1;
                (*flag, setting, (*value).into())
            })
            .collect(),
        ..Sources::default()
    }
}

#[test]
fn the_stronger_source_wins() {
    let file = "server.bolt.listen_address=:1\ndb.transaction.timeout = 10s\n\
                # a comment\n\nserver.directories.data=from-file";
    let environment = [
        ("NEO4J_server_bolt_listen__address", ":2"),
        ("NEO4J_server_directories_data", "from-env"),
        ("PATH", "/bin"),
    ];
    let flags = [("bolt", ":3")];
    let cases = [
        (sources("", &[], &[]), "127.0.0.1:7687", "quiver-data", "0s"),
        (sources(file, &[], &[]), "localhost:1", "from-file", "10s"),
        (
            sources(file, &environment, &[]),
            "localhost:2",
            "from-env",
            "10s",
        ),
        (
            sources(file, &environment, &flags),
            "localhost:3",
            "from-env",
            "10s",
        ),
        (
            sources("", &environment, &flags),
            "localhost:3",
            "from-env",
            "0s",
        ),
    ];
    for (sources, bolt, data, timeout) in cases {
        let settings = Config::resolve(&sources).unwrap().settings;
        assert_eq!(settings.bolt_listen_address.to_string(), bolt);
        assert_eq!(settings.data.0, data);
        let shown = quiver_server::config::Setting::find("db.transaction.timeout").unwrap();
        assert_eq!(shown.show(&settings), timeout);
    }
}

#[test]
fn what_is_wrong_is_named() {
    let cases: &[(&str, &str)] = &[
        ("a\n", "quiver.conf, line 1: expected name=value"),
        (
            "\n\nno.such=1",
            "quiver.conf, line 3: unknown setting 'no.such'",
        ),
        ("db.checkpoint=VOLUME", "unknown setting 'db.checkpoint'"),
        (
            "db.transaction.timeout=soon",
            "line 1: 'soon' is not valid for db.transaction.timeout: not a duration; it must be a \
             duration such as",
        ),
        (
            "server.http.enabled=maybe",
            "'maybe' is not valid for server.http.enabled: not a boolean; it must be true or false",
        ),
        (
            "server.http.enabled=true\nserver.http.enabled=true",
            "line 2: server.http.enabled was set before, in line 1",
        ),
    ];
    for (file, expected) in cases {
        let error = Config::resolve(&sources(file, &[], &[]))
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{file}: {error}");
        assert!(!error.contains('\n'), "{error}");
    }
    let error = Config::resolve(&sources("", &[], &[("bolt", "nowhere")])).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("--bolt: 'nowhere' is not valid"),
        "{error}"
    );
}

#[test]
fn unknown_variables_are_warned_of_and_client_variables_are_not() {
    let environment = [
        ("NEO4J_server_bolt_lissen__address", ":2"),
        ("NEO4J_PASSWORD", "secret"),
        ("NEO4J_USERNAME", "neo4j"),
    ];
    let config = Config::resolve(&sources("", &environment, &[])).unwrap();
    assert_eq!(config.warnings.len(), 1);
    assert!(config.warnings[0].contains("NEO4J_server_bolt_lissen__address"));
}

#[test]
fn authentication_from_the_environment() {
    let resolve = |value| Config::resolve(&sources("", &[("NEO4J_AUTH", value)], &[]));
    assert!(!resolve("none").unwrap().settings.auth_enabled);
    let config = resolve("neo4j/correct-horse").unwrap();
    assert!(config.settings.auth_enabled);
    assert_eq!(config.initial_password.as_ref().unwrap().0, "correct-horse");
    assert!(!format!("{config:?}").contains("correct-horse"));
    for (value, expected) in [
        ("neo4j/neo4j", "must not be neo4j"),
        ("other/longenough", "must be none or neo4j/<password>"),
        ("neo4j/short", "at least 8 characters"),
        ("neo4j/longenough/true", "must not contain '/'"),
        ("", "must be none"),
    ] {
        let error = resolve(value).unwrap_err().to_string();
        assert!(error.contains(expected), "{value}: {error}");
    }
}

#[test]
fn presets_set_how_the_store_syncs() {
    let with = |name: &str| {
        Config::resolve(&Sources {
            preset: Some(name.into()),
            ..Sources::default()
        })
    };
    for (name, expected) in [
        ("production", SyncMode::Full),
        (
            "balanced",
            SyncMode::Normal {
                commits: 100,
                millis: 100,
            },
        ),
        ("benchmark", SyncMode::Off),
    ] {
        assert_eq!(with(name).unwrap().settings.sync(), expected, "{name}");
    }
    let error = with("fast").unwrap_err();
    assert!(matches!(error, ConfigError::Preset { .. }));
    let expected = "there is no such preset; there are: production, balanced, benchmark";
    assert!(error.to_string().contains(expected), "{error}");
    // What is given explicitly is stronger.
    let config = Config::resolve(&Sources {
        preset: Some("benchmark".into()),
        environment: vec![("NEO4J_quiver_store_sync__mode".into(), "full".into())],
        ..Sources::default()
    });
    assert_eq!(config.unwrap().settings.sync(), SyncMode::Full);
}

#[test]
fn without_login_only_loopback() {
    let mut config = Config::defaults().unwrap();
    let (loopback, other) = ("127.0.0.1".parse().unwrap(), "192.0.2.1".parse().unwrap());
    assert!(config.check_door(&[other]).is_ok());
    config.settings.auth_enabled = false;
    assert!(config.check_door(&[loopback]).is_ok());
    assert!(config.check_door(&["::1".parse().unwrap()]).is_ok());
    assert!(config.check_door(&[loopback, other]).is_err());
    assert!(config.check_door(&["0.0.0.0".parse().unwrap()]).is_err());
}

/// Compares a generated page with the one in the repository; `QUIVER_BLESS=1` rewrites it.
fn check_page(name: &str, generated: &str) {
    let path = format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    {
        if std::env::var("QUIVER_BLESS").is_ok() {
            std::fs::write(&path, generated).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == generated,
            "docs/{name} is out of date; run with QUIVER_BLESS=1 and commit it"
        );
    }
}

#[test]
fn the_pages_are_what_the_tables_say() {
    check_page(
        "settings.md",
        &quiver_server::config::settings::documentation(),
    );
    check_page("metrics.md", &quiver_server::metrics::documentation());
}
